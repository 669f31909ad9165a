import { unzipSync } from 'fflate'
import { TemplateTrouble } from '../tags.ts'

/** What a template file may come to when unpacked: so much in all, so much XML, so many parts. */
export const bounds = { whole: 40_000_000, xml: 8_000_000, parts: 2000 }

const mainPart = { docx: 'word/document.xml', xlsx: 'xl/workbook.xml' }

export const isXml = (name: string) => /\.(xml|rels)$/i.test(name)

/** The parts of an office file. What it says of its sizes is held to: no more than that is unpacked, whatever comes. */
export function partsOf(bytes: Uint8Array, kind: 'docx' | 'xlsx'): Record<string, Uint8Array> {
  let [whole, xml, parts] = [0, 0, 0]
  let files: Record<string, Uint8Array>
  try {
    files = unzipSync(bytes, {
      filter({ name, originalSize }) {
        whole += originalSize
        if (isXml(name)) xml += originalSize
        if (++parts > bounds.parts || whole > bounds.whole || xml > bounds.xml)
          throw new TemplateTrouble('too_large')
        return !name.endsWith('/')
      },
    })
  } catch (error) {
    throw error instanceof TemplateTrouble ? error : new TemplateTrouble('not_office')
  }
  if (!Object.hasOwn(files, mainPart[kind]) || !Object.hasOwn(files, '[Content_Types].xml'))
    throw new TemplateTrouble('not_office')
  for (const [name, content] of Object.entries(files)) {
    if (/vbaProject|activeX/i.test(name)) throw new TemplateTrouble('macros', name)
    // An entity can name another file or unfold for ever; office programs write none.
    if (
      isXml(name) &&
      (content[0]! >= 0xfe || /<!\s*(DOCTYPE|ENTITY)/i.test(Buffer.from(content).toString()))
    )
      throw new TemplateTrouble('entities', name)
  }
  return files
}
