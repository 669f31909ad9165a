import { choice, date, json, multi } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import type { Text } from '#core/text.ts'
import { againstCompetitors } from './against-competitors.ts'
import { closedDeals } from './closed-deals.ts'
import { cross, type Question } from './cross.ts'
import { firstContacts } from './first-contacts.ts'
import { orderLines } from './order-lines.ts'
import type { Subject } from './subject.ts'

const options = (of: Record<string, { label: Text }>) =>
  Object.entries(of).map(([key, { label }]) => ({ key, label }))

export const comparison = choice({
  label: { en: 'Compared with', uk: 'Порівняти з' },
  options: [
    { key: 'none', label: { en: 'Nothing', uk: 'Нічим' } },
    { key: 'previous', label: { en: 'The period before', uk: 'Попереднім періодом' } },
    { key: 'year', label: { en: 'A year before', uk: 'Тим самим торік' } },
  ],
})

const input = ({ dimensions, measures }: Subject) => ({
  rows: choice({ required: true, options: options(dimensions), label: { en: 'By', uk: 'За' } }),
  columns: choice({ options: options(dimensions), label: { en: 'And by', uk: 'Та за' } }),
  from: date({ required: true, label: { uk: 'Від' } }),
  to: date({ required: true, label: { uk: 'До' } }),
  comparison,
  measures: multi({
    options: options(measures),
    label: { en: 'Figures; all if empty', uk: 'Показники; усі, якщо порожньо' },
  }),
  filter: json({ label: { en: 'Only those that fit', uk: 'Лише ті, що підходять' } }),
})

/** What each figure means, for those who ask over the API. */
const definitions = ({ measures }: Subject): Text => {
  const said = (locale: 'en' | 'uk') =>
    Object.entries(measures)
      .map(([key, m]) => `${key} (${m.label[locale]}): ${m.about[locale]}`)
      .join('\n')
  return { en: said('en'), uk: said('uk') }
}

export const dealVolume = operation({
  name: 'deal.volume',
  summary: {
    en: 'Closed deals by any two: money, win rate, duration',
    uk: 'Закриті угоди у двох розрізах: гроші, частка виграних, тривалість',
  },
  about: definitions(closedDeals),
  effect: 'read',
  input: input(closedDeals),
  needs: { deal: 'read', exchangeRate: 'read' },
  run: (c, q) => cross(c, closedDeals, q as Question),
})

export const orderVolume = operation({
  name: 'order.volume',
  summary: { en: 'Sales by orders, by any two', uk: 'Продажі за замовленнями у двох розрізах' },
  about: definitions(orderLines),
  effect: 'read',
  input: input(orderLines),
  needs: { order: 'read', orderLine: 'read', exchangeRate: 'read' },
  run: (c, q) => cross(c, orderLines, q as Question),
})

export const leadVolume = operation({
  name: 'lead.volume',
  summary: {
    en: 'First contacts by any two: leads, meetings, quotes, deals, time to the answer',
    uk: 'Перші контакти у двох розрізах: ліди, зустрічі, пропозиції, угоди, час до відповіді',
  },
  about: definitions(firstContacts),
  effect: 'read',
  input: input(firstContacts),
  needs: { lead: 'read', exchangeRate: 'read' },
  run: (c, q) => cross(c, firstContacts, q as Question),
})

export const competitorVolume = operation({
  name: 'dealCompetitor.volume',
  summary: {
    en: 'Deals won and lost against competitors by any two, and their prices',
    uk: 'Угоди, виграні й програні проти конкурентів, у двох розрізах, та їхні ціни',
  },
  about: definitions(againstCompetitors),
  effect: 'read',
  input: input(againstCompetitors),
  needs: { deal: 'read', dealCompetitor: 'read', exchangeRate: 'read' },
  run: (c, q) => cross(c, againstCompetitors, q as Question),
})
