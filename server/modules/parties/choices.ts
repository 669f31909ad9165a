import type { Option } from '#core/kind.ts'
import { choice } from '#core/kinds/index.ts'

const option = (key: string, en: string, uk: string, color?: string): Option => ({
  key,
  label: { en, uk },
  ...(color ? { color } : {}),
})

export const accountKinds = [
  option('company', 'Company', 'Компанія'),
  option('household', 'Household', 'Домогосподарство'),
]

export const accountRoles = [
  option('customer', 'Customer', 'Клієнт', 'green'),
  option('prospect', 'Prospect', 'Потенційний клієнт', 'blue'),
  option('partner', 'Partner', 'Партнер', 'purple'),
  option('reseller', 'Reseller', 'Дилер', 'teal'),
  option('supplier', 'Supplier', 'Постачальник', 'orange'),
  option('competitor', 'Competitor', 'Конкурент', 'red'),
]

export const industries = [
  option('agriculture', 'Agriculture', 'Сільське господарство'),
  option('construction', 'Construction', 'Будівництво'),
  option('education', 'Education', 'Освіта'),
  option('energy', 'Energy', 'Енергетика'),
  option('finance', 'Finance', 'Фінанси'),
  option('food', 'Food', 'Харчова промисловість'),
  option('government', 'Government', 'Державний сектор'),
  option('healthcare', 'Healthcare', 'Охорона здоров’я'),
  option('hospitality', 'Hospitality', 'Готелі та ресторани'),
  option('housing', 'Housing', 'Житлове господарство'),
  option('industry', 'Industry', 'Промисловість'),
  option('it', 'IT', 'ІТ'),
  option('logistics', 'Logistics', 'Логістика'),
  option('retail', 'Retail', 'Роздрібна торгівля'),
  option('services', 'Services', 'Послуги'),
  option('wholesale', 'Wholesale', 'Оптова торгівля'),
  option('other', 'Other', 'Інше'),
]

export const sources = [
  option('advertising', 'Advertising', 'Реклама'),
  option('call', 'Incoming call', 'Вхідний дзвінок'),
  option('event', 'Event', 'Захід'),
  option('import', 'Import', 'Імпорт'),
  option('mail', 'Incoming mail', 'Вхідний лист'),
  option('partner', 'Partner', 'Партнер'),
  option('recommendation', 'Recommendation', 'Рекомендація'),
  option('search', 'Cold search', 'Холодний пошук'),
  option('site', 'Web site', 'Сайт'),
  option('other', 'Other', 'Інше'),
]

/** Where somebody comes from: one set for leads, clients and deals, since a lead becomes both. */
export const source = choice({ options: sources, editable: true, set: 'source', label: { uk: 'Джерело' } })

export const decisionRoles = [
  option('decider', 'Decides', 'Приймає рішення'),
  option('buyer', 'Buyer', 'Закупівельник'),
  option('user', 'User', 'Користувач'),
  option('influencer', 'Influencer', 'Впливає'),
  option('blocker', 'Blocker', 'Блокує'),
  option('signatory', 'Signatory', 'Підписант'),
]

export const languages = [
  option('uk', 'Ukrainian', 'Українська'),
  option('en', 'English', 'Англійська'),
  option('pl', 'Polish', 'Польська'),
  option('de', 'German', 'Німецька'),
  option('ro', 'Romanian', 'Румунська'),
]

export const channels = [
  option('phone', 'Phone', 'Телефон'),
  option('email', 'E-mail', 'E-mail'),
  option('telegram', 'Telegram', 'Telegram'),
  option('viber', 'Viber', 'Viber'),
  option('whatsapp', 'WhatsApp', 'WhatsApp'),
  option('sms', 'SMS', 'SMS'),
  option('letter', 'Letter', 'Лист'),
]

export const contactTimes = [
  option('morning', 'Mornings', 'Зранку'),
  option('midday', 'Midday', 'Опівдні'),
  option('afternoon', 'Afternoons', 'Після обіду'),
  option('evening', 'Evenings', 'Увечері'),
  option('weekend', 'Weekends', 'У вихідні'),
  option('notMonday', 'Not on Mondays', 'Не в понеділок'),
  option('writeFirst', 'Only after a message', 'Лише після повідомлення'),
]

/** What happens when a client owes more, or longer, than he may. */
export const creditPolicies = [
  option('warn', 'Warn', 'Попередити'),
  option('approve', 'Ask for approval', 'Запитати погодження'),
  option('stop', 'Stop', 'Зупинити'),
]
