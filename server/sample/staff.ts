import type { Text } from '#core/text.ts'
import { plus } from './days.ts'
import type { Language } from './language.ts'
import { posts, type Post } from './words/posts.ts'
import type { Branch } from './words/places.ts'
import { makePerson } from './words/people.ts'
import { makeRandom, type Random } from './random.ts'

export const domain = 'vodolii.example'

export type Team = { key: string; name: string; parent?: string }
export type User = {
  key: string
  name: string
  email?: string
  role: string
  /** None for a client's user: he is nobody of the house. */
  team?: string
  manager?: string
  jobTitle: string
  phone?: string
  locale: string
  timeZone: string
  isActive: boolean
  account?: string
  code: string
}

/** How someone sells; what the deals are drawn from. */
export type Seller = {
  user: string
  branch: Branch | null
  clients: 'trade' | 'shops' | 'projects' | 'service'
  /** How much of the branch's work is his. */
  pace: number
  /** How his chance of winning stands to the company's. */
  skill: number
  /** How big his deals are, against the others'. */
  reach: number
  discount: number
  /** How often he keeps a lost deal open and moves nothing. */
  slips: number
  from: string
  until: string
}

/** Who can sign in, for the first page: the login is made by whoever loads the company. */
export type SignIn = { user: string; email: string; role: string; name: string; about: string }

const branchNames: Record<Branch, Text> = {
  kyiv: { uk: 'Київська філія', en: 'Kyiv branch' },
  lviv: { uk: 'Львівська філія', en: 'Lviv branch' },
  odesa: { uk: 'Одеська філія', en: 'Odesa branch' },
  dnipro: { uk: 'Дніпровська філія', en: 'Dnipro branch' },
  kharkiv: { uk: 'Харківська філія', en: 'Kharkiv branch' },
}

const tree: [key: string, parent: string | null, name: Text][] = [
  ['company', null, { uk: 'Водолій', en: 'Vodolii' }],
  ['sales', 'company', { uk: 'Комерційний департамент', en: 'Commercial department' }],
  ...Object.entries(branchNames).map(([key, name]): [string, string, Text] => [key, 'sales', name]),
  ['kyiv-trade', 'kyiv', { uk: 'Київ: будівельники та промисловість', en: 'Kyiv: builders and industry' }],
  ['kyiv-shops', 'kyiv', { uk: 'Київ: магазини та дилери', en: 'Kyiv: shops and dealers' }],
  ['lviv-trade', 'lviv', { uk: 'Львів: будівельники та промисловість', en: 'Lviv: builders and industry' }],
  ['lviv-shops', 'lviv', { uk: 'Львів: магазини та дилери', en: 'Lviv: shops and dealers' }],
  ['projects', 'sales', { uk: 'Відділ проєктів', en: 'Project sales' }],
  ['marketing', 'company', { uk: 'Відділ маркетингу', en: 'Marketing' }],
  ['service', 'company', { uk: 'Сервісний департамент', en: 'Service department' }],
  ['contracts', 'service', { uk: 'Сервісні договори', en: 'Service contracts' }],
  ['field', 'service', { uk: 'Виїзні бригади', en: 'Field crews' }],
  ['back', 'company', { uk: 'Адміністрація', en: 'Administration' }],
  ['purchasing', 'back', { uk: 'Закупівлі та ЗЕД', en: 'Purchasing and imports' }],
  ['finance', 'back', { uk: 'Фінансовий відділ', en: 'Finance' }],
  ['warehouse', 'back', { uk: 'Склад і доставка', en: 'Warehouse and delivery' }],
  ['it', 'back', { uk: 'ІТ-відділ', en: 'IT' }],
]

export const makeTeams = ({ say }: Language): Team[] =>
  tree.map(([key, parent, name]) => ({
    key: `team:${key}`,
    name: say(name),
    ...(parent && { parent: `team:${parent}` }),
  }))

const asUser = (random: Random, language: Language, post: Post, i: number): User => {
  const { first, last } = makePerson(random, post.maleShare ?? 0.5)
  return {
    key: `user:${post.key}`,
    name: language.spell(post.name ?? `${first} ${last}`),
    ...(post.email && { email: `${post.email}@${domain}` }),
    role: `role:${post.role}`,
    team: `team:${post.team}`,
    ...(post.manager && { manager: `user:${post.manager}` }),
    jobTitle: language.say(post.job),
    phone: `+38067000${String(7100 + i)}`,
    locale: language.locale,
    timeZone: 'Europe/Kyiv',
    isActive: post.leftDaysAgo === undefined,
    code: `T-${String(i + 1).padStart(3, '0')}`,
  }
}

export function makeUsers(language: Language): User[] {
  const random = makeRandom('users')
  return posts.map((post, i) => asUser(random, language, post, i))
}

export function makeSellers(today: string): Seller[] {
  const random = makeRandom('sellers')
  return posts
    .filter((post) => post.sells !== undefined)
    .map((post) => ({
      user: `user:${post.key}`,
      branch: post.branch ?? null,
      clients: post.sells!,
      pace: post.pace ?? 0.8 + 0.4 * random.next(),
      skill: post.skill ?? 0.88 + 0.24 * random.next(),
      reach: post.reach ?? 1,
      discount: Math.round(2 + 6 * random.next()),
      slips: post.slips ?? 0.02,
      from: plus(today, -(post.joinedDaysAgo ?? 5000)),
      until: plus(today, -(post.leftDaysAgo ?? -5000)),
    }))
}

export const makeSignIns = (users: User[], { say }: Language): SignIn[] =>
  posts
    .filter((post) => post.about !== undefined)
    .map((post) => {
      const user = users.find((u) => u.key === `user:${post.key}`)!
      return { user: user.key, email: user.email!, role: user.role, name: user.name, about: say(post.about!) }
    })
