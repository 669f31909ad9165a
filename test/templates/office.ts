import { strToU8, strFromU8, unzipSync, zipSync } from 'fflate'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const sheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const pack = 'http://schemas.openxmlformats.org/package/2006'

const zip = (parts: Record<string, string>) =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(parts).map(([k, v]) => [k, strToU8(v)]))))

/** A Word file of these paragraphs; one that begins with “|” is a row of a table. */
export function docx(lines: readonly string[], more: Record<string, string> = {}) {
  const run = (text: string) => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`
  const row = (line: string) =>
    `<w:tr>${line
      .slice(1, -1)
      .split('|')
      .map((cell) => `<w:tc>${run(cell)}</w:tc>`)
      .join('')}</w:tr>`
  const body = lines.map((l) => (l.startsWith('|') ? `<w:tbl>${row(l)}</w:tbl>` : run(l))).join('')
  return zip({
    '[Content_Types].xml': `${head}<Types xmlns="${pack}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${pack}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `${head}<w:document xmlns:w="${word}"><w:body>${body}</w:body></w:document>`,
    ...more,
  })
}

/** A workbook of one sheet: rows of cells, “=” begins a formula, a number is one. */
export function xlsx(rows: readonly (readonly (string | number)[])[], more: Record<string, string> = {}) {
  const texts = [...new Set(rows.flat().filter((v) => typeof v === 'string' && !v.startsWith('=')))]
  const cell = (v: string | number, r: number, c: number) => {
    const at = `${String.fromCharCode(65 + c)}${r + 1}`
    if (v === '') return ''
    if (typeof v === 'number') return `<c r="${at}"><v>${v}</v></c>`
    if (v.startsWith('=')) return `<c r="${at}"><f>${v.slice(1)}</f><v>0</v></c>`
    return `<c r="${at}" t="s"><v>${texts.indexOf(v)}</v></c>`
  }
  const data = rows
    .map((row, r) => `<row r="${r + 1}">${row.map((v, c) => cell(v, r, c)).join('')}</row>`)
    .join('')
  return zip({
    '[Content_Types].xml': `${head}<Types xmlns="${pack}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${pack}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${pack}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${sheet}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/worksheets/sheet1.xml': `${head}<worksheet xmlns="${sheet}"><sheetData>${data}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `${head}<sst xmlns="${sheet}">${texts.map((t) => `<si><t xml:space="preserve">${t}</t></si>`).join('')}</sst>`,
    ...more,
  })
}

export const partOf = (bytes: Uint8Array, name: string) => strFromU8(unzipSync(bytes)[name]!)
/** What a Word file says, paragraph by paragraph. */
export const paragraphs = (bytes: Uint8Array) =>
  [...partOf(bytes, 'word/document.xml').matchAll(/<w:p\b.*?<\/w:p>/gs)].map(([p]) =>
    [...p.matchAll(/<w:t\b[^>]*>([^<]*)</g)].map((t) => t[1]).join(''),
  )
