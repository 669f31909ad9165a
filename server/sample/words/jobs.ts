import type { Text } from '#core/text.ts'

export type Job = { title: Text; department?: Text; decides?: string; maleShare: number }

const offices = {
  head: { uk: 'Керівництво', en: 'Management' },
  technical: { uk: 'Технічний відділ', en: 'Engineering' },
  buying: { uk: 'Відділ закупівель', en: 'Purchasing' },
  money: { uk: 'Бухгалтерія', en: 'Accounts' },
  works: { uk: 'Виробництво', en: 'Operations' },
} satisfies Record<string, Text>

const job = (
  uk: string,
  en: string,
  office: keyof typeof offices,
  decides: string,
  maleShare: number,
): Job => ({
  title: { uk, en },
  department: offices[office],
  decides,
  maleShare,
})

const director = job('Директор', 'Director', 'head', 'decider', 0.75)
const accountant = job('Головний бухгалтер', 'Chief accountant', 'money', 'signatory', 0.08)
const engineer = job('Головний інженер', 'Chief engineer', 'technical', 'influencer', 0.93)
const buyer = job('Менеджер із закупівель', 'Purchasing manager', 'buying', 'buyer', 0.5)
const tenders = job(
  'Фахівець із публічних закупівель',
  'Public procurement specialist',
  'buying',
  'buyer',
  0.25,
)
const caretaker = job('Завідувач господарства', 'Facilities manager', 'works', 'user', 0.5)

export const owner: Job = { title: { uk: 'Власник', en: 'Owner' }, decides: 'decider', maleShare: 0.75 }

export const jobs = {
  builder: [
    director,
    job('Начальник відділу постачання', 'Head of supply', 'buying', 'buyer', 0.7),
    engineer,
    job('Виконроб', 'Site foreman', 'works', 'user', 0.97),
    accountant,
  ],
  installer: [
    director,
    engineer,
    job('Бригадир монтажників', 'Installation foreman', 'works', 'user', 0.98),
    accountant,
  ],
  designer: [
    job('Головний інженер проєкту', 'Lead project engineer', 'technical', 'influencer', 0.7),
    director,
    job('Архітектор', 'Architect', 'technical', 'influencer', 0.5),
  ],
  shop: [
    director,
    job('Товарознавець', 'Merchandiser', 'buying', 'buyer', 0.3),
    job('Завідувач магазину', 'Shop manager', 'works', 'user', 0.5),
    accountant,
  ],
  factory: [
    buyer,
    director,
    job('Головний енергетик', 'Chief power engineer', 'technical', 'influencer', 0.96),
    engineer,
    accountant,
  ],
  food: [
    job('Головний технолог', 'Chief technologist', 'works', 'influencer', 0.3),
    director,
    buyer,
    engineer,
  ],
  agro: [director, engineer, job('Головний агроном', 'Chief agronomist', 'works', 'user', 0.85), buyer],
  housing: [
    job('Голова правління', 'Chair of the board', 'head', 'decider', 0.45),
    accountant,
    job('Управитель', 'Property manager', 'works', 'user', 0.6),
  ],
  utility: [
    tenders,
    engineer,
    job('Начальник підприємства', 'Head of the enterprise', 'head', 'decider', 0.85),
    job('Начальник дільниці', 'Section head', 'works', 'user', 0.95),
  ],
  hotel: [
    job('Керуючий', 'General manager', 'head', 'decider', 0.45),
    job('Технічний директор', 'Technical director', 'technical', 'influencer', 0.9),
    accountant,
  ],
  clinic: [tenders, job('Медичний директор', 'Medical director', 'head', 'decider', 0.45), caretaker],
  school: [director, caretaker],
  supplier: [
    {
      title: { uk: 'Менеджер із роботи з партнерами', en: 'Partner manager' },
      department: offices.head,
      maleShare: 0.5,
    },
    {
      title: { uk: 'Фахівець із логістики', en: 'Logistics specialist' },
      department: offices.works,
      maleShare: 0.5,
    },
  ],
} satisfies Record<string, Job[]>
