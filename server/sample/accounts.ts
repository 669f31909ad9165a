import { makeEdrpou, makeIban, makeTaxId, makeVatId } from './codes.ts'
import { plus } from './days.ts'
import { slug, type Language } from './language.ts'
import { money, type Money } from './money.ts'
import { makeNames, nameOf, type Name } from './naming.ts'
import { makeRandom, type Random } from './random.ts'
import type { Seller } from './staff.ts'
import { makeBook, type Address, type Book, type Way } from './ways.ts'
import { accountNotes, tags as tagWords } from './words/notes.ts'
import { branchCity, cities, streets, type Branch, type City } from './words/places.ts'
import type { Segment } from './words/segment.ts'
import { segments } from './words/segments.ts'

export type Account = {
  key: string
  name: string
  kind: 'company' | 'household'
  legalName?: string
  code: string
  industry?: string
  employees?: number
  revenue?: Money
  founded?: number
  website?: string
  emails?: Way[]
  phones?: Way[]
  addresses?: Address[]
  registrationCode?: string
  taxId?: string
  vatId?: string
  iban?: string
  parent?: string
  group?: string
  source?: string
  tags?: string[]
  description?: string
  paymentDays?: number
  creditLimit?: Money
  creditDays?: number
  creditPolicy?: 'warn' | 'approve' | 'stop'
  owner: string
}

/** An account with what the rest of the company needs to know of it. */
export type Client = {
  account: Account
  segment: Segment
  city: City
  name: Name
  seller: Seller
  /** How often it buys, against the others of its segment. */
  weight: number
  /** Somebody who only asks, so far. */
  isProspect: boolean
  /** A client from before the two years that the deals tell of. */
  since: string | null
  domain: string
}

export type Making = { today: string; language: Language; sellers: Seller[] }
type Place = { segment: Segment; city: City; name: Name; seller: Seller; parent?: string }

export const address = (random: Random, { spell, say }: Language, city: City): Address => ({
  country: 'UA',
  ...(city.region && {
    region: say({ uk: `${city.region} область`, en: `${spell(city.region)} oblast` }),
    district: say({ uk: `${city.district} район`, en: `${spell(city.district)} raion` }),
  }),
  city: spell(city.name),
  street: streetLine(random, { spell, say }),
  postcode: String(Number(city.postcode) + random.int(1, 40)).padStart(5, '0'),
})
const streetLine = (random: Random, { spell, say }: Pick<Language, 'spell' | 'say'>) => {
  const street = random.pick(streets)
  const house = `${random.int(1, 160)}${random.chance(0.12) ? random.pick(['А', 'Б', 'В']) : ''}`
  return say({ uk: `вул. ${street}, ${house}`, en: `${spell(street)} St, ${spell(house)}` })
}

function addresses(random: Random, language: Language, city: City): Address[] {
  const label = (uk: string, en: string) => language.say({ uk, en })
  const main = { ...address(random, language, city), label: label('Юридична', 'Registered'), primary: true }
  if (!random.chance(0.35)) return [main]
  const branch = `${label('Нова пошта, відділення', 'Nova Poshta, branch')} ${label('№', 'No.')} ${random.int(1, city.size * 3)}`
  return [main, { country: 'UA', city: main.city, branch, label: label('Доставка', 'Delivery') }]
}

const sources = ['site', 'call', 'recommendation', 'event', 'advertising', 'partner', 'search'] as const
export type Source = (typeof sources)[number]
const sourceShare: Record<Source, number> = {
  site: 24,
  call: 20,
  recommendation: 18,
  event: 9,
  advertising: 14,
  partner: 8,
  search: 7,
}
export const drawSource = (random: Random): Source => random.weighted(sources, (s) => sourceShare[s])

function registration(random: Random, { segment, name }: Place, today: string): Partial<Account> {
  if (name.form === 'soleTrader' || name.form === 'household') {
    const birthday = plus(today, -random.int(26 * 365, 66 * 365))
    const taxId = makeTaxId(random, birthday, name.person?.gender === 'male')
    return name.form === 'soleTrader'
      ? { taxId, iban: makeIban(random) }
      : random.chance(0.3)
        ? { taxId }
        : {}
  }
  const registrationCode = makeEdrpou(random)
  const paysVat = segment.key !== 'housing' && segment.key !== 'school' && random.chance(0.85)
  return {
    registrationCode,
    ...(paysVat && { vatId: makeVatId(random, registrationCode) }),
    iban: makeIban(random),
  }
}

function size(random: Random, { segment, name }: Place, today: string): Partial<Account> {
  if (name.form === 'household') return {}
  const employees = Math.max(
    1,
    Math.round(random.logNormal(name.form === 'soleTrader' ? 3 : segment.employees, 0.6)),
  )
  const thousands = Math.round(employees * random.logNormal(1100, 0.4))
  const founded = Number(today.slice(0, 4)) - random.int(2, 28)
  return { employees, founded, ...(random.chance(0.7) && { revenue: money(thousands * 1000) }) }
}

