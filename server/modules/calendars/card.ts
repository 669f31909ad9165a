import ICAL from 'ical.js'
import {
  emailOf,
  isWay,
  kinds,
  nameText,
  phoneOf,
  type Address,
  type Messenger,
  type PersonName,
  type Way,
} from '#core/kinds/index.ts'
import { Unkept } from './refusal.ts'
import { same } from './write-component.ts'

/** What of a contact a vCard says. */
export type Card = {
  /** Null of who is known by his address or number alone. */
  name: PersonName | null
  jobTitle: string | null
  company: string | null
  department: string | null
  emails: Way[]
  phones: Way[]
  addresses: Address[]
  messengers: Messenger[]
  birthday: string | null
  tags: string[]
  description: string | null
}

const kept = ['work', 'home', 'cell', 'mobile', 'fax', 'pager', 'car', 'main', 'other']
const cut = (value: unknown) => (Array.isArray(value) ? value.flat().join(' ') : String(value ?? '')).trim()
const filled = <T extends object>(o: T): T =>
  Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined && v !== '')) as T

function typesOf(p: ICAL.Property): string[] {
  const given = p.getParameter('type') as string | string[] | undefined
  return [given ?? []].flat().flatMap((t) => t.toLowerCase().split(','))
}
const labelOf = (p: ICAL.Property) =>
  typesOf(p)
    .filter((t) => kept.includes(t))
    .join(' ')
const isPrimary = (p: ICAL.Property) => typesOf(p).includes('pref') || Boolean(p.getFirstParameter('pref'))
const about = (p: ICAL.Property) =>
  filled({ label: labelOf(p) || undefined, primary: isPrimary(p) || undefined })
const all = (c: ICAL.Component, name: string) => c.getAllProperties(name)
const one = (c: ICAL.Component, name: string) => cut(c.getFirstPropertyValue(name)) || null
const list = (c: ICAL.Component, name: string) =>
  ([c.getFirstPropertyValue(name)] as unknown[]).flat().map((part) => cut(part))

/** The first that says it is first, or the first; as the kinds keep them. */
function ways<T extends { primary?: boolean }>(items: T[], keyOf: (item: T) => string): T[] {
  const unique = [...new Map(items.map((i) => [keyOf(i), i])).values()]
  const at = Math.max(
    0,
    unique.findIndex((i) => i.primary),
  )
  return unique.map(({ primary: _, ...i }, n) => (n === at ? { ...i, primary: true } : i) as T)
}

// A card must be called something: without a name it is called as its address or number.
function nameIn(c: ICAL.Component, isKnown: boolean): PersonName | null {
  const [last, first, middle] = list(c, 'n')
  const name = filled({ last: last || undefined, first: first || undefined, middle: middle || undefined })
  const text = one(c, 'fn') ?? one(c, 'nickname') ?? list(c, 'org')[0]
  if (Object.keys(name).length) return name as PersonName
  if (isKnown && (!text || isWay(text))) return null
  if (!text) throw new Unkept('no_name')
  return kinds['personName']!.parse(text, {}, {} as never) as PersonName
}

const wayIn = (p: ICAL.Property, read: (t: string) => string | null): Way[] => {
  const text = cut(p.getFirstValue()).replace(/^(tel|mailto):/i, '')
  return text ? [{ value: read(text) ?? text, ...about(p) }] : []
}

function addressIn(p: ICAL.Property): Address[] {
  const [box, more, street, city, region, postcode, country] = ([p.getFirstValue()] as unknown[])
    .flat()
    .map(cut)
  const a = filled({
    country,
    region,
    city,
    street: [street, more, box].filter(Boolean).join(', ') || undefined,
    postcode,
  })
  return Object.keys(a).length ? [{ ...a, ...about(p) } as Address] : []
}

function messengerIn(p: ICAL.Property): Messenger[] {
  const [, kind = 'other', value = ''] = /^(?:([a-z-]+):)?(.+)$/i.exec(cut(p.getFirstValue())) ?? []
  return value ? [{ kind: kind.toLowerCase(), value, ...about(p) }] : []
}

/** A day without its year is no date to keep. */
const birthdayIn = (c: ICAL.Component) => {
  const m = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(one(c, 'bday') ?? '')
  return m ? `${m[1]}-${m[2]}-${m[3]}` : null
}

export function cardIn(c: ICAL.Component): Card {
  const [company, ...departments] = list(c, 'org')
  const emails = ways(
    all(c, 'email').flatMap((p) => wayIn(p, emailOf)),
    (w) => w.value,
  )
  const phones = ways(
    all(c, 'tel').flatMap((p) => wayIn(p, phoneOf)),
    (w) => w.value,
  )
  return {
    name: nameIn(c, emails.length + phones.length > 0),
    jobTitle: one(c, 'title'),
    company: company || null,
    department: departments.filter(Boolean).join(', ') || null,
    emails,
    phones,
    addresses: ways(all(c, 'adr').flatMap(addressIn), (a) =>
      JSON.stringify({ ...a, label: '', primary: '' }),
    ),
    messengers: ways(all(c, 'impp').flatMap(messengerIn), (m) => `${m.kind}:${m.value}`),
    birthday: birthdayIn(c),
    tags: [
      ...new Set(
        all(c, 'categories')
          .flatMap((p) => p.getValues().map(cut))
          .filter(Boolean),
      ),
    ],
    description: one(c, 'note'),
  }
}

