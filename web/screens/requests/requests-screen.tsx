import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { OperationDialog, useOperation } from '../../derived/record/operation-dialog.tsx'
import { isPast } from '../../days.ts'
import { formatTime } from '../../format.ts'
import { Value } from '../../kinds/value.tsx'
import { recordQuery, type Filter, type Rec, type Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { SettingsPage } from '../settings/part.tsx'
import { useAll, useSorry } from '../settings/use-all.ts'

const open: Filter = ['status', 'in', ['asked', 'taken']]

/** What other departments ask of mine, the most pressing first, answered here. */
export function RequestsScreen() {
  const { t } = useTranslation()
  const { entities, user } = useCatalogue()
  const [whose, setWhose] = useState('department')
  const entity = entities['internalRequest']
  const me = useQuery(recordQuery('users', user.id)).data
  const team = (me?.['team'] as Ref | null)?.id
  const filters: Record<string, Filter> = {
    department: {
      and: [
        open,
        { or: [['assignee', 'isMe', true], ...(team ? [['department', 'is', team] as const] : [])] },
      ],
    },
    mine: {
      and: [
        ['owner', 'isMe', true],
        ['status', 'in', ['asked', 'taken', 'answered']],
      ],
    },
    all: open,
  }
  const list = useAll('internalRequests', { filter: filters[whose]!, sort: 'dueAt' })
  if (!entity) return null
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <SettingsPage title={t('requests.title')} about={t('requests.about')}>
        <Tabs
          label={t('requests.title')}
          value={whose}
          onChange={setWhose}
          items={['department', 'mine', 'all'].map((value) => ({ value, label: t(`requests.${value}`) }))}
        />
        {list.isLoading && <Skeleton lines={5} />}
        {list.data?.length === 0 && (
          <EmptyState title={t('requests.none')}>{t('requests.noneHow')}</EmptyState>
        )}
        <ul className="flex flex-col gap-3">
          {list.data?.map((r) => (
            <Request key={r.id} entity={entity} record={r} />
          ))}
        </ul>
      </SettingsPage>
    </div>
  )
}

function Request({ entity, record }: { entity: Entity; record: Rec }) {
  const { t } = useTranslation()
  const { operations } = useCatalogue()
  const sorry = useSorry()
  const run = useOperation(entity, record)
  const [isAnswering, setAnswering] = useState(false)
  const status = String(record['status'])
  const due = record['dueAt'] as string | null
  const isLate = due !== null && isPast(due) && status !== 'answered'
  const deal = record['deal'] as Ref | null
  const answer = operations['internalRequest.answer']
  const act = (name: string) => () => void run(`internalRequest.${name}`, {}).catch(sorry)
  return (
    <li className={cx('rounded-lg border p-3', isLate ? 'border-danger' : 'border-line')}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Value field={entity.fields['kind']!} value={record['kind']} />
        <Link
          to="/$plural/$id"
          params={{ plural: entity.plural, id: record.id }}
          className="min-w-0 flex-1 basis-56 font-medium hover:underline"
        >
          {String(record['subject'])}
        </Link>
        <Value field={entity.fields['status']!} value={record['status']} />
      </div>
      <div className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-ink-2">
        {due && (
          <span className={cx('figures', isLate && 'font-medium text-danger')}>
            {t(isLate ? 'requests.late' : 'requests.due', { time: formatTime(due) })}
          </span>
        )}
        {deal?.title && (
          <Link to="/$plural/$id" params={{ plural: 'deals', id: deal.id }} className="hover:underline">
            {deal.title}
          </Link>
        )}
        <span>{(record['owner'] as Ref | null)?.title}</span>
      </div>
      {Boolean(record['description']) && (
        <p className="mt-1.5 whitespace-pre-line text-ink-2">{String(record['description'])}</p>
      )}
      {Boolean(record['answer']) && (
        <p className="mt-1.5 rounded-md bg-success-soft px-2 py-1 whitespace-pre-line">
          {String(record['answer'])}
        </p>
      )}
      <div className="mt-2 flex flex-wrap gap-2">
        {status === 'asked' && (
          <Button size="sm" onClick={act('take')}>
            {t('requests.take')}
          </Button>
        )}
        {(status === 'asked' || status === 'taken') && answer && (
          <Button size="sm" look="solid" onClick={() => setAnswering(true)}>
            {t('requests.answer')}
          </Button>
        )}
        {status === 'answered' && (
          <>
            <Button size="sm" look="solid" onClick={act('close')}>
              {t('requests.close')}
            </Button>
            <Button size="sm" onClick={act('ask_again')}>
              {t('requests.again')}
            </Button>
          </>
        )}
      </div>
      {isAnswering && answer && (
        <OperationDialog
          entity={entity}
          record={record}
          name="internalRequest.answer"
          operation={answer}
          onClose={() => setAnswering(false)}
        />
      )}
    </li>
  )
}
