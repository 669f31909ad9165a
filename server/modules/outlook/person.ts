import { z } from 'zod'
import {
  emailOf,
  isWay,
  kinds,
  nameText,
  phoneOf,
  type Address,
  type PersonName,
  type Way,
} from '#core/kinds/index.ts'
import { calledBy, type Card } from '#modules/calendars/index.ts'
import { readAs } from './event.ts'
import type { Json } from './graph.ts'
import type { Fields, Side } from './merge.ts'
import { Unsuited } from './reasons.ts'

const text = z.string().max(100_000).nullish()
const texts = z.array(z.string().max(1000).nullish()).max(100).nullish()
const address = z
  .object({ street: text, city: text, state: text, countryOrRegion: text, postalCode: text })
  .nullish()

const contact = z.object({
  id: z.string().min(1).max(400),
  givenName: text,
  middleName: text,
  surname: text,
  displayName: text,
  jobTitle: text,
  companyName: text,
  department: text,
  emailAddresses: z
    .array(z.object({ address: z.string().max(1000).nullish() }))
    .max(100)
    .nullish(),
  mobilePhone: text,
  businessPhones: texts,
  homePhones: texts,
  businessAddress: address,
  homeAddress: address,
  otherAddress: address,
  birthday: text,
  categories: texts,
  personalNotes: text,
})
type Person = z.infer<typeof contact>

const some = (value: string | null | undefined) => value?.trim() || undefined
const filled = <T extends object>(o: T): T =>
  Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined)) as T

/** Null of who is known by his address or number alone. */
function nameIn(p: Person, isKnown: boolean): PersonName | null {
  const name = filled({ last: some(p.surname), first: some(p.givenName), middle: some(p.middleName) })
  if (Object.keys(name).length) return name as PersonName
  const called = some(p.displayName) ?? some(p.companyName)
  if (isKnown && (!called || isWay(called))) return null
  if (!called) throw new Unsuited('no_name')
  return kinds['personName']!.parse(called, {}, {} as never) as PersonName
}

const places = { businessAddress: 'work', homeAddress: 'home', otherAddress: '' } as const

/** The first of each is the one to use, as Kolo keeps lists. */
const first = <T extends object>(list: T[]): T[] =>
  list.map((one, i) => (i === 0 ? { ...one, primary: true } : one))
const once = <T extends { value: string }>(list: T[]) => [...new Map(list.map((w) => [w.value, w])).values()]

function phonesIn(p: Person): Way[] {
  const as = (label: string, all: readonly (string | null | undefined)[]) =>
    all.flatMap((given) => {
      const value = some(given)
      return value ? [{ value: phoneOf(value) ?? value, label }] : []
    })
  return first(
    once([
      ...as('mobile', [p.mobilePhone]),
      ...as('work', p.businessPhones ?? []),
      ...as('home', p.homePhones ?? []),
    ]),
  )
}

function addressesIn(p: Person): Address[] {
  const found = Object.entries(places).flatMap(([key, label]) => {
    const a = p[key as keyof typeof places]
    const said = filled({
      country: some(a?.countryOrRegion),
      region: some(a?.state),
      city: some(a?.city),
      street: some(a?.street),
      postcode: some(a?.postalCode),
    })
    return Object.keys(said).length ? [{ ...said, ...(label ? { label } : {}) } as Address] : []
  })
  return first(found)
}

/** A contact of Outlook; throws Unsuited when it is nobody. */
export function readPerson(json: Json): Side {
  const p = readAs(contact, json)
  const emails = (p.emailAddresses ?? []).flatMap(({ address: given }) => {
    const value = some(given)
    return value?.includes('@') ? [{ value: emailOf(value) ?? value }] : []
  })
  const born = /^(\d{4})-(\d\d)-(\d\d)/.exec(p.birthday ?? '')
  const phones = phonesIn(p)
  const whole = {
    name: nameIn(p, emails.length + phones.length > 0),
    jobTitle: some(p.jobTitle) ?? null,
    company: some(p.companyName) ?? null,
    department: some(p.department) ?? null,
    emails: first(once(emails)) as Way[],
    phones,
    addresses: addressesIn(p),
    // Outlook gives 1604 to a birthday without its year.
    birthday: born && born[1]! > '1604' ? born[0] : null,
    tags: [...new Set((p.categories ?? []).flatMap((c) => some(c) ?? []))],
    description: some(p.personalNotes?.replaceAll('\r\n', '\n')) ?? null,
  }
  return { whole, parts: {} }
}

/** What Outlook can say of a contact of ours. */
export const personFields = ({ messengers: _, ...card }: Card): Fields => card

const isHome = (label: string | undefined) => /home|дом/i.test(label ?? '')
const isMobile = (label: string | undefined) => /cell|mob|моб/i.test(label ?? '')

function phonesTo(phones: readonly Way[]): Json {
  const mobile = phones.find((p) => isMobile(p.label)) ?? phones.find((p) => !p.label)
  const rest = phones.filter((p) => p !== mobile)
  return {
    mobilePhone: mobile?.value ?? null,
    homePhones: rest.filter((p) => isHome(p.label)).map((p) => p.value),
    businessPhones: rest.filter((p) => !isHome(p.label)).map((p) => p.value),
  }
}

function addressesTo(addresses: readonly Address[]): Json {
  const home = addresses.find((a) => isHome(a.label))
  const [work, other] = addresses.filter((a) => a !== home)
  const one = (a: Address | undefined) => ({
    street: [a?.street, a?.branch].filter(Boolean).join(', '),
    city: a?.city ?? '',
    state: a?.region ?? a?.district ?? '',
    countryOrRegion: a?.country ?? '',
    postalCode: a?.postcode ?? '',
  })
  return { businessAddress: one(work), homeAddress: one(home), otherAddress: one(other) }
}

const mostEmails = 3

export function writePerson(f: Fields, names: readonly string[]): Json {
  const c = f as Omit<Card, 'messengers'>
  const says = (name: string) => names.includes(name)
  const full = c.name ? nameText(c.name) : calledBy(c)
  return {
    ...(says('name') || !c.name
      ? {
          givenName: c.name?.first ?? '',
          middleName: c.name?.middle ?? '',
          surname: c.name?.last ?? '',
          displayName: full,
        }
      : {}),
    ...(says('jobTitle') ? { jobTitle: c.jobTitle ?? '' } : {}),
    ...(says('company') ? { companyName: c.company ?? '' } : {}),
    ...(says('department') ? { department: c.department ?? '' } : {}),
    ...(says('emails')
      ? { emailAddresses: c.emails.slice(0, mostEmails).map(({ value }) => ({ address: value, name: full })) }
      : {}),
    ...(says('phones') ? phonesTo(c.phones) : {}),
    ...(says('addresses') ? addressesTo(c.addresses) : {}),
    ...(says('birthday') ? { birthday: c.birthday ? `${c.birthday}T12:00:00Z` : null } : {}),
    ...(says('tags') ? { categories: c.tags } : {}),
    ...(says('description') ? { personalNotes: c.description ?? '' } : {}),
  }
}
