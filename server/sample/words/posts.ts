import type { Text } from '#core/text.ts'
import type { Branch } from './places.ts'

/** A post in the company. Whoever has an `email` signs in; who has no `name` is given one by chance. */
export type Post = {
  key: string
  team: string
  role: string
  job: Text
  manager?: string
  name?: string
  email?: string
  about?: Text
  maleShare?: number
  branch?: Branch
  sells?: 'trade' | 'shops' | 'projects' | 'service'
  pace?: number
  skill?: number
  reach?: number
  slips?: number
  joinedDaysAgo?: number
  leftDaysAgo?: number
}

const job = {
  head: { uk: 'Директор філії', en: 'Branch director' },
  trade: { uk: 'Менеджер із продажу', en: 'Sales manager' },
  shops: { uk: 'Менеджер із роботи з дилерами', en: 'Dealer account manager' },
  projects: { uk: 'Керівник проєктів', en: 'Project sales manager' },
  contracts: { uk: 'Менеджер сервісних договорів', en: 'Service contract manager' },
  engineer: { uk: 'Сервісний інженер', en: 'Field service engineer' },
} satisfies Record<string, Text>

const sellers = (branch: Branch, sells: 'trade' | 'shops', team: string, own: Partial<Post>[]): Post[] =>
  own.map((post, i) => ({
    key: `${branch}-${sells}-${i + 1}`,
    team,
    branch,
    sells,
    role: 'sales',
    job: job[sells],
    manager: `${branch}-head`,
    ...post,
  }))
const head = (branch: Branch, name: string, own: Partial<Post> = {}): Post => ({
  key: `${branch}-head`,
  team: branch,
  role: 'manager',
  job: job.head,
  manager: 'commercial',
  name,
  ...own,
})
const several = (count: number, key: string, post: Omit<Post, 'key'>): Post[] =>
  Array.from({ length: count }, (_, i) => ({ ...post, key: `${key}-${i + 1}` }))

const leaders: Post[] = [
  {
    key: 'chief',
    team: 'company',
    role: 'reader',
    name: 'Мирослав Верес',
    job: { uk: 'Генеральний директор', en: 'Chief executive' },
  },
  {
    key: 'admin',
    team: 'it',
    role: 'administrator',
    manager: 'chief',
    name: 'Тарас Кушнір',
    email: 'admin',
    job: { uk: 'Адміністратор систем', en: 'Systems administrator' },
    about: { uk: 'Адміністратор: бачить і налаштовує все', en: 'Administrator: sees and sets up everything' },
  },
  {
    key: 'commercial',
    team: 'sales',
    role: 'manager',
    manager: 'chief',
    name: 'Ірина Сокіл',
    email: 'director',
    job: { uk: 'Комерційний директор', en: 'Commercial director' },
    about: { uk: 'Комерційний директор: усі філії', en: 'Commercial director: all branches' },
  },
]

const kyiv: Post[] = [
  head('kyiv', 'Олег Стельмах', {
    email: 'kyiv',
    about: { uk: 'Директор київської філії', en: 'Director of the Kyiv branch' },
  }),
  ...sellers('kyiv', 'trade', 'kyiv-trade', [
    {
      name: 'Юлія Бондаренко',
      email: 'kyiv.sales',
      pace: 1.1,
      skill: 1.05,
      about: { uk: 'Продаж, Київ: будівельники', en: 'Sales, Kyiv: builders' },
    },
    {},
    {},
    { slips: 0.8, pace: 1.6, skill: 0.82, name: 'Вадим Чайка' },
    { joinedDaysAgo: 300, pace: 0.7 },
  ]),
  ...sellers('kyiv', 'shops', 'kyiv-shops', [{ pace: 1.2 }, {}, {}, {}]),
]
const lviv: Post[] = [
  head('lviv', 'Орест Паньків', {
    email: 'lviv',
    about: { uk: 'Директор львівської філії', en: 'Director of the Lviv branch' },
  }),
  ...sellers('lviv', 'trade', 'lviv-trade', [
    {
      name: 'Соломія Гнатюк',
      email: 'lviv.sales',
      pace: 3,
      skill: 1.5,
      reach: 1.8,
      slips: 0,
      about: { uk: 'Продаж, Львів: найкраща в компанії', en: 'Sales, Lviv: the best of the company' },
    },
    {},
    {},
    {},
  ]),
  ...sellers('lviv', 'shops', 'lviv-shops', [{}, { pace: 1.1 }]),
]
const odesa: Post[] = [
  head('odesa', 'Лариса Чередник', {
    email: 'odesa',
    joinedDaysAgo: 215,
    about: {
      uk: 'Директорка одеської філії, продажі якої падають',
      en: 'Director of the Odesa branch, whose sales are falling',
    },
  }),
  ...sellers('odesa', 'trade', 'odesa', [
    { name: 'Руслан Ткач', email: 'odesa.sales', about: { uk: 'Продаж, Одеса', en: 'Sales, Odesa' } },
    { leftDaysAgo: 250 },
    { leftDaysAgo: 225 },
    { joinedDaysAgo: 120, pace: 0.6, skill: 0.8 },
  ]),
  ...sellers('odesa', 'shops', 'odesa', [{}]),
]
const dnipro: Post[] = [
  head('dnipro', 'Валерій Козаченко'),
  ...sellers('dnipro', 'trade', 'dnipro', [
    { name: 'Катерина Мороз', email: 'dnipro.sales', about: { uk: 'Продаж, Дніпро', en: 'Sales, Dnipro' } },
    {},
    {},
  ]),
  ...sellers('dnipro', 'shops', 'dnipro', [{}, {}]),
]
const kharkiv: Post[] = [
  head('kharkiv', 'Світлана Яворська'),
  ...sellers('kharkiv', 'trade', 'kharkiv', [
    { name: 'Денис Лисенко', email: 'kharkiv.sales', about: { uk: 'Продаж, Харків', en: 'Sales, Kharkiv' } },
    {},
    { joinedDaysAgo: 420 },
  ]),
  ...sellers('kharkiv', 'shops', 'kharkiv', [{}]),
]

