import type { Entity } from '#core/entity.ts'
import type { Field } from '#core/kind.ts'
import {
  emailOf,
  phoneOf,
  type Address,
  type Messenger,
  type PersonName,
  type Way,
} from '#core/kinds/index.ts'
import { valueOf, type Values } from '#core/row.ts'
import type { Spec } from './engine/column.ts'
import { withoutLegalForm } from './engine/legal-forms.ts'
import { plain } from './engine/spelling.ts'

/** One thing that is compared, and how it is read from a record. */
export type Comparand = Spec & { field: string; read: (row: Values) => string[] }

type Read = (value: never) => (string | null | undefined)[]
type Part = { path?: string; kind: Spec['kind']; read: Read }

const compact = (text: string) => plain(text).replaceAll(' ', '')
// Texts longer than this tell a story, not who it is.
const longest = 120
const words = (text: unknown) => {
  const value = typeof text === 'string' && text.length <= longest ? plain(text) : null
  return value && nothingSaid.test(value) ? null : value
}
/** What programs write where nothing is known. */
const nothingSaid = /^(?:na|n a|nan|null|none|unknown|not available|nevidomo|neizvestno|nemaie)$/
const ways = (value: Way[] | string, one: (text: string) => string | null) =>
  (Array.isArray(value) ? value.map((w) => w.value) : [value]).map(one)
const addresses = (value: Address[] | Address) => (Array.isArray(value) ? value : [value])

/** Mr John F. is John, and his middle name begins with F, wherever they were written. */
function givenNames(n: PersonName): [first: string | null, middle: string | null] {
  const first =
    words(n.first)?.replace(/^(?:mr|mrs|ms|miss|mme|dr|prof|herr|frau|pan|pani) (?=..)/, '') ?? null
  const middle = words(n.middle)
  const [, own, other] = (!middle && /^(.+?) (\S|\S+(?:vych|vich|[io]vna|evna))$/.exec(first ?? '')) || []
  return own ? [own, other!] : [first, middle]
}

/** How each kind of field is compared; kinds that are not here tell nothing of who it is. */
const parts: Record<string, (key: string, f: Field) => Part[]> = {
  personName: () => [
    { path: 'last', kind: 'last', read: (n: PersonName) => [words(n.last)] },
    { path: 'first', kind: 'first', read: (n: PersonName) => [givenNames(n)[0]] },
    { path: 'middle', kind: 'middle', read: (n: PersonName) => [givenNames(n)[1]] },
  ],
  text: () => [{ kind: 'auto', read: (t: string) => [words(t)] }],
  email: () => [{ kind: 'email', read: (v: Way[]) => ways(v, (t) => emailOf(t)) }],
  phone: () => [{ kind: 'phone', read: (v: Way[]) => ways(v, (t) => phoneOf(t) ?? compact(t)) }],
  address: () => [
    { path: 'street', kind: 'text', read: (v: Address[]) => addresses(v).map((a) => words(a.street)) },
    { path: 'city', kind: 'text', read: (v: Address[]) => addresses(v).map((a) => words(a.city)) },
    { path: 'district', kind: 'auto', read: (v: Address[]) => addresses(v).map((a) => words(a.district)) },
    { path: 'region', kind: 'auto', read: (v: Address[]) => addresses(v).map((a) => words(a.region)) },
    {
      path: 'postcode',
      kind: 'postcode',
      read: (v: Address[]) => addresses(v).map((a) => a.postcode && compact(a.postcode)),
    },
  ],
  messenger: () => [
    { kind: 'code', read: (v: Messenger[]) => v.map((m) => `${m.kind}:${compact(m.value)}`) },
  ],
  date: () => [{ kind: 'date', read: (t: string) => [t.slice(0, 10)] }],
  link: () => [{ kind: 'category', read: (t: string) => [hostOf(t)] }],
  reference: () => [{ kind: 'category', read: (id: string) => [id] }],
}
// A customer's own fields say what he found worth keeping.
const ownParts: typeof parts = {
  ...parts,
  number: () => [{ kind: 'auto', read: (n: number) => [plain(String(n))] }],
  choice: () => [{ kind: 'category', read: (t: string) => [plain(t)] }],
}

const hostOf = (link: string) => {
  const host = /^https?:\/\/(?:www\.)?([^/:]+)/i.exec(link)?.[1]
  return host ? host.toLowerCase().replaceAll(/[^\x20-\x7e]/g, '') : null
}

/** Kept by the house about the record, not of the client. */
const ofTheHouse = new Set(
  ['owner', 'team', 'source', 'tags', 'description', 'code', 'parent'].concat([
    'title',
    'campaign',
    'product',
  ]),
)
const people = new Set(['user', 'team', 'role'])
const codes = new Set(['registrationCode', 'taxId', 'vatId', 'iban'])
/** Fields that may each hold the name of a company. Of a lead it is the company of a person, which others have too. */
const titles: Record<string, { fields: readonly string[]; kind: Spec['kind'] }> = {
  account: { fields: ['name', 'legalName'], kind: 'title' },
  lead: { fields: ['company'], kind: 'text' },
}
export const isTitle = (e: Entity, key: string): boolean =>
  key === e.title || (titles[e.name]?.fields.includes(key) ?? false)

/** What is compared of an entity's records: its declared fields and the customers' own. */
export function comparandsOf(e: Entity): Comparand[] {
  const named = titles[e.name]
  const out: Comparand[] = named ? [titleOf(named)] : []
  for (const [key, f] of Object.entries(e.fields)) {
    if (ofTheHouse.has(key) || f.managed || named?.fields.includes(key) || (f.entity && people.has(f.entity)))
      continue
    const make = Object.entries(f.custom ? ownParts : parts).find(([kind]) => kind === f.kind.name)?.[1]
    for (const { path, kind, read } of make?.(key, f) ?? [])
      out.push({
        key: path ? `${key}.${path}` : key,
        field: key,
        kind: codes.has(key) ? 'code' : kind,
        read: (row) => listed(valueOf(row, key), read),
      })
  }
  return out
}

const titleOf = ({ fields, kind }: (typeof titles)[string]): Comparand => ({
  key: fields[0]!,
  field: fields[0]!,
  kind,
  read: (row) =>
    fields.flatMap((key) => listed(valueOf(row, key), (t: string) => [withoutLegalForm(plain(t))])),
})

const listed = (value: unknown, read: Read): string[] => {
  if (value === null || value === undefined || value === '') return []
  return [...new Set(read(value as never).filter((v): v is string => Boolean(v)))].slice(0, 8)
}