/** Bare words of version 2.1 (TEL;HOME:, PHOTO;BASE64:), which many write in 3.0 too and the library does not read. */
const named = (text: string): string =>
  text.replaceAll(/^[\w.-]+(?:;[^:"\r\n]*)(?=:)/gm, (head) =>
    head.replaceAll(/;([\w-]+)(?=;|$)/g, (_, word: string) =>
      /^base64$/i.test(word) ? ';ENCODING=B' : `;TYPE=${word}`,
    ),
  )

/** The one card in a text. */
export function readCard(text: string): ICAL.Component {
  let read: unknown[]
  try {
    read = ICAL.parse(named(text.replace(/^\uFEFF/, '').trim())) as unknown[]
  } catch {
    throw new Unkept('not_card')
  }
  const cards = (typeof read[0] === 'string' ? [read] : read) as unknown[][]
  if (cards.length !== 1 || cards[0]![0] !== 'vcard') throw new Unkept('not_card')
  const c = new ICAL.Component(cards[0] as never)
  if (!/^[34]\.0$/.test(one(c, 'version') ?? '')) throw new Unkept('card_version')
  return c
}

const text = (c: ICAL.Component, name: string, value: string | null) =>
  value === null ? c.removeAllProperties(name) : c.updatePropertyWithValue(name, value)

/** Properties of one name, as many as there are items: a line that says one already stays as it is. */
function rewrite<T>(
  c: ICAL.Component,
  name: string,
  items: readonly T[],
  read: (p: ICAL.Property) => T[],
  value: (item: T) => string | string[],
): void {
  const bare = (item: T | undefined) => JSON.stringify({ ...item, label: undefined, primary: undefined })
  const lines = all(c, name).map((p) => ({ p, is: bare(read(p)[0]) }))
  c.removeAllProperties(name)
  for (const item of items) {
    const known = lines.find((l) => l.is === bare(item))?.p
    const p = known ?? new ICAL.Property(name)
    if (!known) {
      const types = ((item as Way).label ?? '')
        .toLowerCase()
        .split(' ')
        .filter((t) => kept.includes(t))
      if (types.length)
        p.setParameter(
          'type',
          types.map((t) => t.toUpperCase()),
        )
      p.setValue(value(item))
    }
    c.addProperty(p)
  }
}

const bareWay = (w: Way[]) => w.map(({ value }) => value)

/** How a contact without a name is called: by the first of his addresses, or of his numbers. */
export const calledBy = ({ emails, phones }: Pick<Card, 'emails' | 'phones'>): string =>
  [emails, phones].flatMap((ways) => ways.find((w) => w.primary) ?? ways[0] ?? [])[0]?.value ?? ''

/** Makes a card say what the contact is; what it says already, and what Kolo does not know, stays to the letter. */
export function writeCard(raw: string | null, card: Card, uid: string): string {
  const c = raw ? readCard(raw) : new ICAL.Component('vcard')
  if (!raw) {
    text(c, 'version', '3.0')
    text(c, 'uid', uid)
  }
  const was: Partial<Card> = raw ? cardIn(c) : {}
  const differs = (key: keyof Card) => !same(was[key] ?? [], card[key] ?? [])
  if (differs('name') || (!raw && !card.name)) {
    const { last = '', first = '', middle = '' } = card.name ?? {}
    const [, , , prefix = '', suffix = ''] = list(c, 'n')
    c.updatePropertyWithValue('n', [last, first, middle, prefix, suffix] as never)
    text(c, 'fn', card.name ? nameText(card.name) : calledBy(card))
  }
  if (differs('jobTitle')) text(c, 'title', card.jobTitle)
  if ((card.company && differs('company')) || differs('department'))
    c.updatePropertyWithValue('org', [card.company ?? was.company ?? '', card.department ?? ''] as never)
  if (!same(bareWay(was.emails ?? []), bareWay(card.emails)))
    rewrite(
      c,
      'email',
      card.emails,
      (p) => wayIn(p, emailOf),
      (w) => w.value,
    )
  if (!same(bareWay(was.phones ?? []), bareWay(card.phones)))
    rewrite(
      c,
      'tel',
      card.phones,
      (p) => wayIn(p, phoneOf),
      (w) => w.value,
    )
  if (differs('addresses'))
    rewrite(c, 'adr', card.addresses, addressIn, (a) =>
      [
        '',
        '',
        [a.street, a.branch].filter(Boolean).join(', '),
        a.city,
        a.region ?? a.district,
        a.postcode,
        a.country,
      ].map((part) => part ?? ''),
    )
  if (differs('messengers')) rewrite(c, 'impp', card.messengers, messengerIn, (m) => `${m.kind}:${m.value}`)
  if (differs('birthday')) text(c, 'bday', card.birthday)
  if (differs('tags')) {
    c.removeAllProperties('categories')
    if (card.tags.length) {
      const p = new ICAL.Property('categories')
      p.setValues(card.tags)
      c.addProperty(p)
    }
  }
  if (differs('description')) text(c, 'note', card.description)
  return `${c.toString()}\r\n`
}

/** Of a list, what was served stays as it is kept; only what is new is as it was sent. */
export function mergedList<T>(
  current: readonly T[],
  served: readonly T[],
  sent: readonly T[],
  keyOf: (item: T) => string,
): T[] {
  return sent.map((item) => {
    const key = keyOf(item)
    const before = served.find((s) => keyOf(s) === key)
    const own = current.find((k) => keyOf(k) === key)
    return before && own && same(before, item) ? own : { ...own, ...item }
  })
}