const projects: Post[] = [
  {
    key: 'projects-head',
    team: 'projects',
    role: 'manager',
    manager: 'commercial',
    name: 'Андрій Ковалевський',
    sells: 'projects',
    job: { uk: 'Начальник відділу проєктів', en: 'Head of project sales' },
  },
  ...several(3, 'projects', {
    team: 'projects',
    role: 'sales',
    manager: 'projects-head',
    sells: 'projects',
    job: job.projects,
  }),
]

const others: Post[] = [
  {
    key: 'marketing-head',
    team: 'marketing',
    role: 'marketing',
    manager: 'chief',
    name: 'Олена Калина',
    email: 'marketing',
    job: { uk: 'Начальниця відділу маркетингу', en: 'Head of marketing' },
    about: { uk: 'Маркетинг', en: 'Marketing' },
  },
  ...several(3, 'marketing', {
    team: 'marketing',
    role: 'marketing',
    manager: 'marketing-head',
    job: { uk: 'Маркетолог', en: 'Marketing specialist' },
  }),
  {
    key: 'service-head',
    team: 'service',
    role: 'service',
    manager: 'chief',
    name: 'Богдан Слюсар',
    email: 'service',
    job: { uk: 'Начальник сервісу', en: 'Head of service' },
    about: { uk: 'Сервіс: звернення й договори', en: 'Service: requests and contracts' },
  },
  ...several(2, 'contracts', {
    team: 'contracts',
    role: 'service',
    manager: 'service-head',
    sells: 'service',
    job: job.contracts,
    maleShare: 0.3,
  }),
  ...several(5, 'engineer', {
    team: 'field',
    role: 'service',
    manager: 'service-head',
    job: job.engineer,
    maleShare: 0.95,
  }),
  {
    key: 'buyer-head',
    team: 'purchasing',
    role: 'manager',
    manager: 'chief',
    job: { uk: 'Начальник відділу закупівель', en: 'Head of purchasing' },
  },
  {
    key: 'buyer',
    team: 'purchasing',
    role: 'reader',
    manager: 'buyer-head',
    job: { uk: 'Менеджер із ЗЕД', en: 'Import manager' },
  },
  {
    key: 'accountant',
    team: 'finance',
    role: 'reader',
    manager: 'chief',
    name: 'Надія Середа',
    email: 'finance',
    maleShare: 0,
    job: { uk: 'Головна бухгалтерка', en: 'Chief accountant' },
    about: { uk: 'Бухгалтерія: лише читання', en: 'Accounts: read-only' },
  },
  ...several(2, 'finance', {
    team: 'finance',
    role: 'reader',
    manager: 'accountant',
    job: { uk: 'Бухгалтер', en: 'Accountant' },
    maleShare: 0.1,
  }),
  ...several(2, 'warehouse', {
    team: 'warehouse',
    role: 'reader',
    manager: 'chief',
    job: { uk: 'Логіст', en: 'Logistics specialist' },
    maleShare: 0.6,
  }),
]

export const posts: readonly Post[] = [
  ...leaders,
  ...kyiv,
  ...lviv,
  ...odesa,
  ...dnipro,
  ...kharkiv,
  ...projects,
  ...others,
]
