import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Stamp } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { useCatalogue, useEntity } from '../../catalogue.ts'
import { formatAgo, formatMoney, formatNumber, formatTime } from '../../format.ts'
import { Value } from '../../kinds/value.tsx'
import { keys, type Page, type Rec, type Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Textarea } from '../../ui/input.tsx'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { say } from '../../ui/toast.tsx'
import { useSorry } from '../settings/use-all.ts'
import { call, type Money } from './call.ts'

type Line = {
  product: Ref | null
  quantity: number
  unitPrice: Money
  discount: number | null
  lowest: Money | null
  loss: Money | null
}
type Tab = 'waiting' | 'decided'

const fields =
  'title,reason,kind,status,amount,owner,approver,approverRole,dueAt,entity,record,content,decidedBy,decidedAt,note,createdAt'

/** What waits for a decision, with all that is needed to make it. */
export function ApprovalsScreen() {
  const { t } = useTranslation()
  const [tab, setTab] = useState<Tab>('waiting')
  const ask = {
    filter: tab === 'waiting' ? ['status', 'is', 'pending'] : { not: ['status', 'is', 'pending'] },
    fields,
    sort: '-createdAt',
    limit: 100,
  }
  const { data } = useQuery({
    queryKey: [...keys.lists('approvals'), 'screen', ask],
    queryFn: async ({ signal }) => (await api<Page>(`approvals${query(ask)}`, { signal })).items,
  })
  return (
    <>
      <PageBar>
        <PageTitle>{t('pricing.toApprove')}</PageTitle>
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-4xl flex-col gap-4 px-4 pb-10">
          <Tabs<Tab>
            label={t('pricing.toApprove')}
            value={tab}
            onChange={setTab}
            items={[
              { value: 'waiting', label: t('pricing.waiting') },
              { value: 'decided', label: t('pricing.decided') },
            ]}
          />
          {!data && <Skeleton />}
          {data?.length === 0 && (
            <EmptyState
              icon={<Stamp size={22} />}
              title={t(tab === 'waiting' ? 'pricing.nothingWaits' : 'pricing.nothingDecided')}
            >
              {t('pricing.nothingWaitsHow')}
            </EmptyState>
          )}
          {data?.map((a) => (
            <Asked key={a.id} approval={a} />
          ))}
        </div>
      </div>
    </>
  )
}

function Asked({ approval: a }: { approval: Rec }) {
  const { t } = useTranslation()
  const entity = useEntity('approval')
  const { entities, user } = useCatalogue()
  const about = entities[String(a['entity'])]
  const lines = ((a['content'] as { lines?: Line[] } | null)?.lines ?? []) as Line[]
  const mine = (a['owner'] as Ref | null)?.id === user.id && !user.isAdministrator
  return (
    <article className="rounded-lg border border-line bg-surface px-4 py-3" aria-label={String(a['title'])}>
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="min-w-0 flex-1 basis-60 font-medium">
          {about ? (
            <Link to={`/${about.plural}/${String(a['record'])}` as never} className="hover:underline">
              {String(a['title'])}
            </Link>
          ) : (
            String(a['title'])
          )}
        </h2>
        <Value field={entity.fields['kind']!} value={a['kind']} />
        {a['status'] !== 'pending' && <Value field={entity.fields['status']!} value={a['status']} />}
        {Boolean(a['amount']) && (
          <span className="figures font-medium text-danger">−{formatMoney(a['amount'] as Money)}</span>
        )}
      </header>
      <p className="text-sm text-ink-3">
        {(a['owner'] as Ref | null)?.title} · {formatAgo(String(a['createdAt']))}
        {Boolean(a['dueAt']) && <> · {t('pricing.decideBy', { time: formatTime(String(a['dueAt'])) })}</>}
        {Boolean(a['decidedBy']) && <> · {t('pricing.decidedBy', { name: (a['decidedBy'] as Ref).title })}</>}
      </p>
      {Boolean(a['reason']) && <p className="py-1.5 whitespace-pre-line">{String(a['reason'])}</p>}
      {lines.length > 0 && <Lines lines={lines} />}
      {Boolean(a['note']) && <p className="pt-1.5 text-ink-2">{String(a['note'])}</p>}
      {a['status'] === 'pending' &&
        (mine ? (
          <p className="pt-2 text-sm text-ink-3">{t('pricing.othersDecide')}</p>
        ) : (
          <Decide id={a.id} />
        ))}
    </article>
  )
}

/** What one costs, and how much was taken off. */
const priced = (l: Line) => formatMoney(l.unitPrice) + (l.discount ? ` −${formatNumber(l.discount)} %` : '')

const Lines = ({ lines }: { lines: Line[] }) => {
  const { t } = useTranslation()
  const figure = 'figures text-right whitespace-nowrap'
  return (
    <Table className="my-1.5">
      <thead>
        <tr>
          <Th>{t('pricing.product')}</Th>
          <Th className="text-right max-sm:hidden">{t('pricing.quantity')}</Th>
          <Th className="text-right max-sm:hidden">{t('pricing.price')}</Th>
          <Th className="text-right max-sm:hidden">{t('pricing.lowest')}</Th>
          <Th className="text-right">{t('pricing.loss')}</Th>
        </tr>
      </thead>
      <tbody>
        {lines.map((l, i) => (
          <tr key={i}>
            <Td>
              {l.product?.title}
              <span className="block text-sm text-ink-3 sm:hidden">
                {formatNumber(l.quantity)} × {priced(l)}
                {l.lowest && ` · ${t('pricing.lowest').toLowerCase()} ${formatMoney(l.lowest)}`}
              </span>
            </Td>
            <Td className={`${figure} max-sm:hidden`}>{formatNumber(l.quantity)}</Td>
            <Td className={`${figure} max-sm:hidden`}>{priced(l)}</Td>
            <Td className={`${figure} max-sm:hidden`}>{l.lowest && formatMoney(l.lowest)}</Td>
            <Td className={figure}>{l.loss && formatMoney(l.loss)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function Decide({ id }: { id: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const decide = async (verb: 'approve' | 'decline') => {
    setBusy(true)
    try {
      await call(`approval.${verb}`, { id, ...(note.trim() && { note: note.trim() }) })
      say(t(verb === 'approve' ? 'pricing.approved' : 'pricing.declined'))
      await client.invalidateQueries({ queryKey: keys.all('approvals') })
    } catch (error) {
      sorry(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="flex flex-wrap items-end gap-2 pt-2">
      <div className="min-w-48 flex-1">
        <Textarea
          rows={1}
          className="min-h-9!"
          aria-label={t('pricing.note')}
          placeholder={t('pricing.noteHow')}
          value={note}
          onChange={(e) => setNote(e.target.value)}
        />
      </div>
      <Button busy={busy} disabled={!note.trim()} onClick={() => void decide('decline')}>
        {t('pricing.decline')}
      </Button>
      <Button look="solid" busy={busy} onClick={() => void decide('approve')}>
        {t('pricing.approve')}
      </Button>
    </div>
  )
}
