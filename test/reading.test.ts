import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openTable } from '#doors/import/reading/open-table.ts'
import type { Table, TableOptions } from '#doors/import/reading/table.ts'

const corpora = `${import.meta.dirname}/../../shared/data/csv-corpora`
const cards = `${import.meta.dirname}/../../shared/data/vcard`

const collect = async (table: Table) => {
  const rows = []
  for await (const row of table.rows) rows.push(row)
  return rows
}
const read = async (from: string | Uint8Array, options?: TableOptions) => {
  const table = await openTable(from, options)
  return { ...table, rows: await collect(table) }
}
const text = (s: string) => new TextEncoder().encode(s)
const csv = (s: string, options?: TableOptions) => read(text(s), options)
const refusal = async (s: string) => {
  const { rows } = await csv(s)
  return rows.find((r) => r.problem)
}

describe('a CSV file', () => {
  it('keeps what is in quotes: delimiters, line ends, doubled quotes', async () => {
    const { rows } = await csv('a,b\r\n1,"x, ""y""\r\nz"\r\n2,\r\n')
    expect(rows).toEqual([
      { line: 2, cells: ['1', 'x, "y"\r\nz'] },
      { line: 4, cells: ['2', ''] },
    ])
  })

  it.each([
    ['a quote that is never closed', 'a,b,c\n1,"open,3\n4,5,6\n', 2, 'never closed'],
    ['a quote inside an unquoted cell', 'a,b,c\n1,2,3\n1,so "said" he,3\n', 3, 'not in quotes'],
    ['a quote inside a quoted cell', 'a,b\n"x " y",2\n', 2, 'must be doubled'],
    ['too many cells', 'a,b\n1,2\n1,2,3\n', 3, '3 cells here, but 2 columns'],
  ])('refuses %s, with its line and the reason', async (_, file, line, reason) => {
    const row = await refusal(file)
    expect(row).toMatchObject({ line })
    expect(row?.problem).toContain(reason)
  })

  it('loses one row to a broken quote, not the rest of the file', async () => {
    const { rows } = await csv('a,b\n1,"open\n2,x\n3,y\n')
    expect(rows.map((r) => [r.line, r.cells[0], Boolean(r.problem)])).toEqual([
      [2, '1', true],
      [3, '2', false],
      [4, '3', false],
    ])
  })

  it('takes quotes inside a value as they stand when told so', async () => {
    const { rows } = await csv('size,name\n5" pipe,x\n', { looseQuotes: true })
    expect(rows[0]).toEqual({ line: 2, cells: ['5" pipe', 'x'] })
  })

  it('fills up a row that is short and says so; ignores empty cells beyond the header', async () => {
    const { rows } = await csv('a,b,c\n1\n1,2,3,,\n\n4,5,6\n')
    expect(rows).toEqual([
      { line: 2, cells: ['1', '', ''], short: true },
      { line: 3, cells: ['1', '2', '3'] },
      { line: 5, cells: ['4', '5', '6'] },
    ])
  })

  it.each([
    ['nothing', '', 'empty'],
    ['blank lines', '\n\n', 'empty'],
    ['no names', ',,\n1,2,3\n', 'no column names'],
  ])('refuses a file with %s', async (_, file, reason) => {
    await expect(csv(file)).rejects.toThrow(reason)
  })

  it('names columns that have no name or a repeated one, and warns', async () => {
    const { header, warnings } = await csv('a,,a\n1,2,3\n')
    expect(header).toEqual(['a', 'Column 2', 'a (2)'])
    expect(warnings[0]).toContain('“a”')
  })

  it('finds out the delimiter, also from Excel’s own mark, and Mac line ends', async () => {
    expect((await csv('a;b\n1,5;2,5\n')).rows[0]!.cells).toEqual(['1,5', '2,5'])
    expect((await csv('a\tb\n"1,\t2"\t3\n')).rows[0]!.cells).toEqual(['1,\t2', '3'])
    expect((await csv('a|b\n1|2\n')).delimiter).toBe('|')
    expect((await csv('sep=;\r\na;b\r\n1;2\r\n')).rows).toEqual([{ line: 3, cells: ['1', '2'] }])
    expect((await csv('a,b\r1,2\r')).rows).toEqual([{ line: 2, cells: ['1', '2'] }])
  })

  it('reads the same whatever way it is cut into pieces', async () => {
    const { readCsv } = await import('#doors/import/reading/csv.ts')
    const file = 'a,b\r\n"x ""q""\r\ny","2"\r\n3,"4"\r\n"",5\r\n'
    const by = async (size: number) => {
      async function* pieces() {
        for (let i = 0; i < file.length; i += size) yield file.slice(i, i + size)
      }
      const rows = []
      for await (const row of readCsv(pieces(), { delimiter: ',' })) rows.push(row)
      return rows
    }
    const whole = await by(1000)
    expect(whole).toHaveLength(4)
    for (const size of [1, 2, 3, 5, 7, 11]) expect(await by(size)).toEqual(whole)
  })

  it('stops at bytes the encoding cannot have, with the line', async () => {
    const bytes = new Uint8Array([...text('a,б\n1,2\n'), 0xff, 0xfe, 0x0a])
    await expect(read(bytes, { encoding: 'utf-8' })).rejects.toThrow('not utf-8')
  })

  it('finds a one-byte encoding although the file begins with ASCII alone', async () => {
    const ascii = text(`a,b\n${'1,2\n'.repeat(100_000)}`)
    const word = new Uint8Array([0xca, 0xe8, 0xbf, 0xe2, 0x2c, 0x31, 0x0a])
    const { encoding, rows } = await read(Buffer.concat([ascii, word]))
    expect(encoding).toBe('windows-1251')
    expect(rows.at(-1)!.cells[0]).toBe('Київ')
  })

  it('tells Western letters from Cyrillic', async () => {
    const bytes = Buffer.from('name;city\nJörg Müller;Köln\nFrançois;Orléans\nBjörk;Malmö\n', 'latin1')
    expect((await read(bytes)).rows[0]!.cells).toEqual(['Jörg Müller', 'Köln'])
  })
})

