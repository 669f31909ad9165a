import type { Filter } from '#core/filter.ts'
import type { Text } from '#core/text.ts'
import type { Counting } from './counted.ts'
import { during, monthOf, plusMonths, stepFrom, type Period } from './period.ts'

export type Tile = Counting & { label: Text; about: Text }

/** Whose numbers: records by their owner, activities by who is to do them. */
export type Whose = { records: Filter[]; activities: Filter[] }

const wonIn = (whose: Whose, period: Period): Counting => ({
  entity: 'deal',
  filter: { and: [...whose.records, ['status', 'is', 'won'], during('closeDate', period)] },
  sum: 'amount',
  day: 'closeDate',
})

const deals = (whose: Whose, ...more: Filter[]): Counting => ({
  entity: 'deal',
  filter: { and: [...whose.records, ['status', 'is', 'open'], ...more] },
  sum: 'amount',
})

/** What a seller or a head looks at first. `now` is this moment. */
export function tilesOf(whose: Whose, today: string, now: string) {
  const month = monthOf(today)
  const soFar = { from: month, to: today }
  const back = (months: number) => ({ from: plusMonths(month, -months), to: plusMonths(today, -months) })
  return {
    won: {
      ...wonIn(whose, soFar),
      label: { en: 'Won this month', uk: 'Виграно цього місяця' },
      about: {
        en: 'Deals won with a close date from the first of the month to today, by the rates of those days.',
        uk: 'Угоди, виграні з датою закриття від першого числа місяця до сьогодні, за курсами тих днів.',
      },
    },
    wonBefore: {
      ...wonIn(whose, back(1)),
      label: { en: 'Last month by this day', uk: 'Минулого місяця на цей день' },
      about: {
        en: 'The same of the month before, up to the same day.',
        uk: 'Те саме за минулий місяць, до того самого числа.',
      },
    },
    wonYearAgo: {
      ...wonIn(whose, back(12)),
      label: { en: 'A year ago by this day', uk: 'Торік на цей день' },
      about: {
        en: 'The same of this month a year ago, up to the same day.',
        uk: 'Те саме за цей місяць торік, до того самого числа.',
      },
    },
    sold: {
      entity: 'order',
      filter: {
        and: [...whose.records, ['status', 'in', ['confirmed', 'done']], during('date', soFar)],
      },
      sum: 'net',
      day: 'date',
      label: { en: 'Orders this month', uk: 'Замовлення цього місяця' },
      about: {
        en: 'Confirmed and completed orders dated from the first of the month to today, after all discounts and without VAT, by the rates of those days.',
        uk: 'Підтверджені й виконані замовлення з датою від першого числа місяця до сьогодні, після всіх знижок і без ПДВ, за курсами тих днів.',
      },
    },
    open: {
      ...deals(whose),
      label: { en: 'Open deals', uk: 'Відкриті угоди' },
      about: {
        en: 'Deals that are neither won nor lost, by today’s rates.',
        uk: 'Угоди, які ще не виграно й не програно, за сьогоднішніми курсами.',
      },
    },
    withoutStep: {
      ...deals(whose, ['nextStep', 'empty'], ['nextStepOn', 'empty']),
      label: { en: 'Without a next step', uk: 'Без наступного кроку' },
      about: {
        en: 'Open deals for which nothing is planned.',
        uk: 'Відкриті угоди, за якими нічого не заплановано.',
      },
    },
    stale: {
      ...deals(whose, ['isStale', 'is', true]),
      label: { en: 'Stuck in their stage', uk: 'Застрягли на етапі' },
      about: {
        en: 'Open deals that stand in their stage for longer than the stage allows.',
        uk: 'Відкриті угоди, що стоять на етапі довше, ніж він дозволяє.',
      },
    },
    overdue: {
      entity: 'activity',
      // A series is never over: what of it was not done lies in its own days.
      filter: {
        and: [
          ...whose.activities,
          ['status', 'in', ['planned', 'started']],
          ['plannedAt', 'lt', now],
          ['repeat', 'empty'],
        ],
      },
      label: { en: 'Overdue activities', uk: 'Прострочені справи' },
      about: {
        en: 'Activities that were to be done before now and are not.',
        uk: 'Справи, які мали бути зроблені досі й не зроблені.',
      },
    },
    quotes: {
      entity: 'quote',
      filter: { and: [...whose.records, ['status', 'is', 'sent']] },
      sum: 'total',
      label: { en: 'Quotes awaiting an answer', uk: 'Пропозиції без відповіді' },
      about: {
        en: 'Quotes that were sent and are neither accepted, declined nor expired.',
        uk: 'Надіслані пропозиції, які ще не прийнято, не відхилено й не прострочено.',
      },
    },
    unpaid: {
      entity: 'invoice',
      filter: {
        and: [...whose.records, ['status', 'in', ['open', 'part']], ['kind', 'isNot', 'proforma']],
      },
      sum: 'due',
      label: { en: 'Unpaid invoices', uk: 'Несплачені рахунки' },
      about: {
        en: 'What is still due on invoices, without proformas, by today’s rates.',
        uk: 'Скільки ще винні за рахунками, без попередніх, за сьогоднішніми курсами.',
      },
    },
    late: {
      entity: 'invoice',
      filter: {
        and: [
          ...whose.records,
          ['status', 'in', ['open', 'part']],
          ['kind', 'isNot', 'proforma'],
          ['dueDate', 'lt', today],
        ],
      },
      sum: 'due',
      label: { en: 'Of them overdue', uk: 'З них прострочено' },
      about: {
        en: 'Unpaid invoices whose day to pay has passed.',
        uk: 'Несплачені рахунки, строк оплати яких минув.',
      },
    },
    leads: {
      entity: 'lead',
      filter: { and: [...whose.records, ['status', 'is', 'new'], ['reactedAt', 'empty']] },
      label: { en: 'Leads that wait', uk: 'Ліди, що чекають' },
      about: {
        en: 'New leads that nobody has reacted to.',
        uk: 'Нові ліди, на які ще ніхто не зреагував.',
      },
    },
  } satisfies Record<string, Tile>
}

/** Split by stage, by month, by person. */
export function splitsOf(whose: Whose, today: string, now: string) {
  const month = monthOf(today)
  const year = { from: plusMonths(month, -12), to: stepFrom(month, 'month').to }
  const quarter = { from: plusMonths(today, -3), to: today }
  const tiles = tilesOf(whose, today, now)
  const by = (what: Counting, path: string, whole?: keyof typeof tiles): Counting => ({
    ...what,
    by: path,
    ...(whole ? { whole } : {}),
  })
  const closed = (status: string): Counting => ({
    entity: 'deal',
    filter: { and: [...whose.records, ['status', 'is', status], during('closeDate', quarter)] },
    by: 'owner',
  })
  return {
    stages: by(tiles.open, 'stage', 'open'),
    months: by(wonIn(whose, year), 'closeDate'),
    people: {
      won: by(tiles.won, 'owner', 'won'),
      sold: by(tiles.sold, 'owner', 'sold'),
      open: by(tiles.open, 'owner'),
      withoutStep: by(tiles.withoutStep, 'owner', 'withoutStep'),
      stale: by(tiles.stale, 'owner', 'stale'),
      overdue: by(tiles.overdue, 'assignee', 'overdue'),
      done: {
        entity: 'activity',
        filter: {
          and: [
            ...whose.activities,
            ['status', 'is', 'done'],
            during('doneAt', { from: month, to: today }, true),
          ],
        },
        by: 'assignee',
      } as Counting,
      wonQuarter: closed('won'),
      lostQuarter: closed('lost'),
    },
  }
}
