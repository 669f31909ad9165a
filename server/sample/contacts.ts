import { address, type Client, type Making } from './accounts.ts'
import { makeTaxId } from './codes.ts'
import { plus } from './days.ts'
import { slug, type Language } from './language.ts'
import { makeRandom, type Random } from './random.ts'
import { makeBook, type Address, type Book, type Messenger, type Way } from './ways.ts'
import { owner, type Job } from './words/jobs.ts'
import { makePerson, type Person } from './words/people.ts'

export type Contact = {
  key: string
  name: { last: string; first: string; middle?: string }
  jobTitle?: string
  department?: string
  account: string
  decisionRole?: string
  emails?: Way[]
  phones?: Way[]
  addresses?: Address[]
  messengers?: Messenger[]
  birthday?: string
  language?: string
  preferredChannel?: string
  contactTimes?: string[]
  interests?: string[]
  problems?: string
  taxId?: string
  source?: string
  code: string
  owner: string
}

export type Affiliation = {
  key: string
  contact: string
  account: string
  function: string
  decisionRole?: string
  since: string
  until?: string
}

const spelled = ({ last, first, middle }: Person, { spell }: Language) => ({
  last: spell(last),
  first: spell(first),
  middle: spell(middle),
})

const channels = ['phone', 'phone', 'phone', 'viber', 'telegram', 'email', 'email', 'whatsapp'] as const

function reach(
  random: Random,
  book: Book,
  person: Person,
  client: Client,
  { say }: Language,
): Partial<Contact> {
  const mailbox = `${slug(person.first).charAt(0)}.${slug(person.last)}`
  const mobile = book.mobile()
  const isOwn = client.account.kind === 'household'
  const emails: Way[] = random.chance(isOwn ? 0.7 : 0.92)
    ? [{ value: book.mailbox(mailbox, client.domain), primary: true }]
    : []
  const second: Way = {
    value: book.mailbox(slug(`${person.first} ${person.last}`), 'poshta.example'),
    label: say({ uk: 'особиста', en: 'personal' }),
  }
  const phones: Way[] = [{ value: mobile, label: say({ uk: 'мобільний', en: 'mobile' }), primary: true }]
  if (!isOwn && random.chance(0.3))
    phones.push({ value: book.landline(client.city.areaCode), label: say({ uk: 'робочий', en: 'work' }) })
  const messengers: Messenger[] = [
    ...(random.chance(0.5) ? [{ kind: 'viber', value: mobile }] : []),
    ...(random.chance(0.4)
      ? [{ kind: 'telegram', value: `@${slug(`${person.last} ${person.first}`).replaceAll('-', '_')}` }]
      : []),
  ]
  const allEmails = emails.length > 0 && random.chance(0.12) ? [...emails, second] : emails
  return {
    phones,
    ...(allEmails.length > 0 && { emails: allEmails }),
    ...(messengers.length > 0 && {
      messengers: messengers.map((m, i) => (i === 0 ? { ...m, primary: true } : m)),
    }),
    preferredChannel: random.pick(channels),
  }
}

function about(
  random: Random,
  person: Person,
  client: Client,
  { today, language }: Making,
): Partial<Contact> {
  const birthday = plus(today, -random.int(24 * 365, 64 * 365))
  const isHousehold = client.account.kind === 'household'
  const isTrader = client.name.form === 'soleTrader' && person === client.name.person
  return {
    ...(random.chance(0.35) && { birthday }),
    ...(isHousehold &&
      random.chance(0.25) && { taxId: makeTaxId(random, birthday, person.gender === 'male') }),
    ...(isTrader &&
      client.account.taxId && { taxId: client.account.taxId, birthday: birthdayOf(client.account.taxId) }),
    ...(isHousehold &&
      random.chance(0.4) && { addresses: [{ ...address(random, language, client.city), primary: true }] }),
    language: 'uk',
    source: client.account.source ?? 'other',
  }
}
/** The first five digits of a person's tax number count the days since 31.12.1899. */
const birthdayOf = (taxId: string) => plus('1899-12-31', Number(taxId.slice(0, 5)))