describe.skipIf(!existsSync(corpora))('csv-corpora', () => {
  const json = (path: string) => JSON.parse(readFileSync(`${corpora}/${path}`, 'utf8')) as unknown
  const files = (folder: string) => readdirSync(`${corpora}/${folder}`)

  describe('csv-spectrum reads as its JSON says', () => {
    // location_coordinates is refused below: its cells carry unescaped quotes.
    for (const file of files('csv-spectrum/csvs').filter((f) => f !== 'location_coordinates.csv'))
      it(file, async () => {
        const { header, rows } = await read(`${corpora}/csv-spectrum/csvs/${file}`)
        const found = rows.map((r) => Object.fromEntries(header.map((h, i) => [h, r.cells[i]])))
        // The stored copy of newlines_crlf.csv has lost its carriage returns; its JSON has not.
        const lost = !readFileSync(`${corpora}/csv-spectrum/csvs/${file}`, 'utf8').includes('\r')
        const expected = JSON.stringify(json(`csv-spectrum/json/${file.replace('.csv', '.json')}`))
        expect(found).toEqual(JSON.parse(lost ? expected.replaceAll('\\r', '') : expected))
      })

    it('location_coordinates.csv is refused by line, or read when told', async () => {
      const path = `${corpora}/csv-spectrum/csvs/location_coordinates.csv`
      expect((await read(path)).rows[0]).toMatchObject({
        line: 2,
        problem: expect.stringContaining('not in quotes'),
      })
      const { rows } = await read(path, { looseQuotes: true })
      expect(rows[0]!.cells.slice(1)).toEqual(['37�36\'37.8"N 121�2\'17.9"W', 'Modesto', 'Stanislaus'])
    })
  })

  describe('csv-test-data reads as its JSON says', () => {
    for (const file of files('csv-test-data/csv').filter(
      (f) => !f.startsWith('bad-') && f !== 'all-empty.csv',
    ))
      it(file, async () => {
        const { header, rows } = await read(`${corpora}/csv-test-data/csv/${file}`)
        const expected = json(`csv-test-data/json/${file.replace('.csv', '.json')}`) as unknown[]
        const cells = rows.map((r) => r.cells)
        const named = file.startsWith('header-')
        expect(
          named ? cells.map((c) => Object.fromEntries(header.map((h, i) => [h, c[i]]))) : [header, ...cells],
        ).toEqual(expected)
      })
  })

  it.each([
    ['bad-header-more-fields.csv', 2, '4 cells here, but 3 columns'],
    ['bad-missing-quote.csv', 2, 'never closed'],
    ['bad-quotes-with-unescaped-quote.csv', 2, 'must be doubled'],
    ['bad-unescaped-quote.csv', 2, 'not in quotes'],
  ])('%s is refused at line %i', async (file, line, reason) => {
    const { rows } = await read(`${corpora}/csv-test-data/csv/${file}`)
    expect(rows).toEqual([expect.objectContaining({ line, problem: expect.stringContaining(reason) })])
  })

  it.each(['bad-header-no-header.csv', 'all-empty.csv'])('%s is refused as empty', async (file) => {
    await expect(read(`${corpora}/csv-test-data/csv/${file}`)).rejects.toThrow('empty')
  })

  it('bad-header-less-fields.csv is read with the missing cell empty, and says so', async () => {
    const { rows } = await read(`${corpora}/csv-test-data/csv/bad-header-less-fields.csv`)
    expect(rows).toEqual([{ line: 2, cells: ['1', '2', ''], short: true }])
  })

  it('bad-header-wrong-header.csv is a table with other columns and no rows', async () => {
    const { header, rows } = await read(`${corpora}/csv-test-data/csv/bad-header-wrong-header.csv`)
    expect([header, rows]).toEqual([['qux', 'quux', 'quuz'], []])
  })

  describe('Ukrainian text in every encoding', () => {
    const expected = json('ua-cp1251-derived/expected_rows.json') as string[][]
    const exact = (s: string) => s
    // The files in sets without an apostrophe, і, or ґ carry what stands there for them.
    const unmarked = (s: string) => s.replaceAll('’', '?')
    const latinised = (s: string) => unmarked(s).replaceAll('і', 'i').replaceAll('І', 'I')
    it.each([
      ['katottg_500_utf8bom_semicolon.csv', 'utf-8', ';', exact],
      ['katottg_500_utf16le_bom_tab.csv', 'utf-16le', '\t', exact],
      ['katottg_500_cp1251_semicolon_crlf.csv', 'windows-1251', ';', exact],
      ['katottg_500_koi8u_tab.csv', 'koi8-u', '\t', unmarked],
      ['katottg_500_cp866_semicolon.csv', 'ibm866', ';', latinised],
    ])('%s', async (file, encoding, delimiter, as) => {
      const { header, rows, ...found } = await read(`${corpora}/ua-cp1251-derived/${file}`)
      expect(found).toMatchObject({ encoding, delimiter })
      expect([header, ...rows.map((r) => r.cells)]).toEqual(expected.map((r) => r.map(as)))
      expect(rows.at(-1)!.line).toBe(expected.length)
    })
  })

  it.each(files('crm-exports-real-headers'))('the header of %s is read', async (file) => {
    const { header, rows } = await read(`${corpora}/crm-exports-real-headers/${file}`)
    expect(header.length).toBeGreaterThan(8)
    expect(rows.filter((r) => r.problem)).toEqual([])
  })
})

