import Docxtemplater, { type DXT } from 'docxtemplater'
import InspectModule from 'docxtemplater/js/inspect-module.js'
import PizZip from 'pizzip'
import { partKey, TemplateTrouble, tidy, type Filling, type Tag, type TroubleCode } from '../tags.ts'
import { partsOf } from './archive.ts'

type Part = { value: string; module?: string; inverted?: boolean; subparsed?: Part[] }
type Inspector = { getAllStructuredTags(): Part[] }

const codes: Record<string, TroubleCode> = {
  unclosed_tag: 'unclosed',
  unclosed_loop: 'unclosed',
  unopened_tag: 'unopened',
  unopened_loop: 'unopened',
  closing_tag_does_not_match_opening_tag: 'crossed',
  unbalanced_loop_tags: 'crossed',
  loop_position_invalid: 'crossed',
  duplicate_open_tag: 'unclosed',
  duplicate_close_tag: 'unopened',
}
type Said = { properties?: { id?: string; xtag?: string; context?: string; file?: string; errors?: Said[] } }

const parts: Record<string, string> = { header: '↑ ', footer: '↓ ' }

/** Where it went wrong: the tag, marked when it stands in a header or a footer. */
function troubleOf(error: Said): TemplateTrouble {
  const { id = '', xtag, context, file = '' } = (error.properties?.errors?.[0] ?? error).properties ?? {}
  const [, part = ''] = /(header|footer)\d*\.xml$/.exec(file) ?? []
  const tag = context?.startsWith('{') ? context : `{${xtag ?? context ?? ''}`
  return new TemplateTrouble(codes[id] ?? 'broken', `${parts[part] ?? ''}${tag}`.slice(0, 80))
}

/** Reads a tag by the scopes' own keys: a value is a text, a part's rows are objects, `true` shows it once. */
const parser = (tag: string, meta?: { tag?: { module?: string } }) => ({
  get(scope: unknown) {
    const key = meta?.tag?.module === 'loop' ? partKey(tidy(tag)) : tidy(tag)
    const value =
      scope !== null && typeof scope === 'object' && Object.hasOwn(scope, key)
        ? (scope as Filling)[key]
        : undefined
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value['text'] : value
  },
})

function open(bytes: Uint8Array): { doc: Docxtemplater; inspector: Inspector } {
  const zip = new PizZip()
  for (const [name, content] of Object.entries(partsOf(bytes, 'docx'))) zip.file(name, content)
  // What it exports is called, though its types say that it is a class.
  const inspector = (InspectModule as unknown as () => DXT.Module & Inspector)()
  try {
    const doc = new Docxtemplater(zip, {
      modules: [inspector],
      parser,
      paragraphLoop: true,
      linebreaks: true,
      errorLogging: false,
      stripInvalidXMLChars: true,
      nullGetter: () => '',
    })
    return { doc, inspector }
  } catch (error) {
    throw troubleOf(error as Said)
  }
}

function tagOf({ value, module, inverted, subparsed }: Part): Tag {
  // A raw tag would take the value for markup.
  if (module === 'rawxml') throw new TemplateTrouble('raw', `{@${value}}`)
  const kind = module === 'loop' ? (inverted ? 'not' : 'if') : 'value'
  return { text: tidy(value), kind, inner: (subparsed ?? []).map(tagOf) }
}

export const inspectDocx = (bytes: Uint8Array): Tag[] =>
  open(bytes).inspector.getAllStructuredTags().map(tagOf)

export function fillDocx(bytes: Uint8Array, data: Filling): Uint8Array {
  const { doc } = open(bytes)
  try {
    doc.render(data)
  } catch (error) {
    throw troubleOf(error as Said)
  }
  return doc.getZip().generate({ type: 'uint8array', compression: 'DEFLATE' }) as Uint8Array
}