function peopleOf(random: Random, { segment, name, account }: Client): { person: Person; job?: Job }[] {
  if (name.form === 'household') {
    const wife = random.chance(0.35) ? [{ person: makePerson(random, 0.5, name.person!.family) }] : []
    return [{ person: name.person! }, ...wife]
  }
  if (name.form === 'soleTrader') return [{ person: name.person!, job: owner }]
  const most = Math.min(segment.jobs.length, (account.employees ?? 10) > 60 ? 4 : 3)
  const count =
    most === 0
      ? 0
      : random.weighted(
          [1, 2, 3, 4].filter((n) => n <= most),
          (n) => [0, 40, 40, 14, 6][n]!,
        )
  return segment.jobs.slice(0, count).map((job) => ({ person: makePerson(random, job.maleShare), job }))
}

export function makeContacts(making: Making, clients: Client[]): Contact[] {
  const random = makeRandom('contacts')
  const book = makeBook(makeRandom('contacts: numbers'))
  const { language } = making
  const contacts: Contact[] = []
  for (const client of clients.filter((c) => c.account.addresses?.[0]?.country === 'UA')) {
    for (const { person, job } of peopleOf(random, client)) {
      const number = contacts.length + 1
      contacts.push({
        key: `contact:${number}`,
        name: spelled(person, language),
        account: client.account.key,
        ...(job && { jobTitle: language.say(job.title) }),
        ...(job?.department && { department: language.say(job.department) }),
        ...(job?.decides && { decisionRole: job.decides }),
        ...reach(random, book, person, client, language),
        ...about(random, person, client, making),
        code: `P-${String(number).padStart(5, '0')}`,
        owner: client.account.owner,
      })
    }
  }
  return [...contacts, ...foreigners(contacts.length + 1, clients, language)]
}

const abroad: [last: string, first: string, language: string][] = [
  ['Brandt', 'Jonas', 'de'],
  ['Weiss', 'Katrin', 'de'],
  ['Ferraro', 'Luca', 'en'],
  ['Wrona', 'Agnieszka', 'pl'],
  ['Kjær', 'Mette', 'en'],
]
function foreigners(first: number, clients: Client[], { say }: Language): Contact[] {
  return clients
    .filter((c) => c.account.addresses?.[0]?.country !== 'UA')
    .map(({ account, domain }, i): Contact => {
      const [last, name, language] = abroad[i]!
      return {
        key: `contact:${first + i}`,
        name: { last, first: name },
        jobTitle: say({ uk: 'Менеджер з експорту', en: 'Export manager' }),
        account: account.key,
        emails: [{ value: `${slug(name)}@${domain}`, primary: true }],
        language,
        preferredChannel: 'email',
        code: `P-${String(first + i).padStart(5, '0')}`,
        owner: account.owner,
      }
    })
}

/** People with a part in a second company: a holding's director in its companies, a designer watching over a
 * developer's site, an accountant who keeps several sole traders' books. */
export function makeAffiliations(
  { today, language }: Making,
  clients: Client[],
  contacts: Contact[],
): Affiliation[] {
  const random = makeRandom('affiliations')
  const firstOf = (client: Client) => contacts.find((c) => c.account === client.account.key)
  const since = () => plus(today, -random.int(200, 2400))
  const link = (contact: Contact | undefined, to: Client, uk: string, en: string, decisionRole: string) =>
    contact
      ? [
          {
            contact: contact.key,
            account: to.account.key,
            function: language.say({ uk, en }),
            decisionRole,
            since: since(),
          },
        ]
      : []
  const byKey = new Map(clients.map((c) => [c.account.key, c]))

  const boards = clients.flatMap((child) => {
    const parent = byKey.get(child.account.parent ?? '')
    return parent && random.chance(0.7)
      ? link(firstOf(parent), child, 'Голова наглядової ради', 'Chair of the supervisory board', 'signatory')
      : []
  })
  const developers = clients.filter((c) => c.segment.key === 'developer')
  const designers = clients
    .filter((c) => c.segment.key === 'designer')
    .flatMap((d) =>
      link(firstOf(d), random.pick(developers), 'Авторський нагляд', 'Design supervision', 'influencer'),
    )
  const books = contacts.filter((c) => c.decisionRole === 'signatory')
  const traders = clients
    .filter((c) => c.name.form === 'soleTrader' && random.chance(0.35))
    .flatMap((t) =>
      link(random.pick(books), t, 'Бухгалтер за сумісництвом', 'Part-time accountant', 'signatory'),
    )
  const ended = (i: number) => (i % 9 === 4 ? { until: plus(today, -random.int(20, 180)) } : {})
  return [...boards, ...designers, ...traders].map((one, i) => ({
    key: `affiliation:${i + 1}`,
    ...one,
    ...ended(i),
  }))
}