describe('an XLSX file', () => {
  const workbook = async (sheets: Record<string, unknown>[]) => {
    const { default: write } = await import('write-excel-file/node')
    return (await (write as unknown as (s: unknown) => { toBuffer(): Promise<Buffer> })(
      sheets,
    ).toBuffer()) as Buffer
  }
  const cell = (value: unknown, format?: string) => ({ value, ...(format ? { format } : {}) })

  it('reads dates from serial numbers, plain numbers, and text that looks like a number as it stands', async () => {
    const day = new Date(Date.UTC(2026, 10, 23))
    const file = await workbook([
      {
        sheet: 'Угоди',
        data: [
          [cell('Назва'), cell('Код'), cell('Дата'), cell('Сума'), cell('Так')],
          [cell('Ґанок'), cell('00032129'), cell(day, 'dd.mm.yyyy'), cell(0.1 + 0.2), cell(true)],
          [cell('порожній рядок далі'), null, null, cell(1e6), null],
          [null, null, null, null, null],
          [cell('останній'), cell('1.50'), null, cell(-5), null],
        ],
      },
    ])
    const { format, header, rows, sheets } = await read(file)
    expect({ format, header, sheets }).toEqual({
      format: 'xlsx',
      header: ['Назва', 'Код', 'Дата', 'Сума', 'Так'],
      sheets: ['Угоди'],
    })
    expect(rows).toEqual([
      { line: 2, cells: ['Ґанок', '00032129', '2026-11-23', '0.3', 'true'] },
      { line: 3, cells: ['порожній рядок далі', '', '', '1000000', ''] },
      { line: 5, cells: ['останній', '1.50', '', '-5', ''] },
    ])
  })

  it.each([
    ['cut short', new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]), 'not a whole XLSX'],
    ['an old workbook', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]), 'old .xls'],
    ['a PDF', text('%PDF-1.7'), 'PDF'],
  ])('refuses %s', async (_, bytes, reason) => {
    await expect(read(bytes)).rejects.toThrow(reason)
  })
})

