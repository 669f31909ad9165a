import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { HandCoins, Scale } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { useCatalogue, useEntity } from '../../catalogue.ts'
import { formatDate, formatMoney } from '../../format.ts'
import { keys, type Filter, type Rec, type Ref } from '../../records.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { IconButton } from '../../ui/button.tsx'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { StackedTable, Td, Th } from '../../ui/table.tsx'
import type { Money } from '../../ui/number-input.tsx'
import { useSorry } from '../settings/use-all.ts'
import { CashIn } from './cash-in.tsx'

const ReconcileDialog = lazy(() => import('./reconcile-dialog.tsx'))

const ages = ['notDue', 'to30', 'to60', 'to90', 'over90'] as const
type Age = (typeof ages)[number]
type Debt = {
  account: Ref
  owed: Money
  ages: Record<Age, string>
  oldest: string | null
  limit: Money | null
  over: string | null
  noRate: string[]
  late: number | null
}

const ageColour: Partial<Record<Age, string>> = {
  to60: 'text-warning',
  to90: 'text-danger',
  over90: 'text-danger font-medium',
}
const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
/** The days by which the invoices of an age were to be paid. */
const late = (from: number, to: number): Filter[] => [
  ['dueDate', 'gte', day(to)],
  ['dueDate', 'lt', day(from)],
]
const dueIn: Record<Age, Filter[]> = {
  notDue: [{ not: ['dueDate', 'lt', day(0)] }],
  to30: late(0, 30),
  to60: late(30, 60),
  to90: late(60, 90),
  over90: [['dueDate', 'lt', day(90)]],
}

