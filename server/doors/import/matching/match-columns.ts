import type { Entity } from '#core/entity.ts'
import { isId } from '#core/id.ts'
import { normalise } from '#core/search.ts'
import type { Column } from '../settings.ts'
import { partsOf, pathOf, type Target } from './targets.ts'
import { synonyms } from './synonyms.ts'

/** `BillingPostalCode`, `Deal - Value`, `E-mail 1 - Value`, `close_value` → words as synonyms spell them. */
export const headerWords = (header: string) =>
  normalise(
    header
      .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
      .replace(/\be-?mail/i, 'email')
      .replaceAll(/[_\-–—:.*()[\]/]+/g, ' '),
  )
    // The product's own apostrophes are lost in normalising; the list spells them out.
    .replace(/^імя/, 'імʼя')
    .replace(' імя ', ' імʼя ')

/** Columns that the file of errors adds. */
export const ownColumns = 'Kolo: '

/** One signature for files with the same columns. */
export const signatureOf = (header: readonly string[]) =>
  header
    .filter((h) => !h.startsWith(ownColumns))
    .map((h) => normalise(h))
    .toSorted()
    .join('\u001f')

/** Where every column seems to belong; a place is given to one column only. */
export function matchColumns(e: Entity, targets: readonly Target[], header: readonly string[]): Column[] {
  const taken = new Set<string>()
  const places = new Set(targets.map((t) => t.path))
  const bases = new Map(targets.map((t) => [t.base, t]))
  const free = (path: string) => !taken.has(path) && isPlace(path, places, bases, targets)
  const found = new Map<string, string>()
  // An export names parts of lists by their path.
  for (const column of header)
    if (free(column)) {
      found.set(column, column)
      taken.add(column)
    }
  // What is called exactly as a field comes before what other systems call it.
  for (const seek of [byName(e, targets), bySynonym(e)])
    for (const column of header) {
      if (found.has(column)) continue
      const path = seek(headerWords(column)).find(free)
      if (!path) continue
      found.set(column, path)
      taken.add(path)
      if (isWhole(path)) taken.add(`${path}.1`)
      if (path.endsWith('.1')) taken.add(path.slice(0, -2))
    }
  // Beside a column of surnames, `name` is the first name.
  const name = [...found].find(([, path]) => path === e.title)?.[0]
  if (name && taken.has(`${e.title}.last`) && free(`${e.title}.first`)) found.set(name, `${e.title}.first`)
  return header.map((column) => ({ column, field: found.get(column) ?? null }))
}

const isWhole = (path: string) => !path.includes('.')

function isPlace(
  path: string,
  places: Set<string>,
  bases: Map<string, Target>,
  targets: readonly Target[],
): boolean {
  if (places.has(path)) return true
  const { base, index, part } = pathOf(path)
  const many = targets.some((t) => t.base === base && t.path.startsWith(`${base}.1.`))
  if (!bases.has(base) || !many || index > 20) return false
  return part === undefined || targets.some((t) => t.base === base && t.part === part)
}

const byName = (e: Entity, targets: readonly Target[]) => {
  const names = new Map<string, string>()
  for (const t of targets)
    for (const name of [t.path, t.label.en, t.label.uk])
      if (!names.has(headerWords(name))) names.set(headerWords(name), t.path)
  // A file of accounts calls its names `account`.
  for (const name of [e.name, e.label.en, e.label.uk])
    if (!names.has(headerWords(name))) names.set(headerWords(name), e.title)
  return (words: string) =>
    [names.get(words), names.get(words.replace(ownPrefix(e), ''))].filter((p) => p !== undefined)
}

// `deal title`, `person name`: the entity's own name in front says nothing.
const otherNames: Record<string, readonly string[]> = {
  contact: ['person', 'customer', 'client', 'клієнт'],
  account: ['organization', 'organisation', 'company', 'customer', 'client', 'supplier', 'vendor', 'клієнт'],
}
const ownPrefix = (e: Entity) =>
  new RegExp(`^(${[e.name, headerWords(e.label.en), ...(otherNames[e.name] ?? [])].join('|')}) `)

/** `res_city_desc`, `fname_c1`, `full_phone_num`: what registers put around the word that tells. */
const bare = (words: string) =>
  words
    .replace(/^(?:res|residence|residential|home|main|primary|current|full) /, '')
    .replace(/ (?:c1|desc|txt|text|value)$/, '')

const bySynonym = (e: Entity) => (words: string) => {
  const forms = [words, words.replace(ownPrefix(e), '')]
  const numbered = forms.map((f) => ({
    form: f.replace(/ \d+( |$)/, ' {n}$1').trim(),
    n: /(?: )(\d+)(?: |$)/.exec(f)?.[1],
  }))
  return [
    ...forms.flatMap((f) => synonyms[f] ?? []),
    ...numbered.flatMap(({ form, n }) => (n ? (synonyms[form] ?? []).map((p) => p.replace('{n}', n)) : [])),
    ...(forms[1] === 'name' || forms[1] === 'title' ? [e.title] : []),
    ...(synonyms[bare(forms[1]!)] ?? []),
  ].filter((path) => path !== 'title')
}

/** A title that the file does not have is composed of what tells its rows apart. */
export function composedTitle(e: Entity, columns: readonly Column[]): Column[] {
  const title = e.fields[e.title]
  const given = columns.some((c) => c.field && pathOf(c.field).base === e.title)
  if (!title?.required || title.kind.name !== 'text' || given) return []
  const named = columns.filter(
    (c) =>
      c.column &&
      c.field &&
      e.fields[c.field]?.entity &&
      !['user', 'team', 'stage'].includes(e.fields[c.field]!.entity!),
  )
  const parts = named.length ? named : columns.filter((c) => c.column && c.field && e.keys.includes(c.field))
  return parts.length
    ? [{ column: null, field: e.title, template: parts.map((c) => `{${c.column}}`).join(', ') }]
    : []
}

/** A column of ids of another system is its key there, not ours. */
export function withoutForeignIds(
  e: Entity,
  columns: readonly Column[],
  header: readonly string[],
  rows: string[][],
): Column[] {
  const isOurs = (c: Column) =>
    rows.every((cells) => isId(cells[header.indexOf(c.column!)]?.trim().toLowerCase() || someId))
  const code = Object.hasOwn(e.fields, 'code') && !columns.some((c) => c.field === 'code') ? 'code' : null
  return columns.map((c) => (c.field === 'id' && c.column && !isOurs(c) ? { ...c, field: code } : c))
}
const someId = '00000000-0000-7000-8000-000000000000'

/** The keys that the matched columns make possible, best first. */
export const keysOf = (e: Entity, columns: readonly Column[]): string[] => {
  const bases = new Set(
    columns
      .filter((c) => c.field && !c.template && c.value === undefined && !isLabel(e, c.field))
      .map((c) => pathOf(c.field!).base),
  )
  const all = ['id', ...e.keys, e.title]
  return [...new Set(all)].filter((key) => bases.has(key))
}
const isLabel = (e: Entity, path: string) => {
  const { base, part } = pathOf(path)
  return (
    part !== undefined &&
    e.fields[base]?.kind.name !== 'personName' &&
    Object.hasOwn(partsOf(e.fields[base]?.kind.name ?? ''), part)
  )
}