describe('a vCard file', () => {
  it('reads version 2.1 in quoted-printable windows-1251, and 3.0 with groups', async () => {
    const file = [
      'BEGIN:VCARD',
      'VERSION:2.1',
      'N;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:=CA=EE=E2=E0=EB=FC;=CE=EB=',
      '=FC=E3=E0',
      'TEL;CELL;VOICE:+380 44 123 45 67',
      'TEL;WORK:0501234567',
      'END:VCARD',
      'BEGIN:VCARD',
      'VERSION:3.0',
      'FN:Acme\\, Inc',
      'item1.EMAIL;TYPE=INTERNET,WORK:a@b.example',
      'NOTE:one',
      '  two\\nthree',
      'END:VCARD',
    ].join('\r\n')
    const { header, rows } = await csv(file)
    const named = rows.map((r) =>
      Object.fromEntries(header.map((h, i) => [h, r.cells[i]]).filter(([, v]) => v)),
    )
    expect(named).toEqual([
      {
        'First Name': 'Ольга',
        'Last Name': 'Коваль',
        'Phone 1 - Label': 'cell',
        'Phone 1 - Value': '+380 44 123 45 67',
        'Phone 2 - Label': 'work',
        'Phone 2 - Value': '0501234567',
      },
      {
        Name: 'Acme, Inc',
        'E-mail 1 - Label': 'work',
        'E-mail 1 - Value': 'a@b.example',
        Notes: 'one two\nthree',
      },
    ])
    expect(rows.map((r) => r.line)).toEqual([1, 8])
  })

  it('refuses a card that is not closed, and goes on', async () => {
    const { rows } = await csv('BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\n')
    expect(rows.map((r) => r.problem)).toEqual(['the card has no END:VCARD.', undefined])
  })

  describe.skipIf(!existsSync(cards))('of the vcard set', () => {
    const folder = `${cards}/ez-vcard/src/test/resources/ezvcard/io/text`
    const counts: Record<string, number> = {
      'gmail-list.vcf': 3,
      'John_Doe_MAC_ADDRESS_BOOK.vcf': 1,
      'outlook-2007.vcf': 1,
    }
    for (const file of existsSync(folder) ? readdirSync(folder).filter((f) => f.endsWith('.vcf')) : [])
      it(file, async () => {
        const { rows, header } = await read(`${folder}/${file}`)
        expect(rows.filter((r) => r.problem)).toEqual([])
        expect(rows.length).toBeGreaterThanOrEqual(counts[file] ?? 1)
        expect(header.some((h) => /Name|Organization/.test(h))).toBe(true)
      })
  })
})