/** Who owes how much and since when; every figure opens its invoices. */
export function DebtsScreen() {
  const { t } = useTranslation()
  const [invoices, accounts] = [useEntity('invoice'), useEntity('account')]
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.lists(invoices.plural), 'debts'],
    queryFn: ({ signal }) =>
      api<{ items: Debt[] }>('operations/invoice.debts', { method: 'POST', body: {}, signal }),
  })
  const client = useQueryClient()
  const sorry = useSorry()
  const { entities, operations } = useCatalogue()
  const reconcile = operations['account.reconcile']
  const [reconciled, setReconciled] = useState<Rec | null>(null)
  const begin = ({ id }: Ref) =>
    client
      .fetchQuery({
        queryKey: keys.one(accounts.plural, id),
        queryFn: () => api<Rec>(`${accounts.plural}/${id}`),
      })
      .then(setReconciled, sorry)
  const items = data?.items ?? []
  const totals = [...Map.groupBy(items, (d) => d.owed.currency)]
  const open = (d: Debt | null, currency: string, age?: Age): Filter => ({
    and: [
      ['status', 'in', ['open', 'part']],
      { not: ['kind', 'is', 'proforma'] },
      ['currency', 'is', currency],
      ...(d ? [['account', 'is', d.account.id] as Filter] : []),
      ...(age ? dueIn[age] : []),
    ],
  })
  const figure = (amount: string, currency: string, filter: Filter, look = '') =>
    Number(amount) === 0 ? (
      <span className="text-ink-3">—</span>
    ) : (
      <Link
        to="/$plural"
        params={{ plural: invoices.plural }}
        search={{ filter } as never}
        className={`hover:underline ${look}`}
      >
        {formatMoney({ amount, currency })}
      </Link>
    )
  const sum = (of: readonly Debt[], at: (d: Debt) => string) =>
    String(of.reduce((all, d) => all + Math.round(Number(at(d)) * 100), 0) / 100)
  const cell = 'figures text-right whitespace-nowrap'
  // On a phone what is nothing takes no line.
  const bare = (amount: string) => (Number(amount) === 0 ? ' max-sm:hidden!' : '')
  return (
    <>
      <PageBar>
        <PageTitle>{t('selling.debts.title')}</PageTitle>
        {entities['reminderStep'] && (
          <Link to={'/reminders' as never} className="ml-auto pr-1 font-medium text-accent hover:underline">
            {t('selling.reminders.title')}
          </Link>
        )}
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line px-4 pb-10">
        {error && <FailedToLoad error={error} retry={() => void refetch()} />}
        {!data && !error && <Skeleton lines={6} />}
        <CashIn />
        {data && items.length === 0 && (
          <EmptyState icon={<HandCoins size={22} />} title={t('selling.debts.none')}>
            {t('selling.debts.noneHow')}
          </EmptyState>
        )}
        {items.length > 0 && (
          <>
            <p className="py-3 text-sm text-ink-3">{t('selling.debts.how')}</p>
            <StackedTable>
              <thead>
                <tr>
                  <Th>{t('selling.debts.who')}</Th>
                  <Th className="text-right">{t('selling.debts.owed')}</Th>
                  {ages.map((age) => (
                    <Th key={age} className="text-right">
                      {t(`selling.debts.${age}`)}
                    </Th>
                  ))}
                  <Th className="text-right">{t('selling.debts.since')}</Th>
                  {reconcile && <Th />}
                </tr>
              </thead>
              <tbody>
                {items.map((d) => (
                  <tr key={`${d.account.id} ${d.owed.currency}`}>
                    <Td className="min-w-40 max-sm:block!">
                      <Link
                        to="/$plural/$id"
                        params={{ plural: accounts.plural, id: d.account.id }}
                        className="font-medium hover:underline"
                      >
                        {d.account.title}
                      </Link>
                      {d.limit && (
                        <span className="block text-sm text-ink-3">
                          {t('selling.debts.limit', { limit: formatMoney(d.limit) })}
                        </span>
                      )}
                      {d.over && (
                        <span className="block text-sm text-danger">
                          {t('selling.debts.over', {
                            over: formatMoney({ amount: d.over, currency: d.limit!.currency }),
                          })}
                        </span>
                      )}
                      {d.noRate.length > 0 && (
                        <span className="block text-sm text-warning">
                          {t('selling.debts.noRate', { currencies: d.noRate.join(', ') })}
                        </span>
                      )}
                      {d.late && (
                        <span className="block text-sm text-danger">
                          {t('selling.debts.late', { count: d.late })}
                        </span>
                      )}
                    </Td>
                    <Td label={t('selling.debts.owed')} className={`${cell} font-medium`}>
                      {figure(d.owed.amount, d.owed.currency, open(d, d.owed.currency))}
                    </Td>
                    {ages.map((age) => (
                      <Td key={age} label={t(`selling.debts.${age}`)} className={cell + bare(d.ages[age])}>
                        {figure(d.ages[age], d.owed.currency, open(d, d.owed.currency, age), ageColour[age])}
                      </Td>
                    ))}
                    <Td label={t('selling.debts.since')} className={cell}>
                      {d.oldest && formatDate(d.oldest)}
                    </Td>
                    {reconcile && (
                      <Td className="text-right">
                        <IconButton
                          size="sm"
                          label={`${reconcile.summary}: ${d.account.title}`}
                          onClick={() => void begin(d.account)}
                        >
                          <Scale size={15} />
                        </IconButton>
                      </Td>
                    )}
                  </tr>
                ))}
              </tbody>
              <tfoot className="font-semibold">
                {totals.map(([currency, of]) => (
                  <tr key={currency}>
                    <Td>{t('selling.debts.inAll')}</Td>
                    <Td label={t('selling.debts.owed')} className={cell}>
                      {figure(
                        sum(of, (d) => d.owed.amount),
                        currency,
                        open(null, currency),
                      )}
                    </Td>
                    {ages.map((age) => (
                      <Td
                        key={age}
                        label={t(`selling.debts.${age}`)}
                        className={cell + bare(sum(of, (d) => d.ages[age]))}
                      >
                        {figure(
                          sum(of, (d) => d.ages[age]),
                          currency,
                          open(null, currency, age),
                        )}
                      </Td>
                    ))}
                    <Td />
                    {reconcile && <Td />}
                  </tr>
                ))}
              </tfoot>
            </StackedTable>
          </>
        )}
      </div>
      {reconciled && (
        <Suspense>
          <ReconcileDialog entity={accounts} record={reconciled} onClose={() => setReconciled(null)} />
        </Suspense>
      )}
    </>
  )
}
