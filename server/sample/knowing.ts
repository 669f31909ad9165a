import type { Client } from './accounts.ts'
import type { Contact } from './contacts.ts'
import { plus } from './days.ts'
import type { Language } from './language.ts'
import { makeRandom } from './random.ts'

type At = { entity: string; key: string }
export type KeyDate = {
  key: string
  name: string
  record: At
  kind: string
  day: string
  everyYear: boolean
  remindDays: number
}
export type Relation = {
  key: string
  record: At
  other: At
  kind: string
  note?: string
  since?: string
  until?: string
}

const t = (uk: string, en: string) => ({ uk, en })
const interests = [
  t('риболовля', 'fishing'),
  t('велосипед', 'cycling'),
  t('гори', 'mountains'),
  t('футбол', 'football'),
  t('сад', 'gardening'),
  t('театр', 'theatre'),
  t('виноробство', 'winemaking'),
  t('собаки', 'dogs'),
]
const problems = [
  t(
    'Торік насос прийшов без ущільнення, чекали тиждень. Перевіряти комплект перед відправкою.',
    'Last year a pump came without its seal and they waited a week. Check the set before it is sent.',
  ),
  t(
    'Рахунок виставили не на ту юрособу. Перепитувати, хто платить.',
    'An invoice went to the wrong legal entity. Ask who pays.',
  ),
  t(
    'Монтажники запізнилися на дві години. Попереджати телефоном.',
    'The fitters were two hours late. Call beforehand.',
  ),
]
const times = ['morning', 'midday', 'afternoon', 'evening', 'notMonday', 'writeFirst'] as const

/** What people like, when they may be called and what once went wrong. */
export function withPreferences(contacts: Contact[], { say }: Language): Contact[] {
  const random = makeRandom('preferences')
  return contacts.map((c) => ({
    ...c,
    ...(random.chance(0.4) && { contactTimes: [random.pick(times)] }),
    ...(random.chance(0.35) && { interests: [say(random.pick(interests))] }),
    ...(random.chance(0.06) && { problems: say(random.pick(problems)) }),
  }))
}

const contactAt = (c: Contact): At => ({ entity: 'contact', key: c.key })
const accountAt = (c: Client): At => ({ entity: 'account', key: c.account.key })

export function makeKeyDates(
  today: string,
  clients: Client[],
  contacts: Contact[],
  { say }: Language,
): KeyDate[] {
  const random = makeRandom('key dates')
  const dates = [
    ...contacts.flatMap((c) =>
      random.chance(0.08)
        ? [
            {
              name: say(t('Річниця весілля', 'Wedding anniversary')),
              record: contactAt(c),
              kind: 'anniversary',
              day: plus(today, random.int(3, 340) - 365 * random.int(4, 22)),
            },
          ]
        : [],
    ),
    ...clients.flatMap((c) =>
      c.account.kind !== 'household' && random.chance(0.12)
        ? [
            {
              name: say(t('День заснування', 'Founding day')),
              record: accountAt(c),
              kind: 'founding',
              day: plus(today, random.int(3, 340) - 365 * random.int(5, 30)),
            },
          ]
        : [],
    ),
  ]
  return dates.map((d, i) => ({ key: `key-date:${i + 1}`, everyYear: true, remindDays: 7, ...d }))
}

/** Couples of a household, colleagues, who recommended us to whom, and who supplies whom. */
export function makeRelations(
  today: string,
  clients: Client[],
  contacts: Contact[],
  { say }: Language,
): Relation[] {
  const random = makeRandom('relations')
  const byAccount = Map.groupBy(contacts, (c) => c.account)
  const families = clients.flatMap((c) => {
    const [first, second] = byAccount.get(c.account.key) ?? []
    if (!first || !second) return []
    if (c.account.kind === 'household')
      return [{ record: contactAt(first), other: contactAt(second), kind: 'spouse' }]
    return random.chance(0.3) ? [{ record: contactAt(second), other: contactAt(first), kind: 'manager' }] : []
  })
  const companies = clients.filter((c) => c.account.kind !== 'household')
  const advice = contacts.flatMap((c) => {
    if (!random.chance(0.07)) return []
    const other = random.pick(contacts)
    return other.account === c.account
      ? []
      : [
          {
            record: contactAt(c),
            other: contactAt(other),
            kind: 'recommender',
            note: say(t('на будівельній виставці', 'at the building fair')),
          },
        ]
  })
  const trade = companies.flatMap((c) => {
    if (!random.chance(0.1)) return []
    const other = random.pick(companies)
    return other === c
      ? []
      : [
          {
            record: accountAt(c),
            other: accountAt(other),
            kind: 'supplier',
            since: plus(today, -random.int(300, 2000)),
          },
        ]
  })
  return [...families, ...advice, ...trade].map((r, i) => ({ key: `relation:${i + 1}`, ...r }))
}
