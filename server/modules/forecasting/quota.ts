import { entity } from '#core/entity.ts'
import { Invalid, type Problem } from '#core/error.ts'
import { choice, money, number, ref, text } from '#core/kinds/index.ts'
import { create, update } from '#core/stock.ts'
import { periodOf } from './period.ts'

/** What a person or a team is to bring in a period. One that names a person is his; his team's stands apart. */
export const quota = entity('quota', {
  label: { en: 'Quota', uk: 'План', many: { en: 'Quotas', uk: 'Плани' } },
  icon: 'target',
  title: 'period',
  fields: {
    period: text({
      required: true,
      max: 7,
      label: { uk: 'Період' },
      hint: {
        en: 'A month, a quarter or a year: 2026-11, 2026-Q4, 2026',
        uk: 'Місяць, квартал або рік: 2026-11, 2026-Q4, 2026',
      },
    }),
    owner: ref('user', { onDelete: 'restrict', label: { en: 'Person', uk: 'Людина' } }),
    team: ref('team', {
      onDelete: 'restrict',
      label: { uk: 'Команда' },
      hint: { en: 'A person’s own follows him', uk: 'Для людини — її команда' },
    }),
    group: ref('productGroup', { onDelete: 'restrict', label: { en: 'Product group', uk: 'Група товарів' } }),
    measure: choice({
      required: true,
      start: 'value',
      label: { en: 'What is counted', uk: 'Що рахуємо' },
      options: [
        { key: 'value', label: { en: 'Value won', uk: 'Сума виграних' }, color: 'green' },
        { key: 'margin', label: { en: 'Margin won', uk: 'Маржа виграних' }, color: 'purple' },
        { key: 'count', label: { en: 'Deals won', uk: 'Кількість виграних' }, color: 'blue' },
      ],
    }),
    amount: money({ min: 0, label: { en: 'Amount', uk: 'Сума' } }),
    count: number({ min: 0, label: { en: 'How many', uk: 'Скільки' } }),
    note: text({ max: 500, label: { uk: 'Примітка' } }),
  },
  list: { columns: ['period', 'owner', 'team', 'group', 'measure', 'amount', 'count'], sort: '-period' },
  form: [
    {
      section: { en: 'Quota', uk: 'План' },
      fields: ['period', 'owner', 'team', 'group', 'measure', 'amount', 'count', 'note'],
    },
  ],
  access: {
    manager: { read: 'all', create: true, update: 'team', delete: 'team', export: true },
    sales: { read: 'team' },
    reader: { read: 'all' },
  },
})

type Item = Record<string, unknown>

/** What stands against a quota, by field. */
export function quotaProblems(item: Item, path = ''): Problem[] {
  const says = (key: string, message: string, code: string) => ({ path: path + key, message, code })
  const key = item['measure'] === 'count' ? 'count' : 'amount'
  return [
    ...(periodOf(String(item['period']))
      ? []
      : [says('period', 'Write a period as 2026-11, 2026-Q4 or 2026.', 'no_period')]),
    ...(item['owner'] || item['team'] ? [] : [says('owner', 'Name a person or a team.', 'one_of')]),
    ...((item[key] ?? null) === null ? [says(key, 'Say how much is to be brought.', 'no_amount')] : []),
  ]
}

const judged = (items: Item[], before: Item[]) => {
  const problems = items.flatMap((item, i) =>
    quotaProblems({ measure: 'value', ...before[i], ...item }, `items.${i}.`),
  )
  if (problems.length) throw new Invalid(problems)
  return items
}

export const createQuota = create(quota, { prepare: (_, items) => judged(items, []) })
export const updateQuota = update(quota, { prepare: (_, items, before) => judged(items, before) })