function ways(random: Random, book: Book, place: Place): { domain: string; fields: Partial<Account> } {
  const { name, city } = place
  if (name.form === 'household') return { domain: 'poshta.example', fields: {} }
  const domain = book.domain(slug(name.short).slice(0, 40))
  const phone = name.form === 'soleTrader' ? book.mobile() : book.landline(city.areaCode)
  const mailbox = random.pick(['info', 'office', 'mail', 'zakaz'])
  return {
    domain,
    fields: {
      phones: [{ value: phone, primary: true }, ...(random.chance(0.3) ? [{ value: book.mobile() }] : [])],
      emails: [{ value: `${mailbox}@${domain}`, primary: true }],
      ...(random.chance(0.6) && { website: `https://${domain}` }),
    },
  }
}

function remarks(random: Random, { say }: Language): Partial<Account> {
  const drawn = [...new Set([random.pick(['credit', 'tender', 'slow', 'credit'] as const)])]
  return {
    ...(random.chance(0.3) && { tags: drawn.map((t) => say(tagWords[t])) }),
    ...(random.chance(0.25) && { description: say(random.pick(accountNotes)) }),
  }
}

/** Who looks after it today: its seller, or whoever took over from one that has left. */
export const carer = (seller: Seller, { sellers, today }: Making): string =>
  (seller.until > today ? seller : sellers.find((s) => s.branch === seller.branch && s.until > today))!.user

export function makeClient(random: Random, book: Book, making: Making, place: Place, number: number): Client {
  const { today, language } = making
  const { segment, name, city, seller, parent } = place
  const { domain, fields } = ways(random, book, place)
  const isProspect = random.chance(segment.key === 'household' ? 0.2 : 0.17)
  const account: Account = {
    key: `account:${number}`,
    name: name.short,
    kind: name.form === 'household' ? 'household' : 'company',
    ...(name.legal && { legalName: name.legal }),
    code: `K-${String(number).padStart(5, '0')}`,
    ...(segment.industry && { industry: segment.industry }),
    ...size(random, place, today),
    ...fields,
    addresses: addresses(random, language, city),
    ...registration(random, place, today),
    ...(parent && { parent }),
    source: drawSource(random),
    ...remarks(random, language),
    owner: carer(seller, making),
  }
  const since = !isProspect && random.chance(0.55) ? plus(today, -random.int(880, 3300)) : null
  const weight = random.logNormal(1, 0.6) * (isProspect ? 0.3 : 1)
  return { account, segment, city, name, seller, weight, isProspect, since, domain }
}

/** By the share of the branch's work that each does. */
export function drawSeller(
  random: Random,
  { sellers, today }: Making,
  branch: Branch,
  sells: Seller['clients'],
): Seller {
  const fit = sellers.filter(
    (s) => s.clients === sells && (sells === 'projects' || s.branch === branch) && s.from < plus(today, -200),
  )
  return random.weighted(fit, (s) => s.pace)
}

/** The plain ones; those with a story of their own are in stories.ts. */
export function makeClients(making: Making): Client[] {
  const random = makeRandom('accounts')
  const book = makeBook(random)
  const names = makeNames()
  const place = (segment: Segment, where: () => City, root?: string, parent?: string): Place => {
    const city = where()
    const name = nameOf(random, making.language, names, segment, city, root)
    if (!name) return place(segment, where, root, parent)
    return {
      segment,
      city,
      name,
      seller: drawSeller(random, making, city.branch, segment.sells),
      ...(parent && { parent }),
    }
  }
  const clients: Client[] = []
  const add = (one: Place) =>
    clients[clients.push(makeClient(random, book, making, one, clients.length + 101)) - 1]!

  for (const { segment, branch, size: children } of holdings) {
    const root = names.root(random)
    const head = add(
      place(
        segments.find((s) => s.key === segment)!,
        () => branchCity(branch),
        `${root} Груп|${root} Group`,
      ),
    )
    for (let i = 0; i < children; i++) {
      const near = cities.filter((c) => c.branch === branch)
      add(place(head.segment, () => random.pick(near), root, head.account.key))
    }
  }
  for (const segment of segments) {
    while (clients.filter((c) => c.segment === segment).length < segment.count) {
      add(place(segment, () => random.weighted(cities, (c) => c.size)))
    }
  }
  return clients
}

/** Groups of companies under one roof. */
const holdings: { segment: string; branch: Branch; size: number }[] = [
  { segment: 'agro', branch: 'dnipro', size: 4 },
  { segment: 'agro', branch: 'kharkiv', size: 3 },
  { segment: 'developer', branch: 'kyiv', size: 4 },
  { segment: 'developer', branch: 'lviv', size: 3 },
  { segment: 'food', branch: 'kyiv', size: 3 },
  { segment: 'hotel', branch: 'lviv', size: 3 },
  { segment: 'shop', branch: 'kyiv', size: 5 },
  { segment: 'factory', branch: 'dnipro', size: 2 },
]
