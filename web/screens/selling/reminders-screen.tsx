import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BellRing, Pause, Play } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api.ts'
import { useCatalogue, useEntity, type Entity } from '../../catalogue.ts'
import { formatDate, formatMoney, formatTime } from '../../format.ts'
import { keys, type Ref } from '../../records.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { MenuItem } from '../../ui/menu.tsx'
import { MoreMenu } from '../../ui/more-menu.tsx'
import type { Money } from '../../ui/number-input.tsx'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { StackedTable, Td, Th } from '../../ui/table.tsx'
import { ask } from '../mail/client.ts'
import { useSorry } from '../settings/use-all.ts'

type Planned = {
  on: string
  step: { id: string; name: string; days: number }
  account: Ref
  invoice: Ref
  dueDate: string
  due: Money
  hold: string | null
  to: string | null
  why: string | null
}

/** The server looks at seven by Greenwich. */
const sentAt = () => `${new Date().toISOString().slice(0, 10)}T07:00:00Z`

/** Who will be reminded of what and when, or why not; a client or an invoice may be left in peace. */
export function RemindersScreen() {
  const { t } = useTranslation()
  const [invoices, accounts, rules] = [useEntity('invoice'), useEntity('account'), useEntity('reminderStep')]
  const sent = useCatalogue().entities['invoiceReminder']
  const client = useQueryClient()
  const sorry = useSorry()
  const key = [...keys.lists(invoices.plural), 'reminders']
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: () => ask<{ items: Planned[] }>('invoice.reminders', {}),
  })
  const items = data?.items ?? []
  const leave = (entity: Entity, { id }: Ref, noReminders: boolean) =>
    void api(`operations/${entity.name}.update`, {
      method: 'POST',
      body: { items: [{ id, noReminders }], returning: false },
      once: newKey(),
    }).then(
      () => client.invalidateQueries({ queryKey: keys.all(entity.plural) }).then(() => refetch()),
      sorry,
    )
  const list = (entity: Entity, label: string) => (
    <Link
      to="/$plural"
      params={{ plural: entity.plural }}
      className="font-medium text-accent hover:underline"
    >
      {label}
    </Link>
  )
  const record = (entity: Entity, ref: Ref) => (
    <Link
      to="/$plural/$id"
      params={{ plural: entity.plural, id: ref.id }}
      className="font-medium hover:underline"
    >
      {ref.title}
    </Link>
  )
  return (
    <>
      <PageBar>
        <PageTitle>{t('selling.reminders.title')}</PageTitle>
        <span className="ml-auto flex gap-4 pr-1">
          {list(rules, t('selling.reminders.rules'))}
          {sent && list(sent, t('selling.reminders.sent'))}
        </span>
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line px-4 pb-10">
        {error && <FailedToLoad error={error} retry={() => void refetch()} />}
        {!data && !error && <Skeleton lines={6} />}
        {data && items.length === 0 && (
          <EmptyState icon={<BellRing size={22} />} title={t('selling.reminders.none')}>
            {t('selling.reminders.noneHow')}
          </EmptyState>
        )}
        {items.length > 0 && (
          <>
            <p className="py-3 text-sm text-ink-3">
              {t('selling.reminders.how', { time: formatTime(sentAt()) })}
            </p>
            <StackedTable>
              <thead>
                <tr>
                  {(['when', 'who', 'invoice'] as const).map((name) => (
                    <Th key={name}>{t(`selling.reminders.${name}`)}</Th>
                  ))}
                  <Th className="text-right">{t('selling.reminders.left')}</Th>
                  <Th>{t('selling.reminders.what')}</Th>
                  <Th>{t('selling.reminders.to')}</Th>
                  <Th />
                </tr>
              </thead>
              <tbody>
                {items.map((p) => (
                  <tr key={`${p.invoice.id} ${p.step.id}`}>
                    <Td label={t('selling.reminders.when')} className="figures whitespace-nowrap">
                      {formatDate(p.on)}
                    </Td>
                    <Td label={t('selling.reminders.who')} className="min-w-36">
                      {record(accounts, p.account)}
                    </Td>
                    <Td label={t('selling.reminders.invoice')} className="whitespace-nowrap">
                      <span>
                        {record(invoices, p.invoice)}
                        <span className="block text-sm text-ink-3">
                          {invoices.fields['dueDate']!.label} {formatDate(p.dueDate)}
                        </span>
                      </span>
                    </Td>
                    <Td label={t('selling.reminders.left')} className="figures text-right whitespace-nowrap">
                      {formatMoney(p.due)}
                    </Td>
                    <Td label={t('selling.reminders.what')}>{p.step.name}</Td>
                    <Td label={t('selling.reminders.to')} className="min-w-36 wrap-anywhere">
                      {p.hold ? (
                        <span className="text-ink-3">{t(`selling.reminders.hold.${p.hold}`)}</span>
                      ) : p.to ? (
                        p.to
                      ) : (
                        <>
                          {t('selling.reminders.task')}
                          <span className="block text-sm text-warning">
                            {t(`selling.reminders.${p.why}`)}
                          </span>
                        </>
                      )}
                    </Td>
                    <Td className="text-right">
                      <MoreMenu label={t('selling.reminders.actions', { what: p.invoice.title })} size="sm">
                        {(
                          [
                            ['invoicePaused', invoices, p.invoice, 'Invoice'],
                            ['clientPaused', accounts, p.account, 'Client'],
                          ] as const
                        ).map(([hold, entity, ref, name]) => {
                          const isPaused = p.hold === hold
                          return (
                            entity.rights.update !== 'none' && (
                              <MenuItem
                                key={hold}
                                icon={isPaused ? <Play size={14} /> : <Pause size={14} />}
                                onSelect={() => leave(entity, ref, !isPaused)}
                              >
                                {t(`selling.reminders.${isPaused ? 'resume' : 'pause'}${name}`)}
                              </MenuItem>
                            )
                          )
                        })}
                      </MoreMenu>
                    </Td>
                  </tr>
                ))}
              </tbody>
            </StackedTable>
          </>
        )}
      </div>
    </>
  )
}
