import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, ChevronLeft, ChevronRight, HandCoins, Lock } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { formatMoney } from '../../format.ts'
import { keys } from '../../records.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { useSorry } from '../settings/use-all.ts'
import { periodAt, periodName, useFigures } from './client.ts'
import { StatementView, type Statement } from './statement.tsx'

type Item = {
  person: { id: string; name: string }
  plan: string
  quota: string | null
  deals: number
  corrections: number
  total: string
  closed: { at: string; by: string | null } | null
}
type Team = { currency: string; items: Item[] }
type One = {
  currency: string
  person: { id: string; name: string }
  mayClose: boolean
  statement: Statement | null
}

const today = () => new Date().toISOString().slice(0, 10)

/** What selling is paid: one's own statement, and of whose head one is. */
export function CommissionsScreen() {
  const { t } = useTranslation()
  const { user, operations } = useCatalogue()
  const client = useQueryClient()
  const sorry = useSorry()
  const [by, setBy] = useState(0)
  const [who, setWho] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const month = periodAt(today(), 'month', by)
  const team = useFigures<Team>('commission.team', { month })
  const others = team.data?.items.filter((i) => i.person.id !== user.id) ?? []
  const shown = who ?? (team.data && others.length === 0 ? user.id : null)
  const one = useFigures<One>('commission.statement', { month, person: shown }, shown !== null)
  const open = team.data?.items.filter((i) => !i.closed && i.deals + i.corrections > 0) ?? []
  const mayClose = by < 0 && open.length > 0 && 'commission.close' in operations && others.length > 0
  const close = async () => {
    setBusy(true)
    try {
      await api('operations/commission.close', { method: 'POST', once: newKey(), body: { month } })
      await client.invalidateQueries({ queryKey: keys.lists('deals') })
    } catch (error) {
      sorry(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <PageBar
        actions={
          <>
            {mayClose && (
              <Button busy={busy} onClick={() => void close()}>
                <Lock size={13} /> {t('forecast.closeMonth')}
              </Button>
            )}
            <Button look="quiet" aria-label={t('forecast.earlier')} onClick={() => setBy(by - 1)}>
              <ChevronLeft size={15} />
            </Button>
            <span className="min-w-32 text-center font-medium whitespace-nowrap max-sm:min-w-0">
              {periodName(month, t)}
            </span>
            <Button
              look="quiet"
              aria-label={t('forecast.later')}
              disabled={by >= 0}
              onClick={() => setBy(by + 1)}
            >
              <ChevronRight size={15} />
            </Button>
          </>
        }
      >
        {who && (
          <Button look="quiet" aria-label={t('forecast.toTeam')} onClick={() => setWho(null)}>
            <ArrowLeft size={15} />
          </Button>
        )}
        <PageTitle>{t('forecast.commissions')}</PageTitle>
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line px-3 pb-12 sm:px-6">
        <div className="mx-auto flex max-w-5xl flex-col gap-5 pt-5">
          {team.error && <FailedToLoad error={team.error} retry={() => void team.refetch()} />}
          {!team.data && !team.error && <Skeleton lines={6} />}
          {shown === null && team.data && <TeamTable team={team.data} onOpen={setWho} />}
          {shown !== null && one.data && one.data.person.id === shown && (
            <>
              <h2 className="text-lg font-semibold">{one.data.person.name}</h2>
              {one.data.statement ? (
                <StatementView statement={one.data.statement} currency={one.data.currency} />
              ) : (
                <EmptyState icon={<HandCoins size={22} />} title={t('forecast.noScheme')}>
                  {t('forecast.noSchemeHow')}
                </EmptyState>
              )}
            </>
          )}
        </div>
      </div>
    </>
  )
}

function TeamTable({ team, onOpen }: { team: Team; onOpen: (id: string) => void }) {
  const { t } = useTranslation()
  if (team.items.length === 0)
    return (
      <EmptyState
        icon={<HandCoins size={22} />}
        title={t('forecast.noScheme')}
        actions={
          <Link
            to="/$plural"
            params={{ plural: 'commissionPlans' }}
            className="text-accent-strong hover:underline"
          >
            {t('forecast.schemes')}
          </Link>
        }
      >
        {t('forecast.noSchemeHow')}
      </EmptyState>
    )
  const right = 'figures text-right whitespace-nowrap'
  // Whatever is pressed, his statement says how it came about.
  const opening = (i: Item, text: string, className?: string) => (
    <button type="button" className={cx('hover:underline', className)} onClick={() => onOpen(i.person.id)}>
      {text}
    </button>
  )
  const total = team.items.reduce((sum, i) => sum + Math.round(Number(i.total) * 100), 0) / 100
  return (
    <Table>
      <thead>
        <tr>
          <Th>{t('forecast.person')}</Th>
          <Th className="text-right max-sm:hidden">{t('forecast.deals')}</Th>
          <Th className="text-right">{t('forecast.plan')}</Th>
          <Th className="text-right">{t('forecast.pay')}</Th>
          <Th className="max-sm:hidden">{t('forecast.state')}</Th>
        </tr>
      </thead>
      <tbody>
        {team.items.map((i) => (
          <tr key={i.person.id} className="hover:bg-hover">
            <Td>{opening(i, i.person.name, 'text-left font-medium')}</Td>
            <Td className={`${right} max-sm:hidden`}>
              {i.deals ? opening(i, String(i.deals)) : <span className="text-ink-3">—</span>}
            </Td>
            <Td className={right}>
              {i.quota ? opening(i, formatMoney({ amount: i.quota, currency: team.currency })) : '—'}
            </Td>
            <Td className={`${right} font-medium`}>
              {opening(i, formatMoney({ amount: i.total, currency: team.currency }))}
            </Td>
            <Td className="text-ink-3 max-sm:hidden">{t(i.closed ? 'forecast.closed' : 'forecast.open')}</Td>
          </tr>
        ))}
        <tr>
          <Td className="font-medium">{t('forecast.total')}</Td>
          <Td className="max-sm:hidden" />
          <Td />
          <Td className={`${right} font-semibold`}>
            {formatMoney({ amount: String(total), currency: team.currency })}
          </Td>
          <Td className="max-sm:hidden" />
        </tr>
      </tbody>
    </Table>
  )
}
