import { useQuery } from '@tanstack/react-query'
import { Play, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api.ts'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { CreateDialog } from '../../derived/form/create-dialog.tsx'
import { EditDialog } from '../../derived/form/edit-dialog.tsx'
import { formatTime } from '../../format.ts'
import { Value } from '../../kinds/value.tsx'
import { keys, type Rec, type Ref } from '../../records.ts'
import { Badge } from '../../ui/tag.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/state.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { say } from '../../ui/toast.tsx'
import { Card, SettingsPage } from '../settings/part.tsx'
import { useAll, useChanges, useSorry } from '../settings/use-all.ts'

type Given = {
  lead: Ref
  user: Ref | null
  rule: Ref | null
  reactBy: string | null
  passed: { user: Ref; why: string }[]
}
type Asked = { entity: Entity; record?: Rec } | null

/** Which leads go to whom, who takes them, what would happen now, and what happened. */
export function DistributionScreen() {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const [asked, setAsked] = useState<Asked>(null)
  const { leadRule, leadTaker, leadAssignment } = entities
  if (!leadRule || !leadTaker) return null
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <SettingsPage title={t('leads.title')} about={t('leads.about')}>
        <Waiting />
        <Records
          entity={leadRule}
          sort="position"
          columns={['name', 'team', 'method', 'reactMinutes', 'isActive']}
          about={t('leads.rulesAbout')}
          ask={setAsked}
        />
        <Records
          entity={leadTaker}
          sort="createdAt"
          columns={['user', 'regions', 'skills', 'perDay', 'atOnce', 'isAway']}
          about={t('leads.takersAbout')}
          ask={setAsked}
        />
        {leadAssignment && <Ledger entity={leadAssignment} />}
        {asked &&
          (asked.record ? (
            <EditDialog entity={asked.entity} record={asked.record} onClose={() => setAsked(null)} />
          ) : (
            <CreateDialog
              entity={asked.entity.name}
              values={{}}
              onMade={() => {}}
              onClose={() => setAsked(null)}
            />
          ))}
      </SettingsPage>
    </div>
  )
}

/** A dry run of what waits, and doing it. */
function Waiting() {
  const { t } = useTranslation()
  const sorry = useSorry()
  const { refresh } = useChanges('leads')
  const ask = (dryRun: boolean) =>
    api<{ items: Given[] }>('operations/lead.distribute', {
      method: 'POST',
      body: { dryRun },
      once: newKey(),
    })
  const shown = useQuery({ queryKey: [...keys.lists('leads'), 'waiting'], queryFn: () => ask(true) })
  const items = shown.data?.items ?? []
  const run = () =>
    void ask(false).then(async ({ items: done }) => {
      say(t('leads.done', { count: done.filter((g) => g.user).length }))
      await refresh()
    }, sorry)
  return (
    <Card
      title={t('leads.waiting')}
      about={t('leads.waitingAbout')}
      actions={
        items.some((g) => g.user) && (
          <Button look="solid" onClick={run}>
            <Play size={13} /> {t('leads.run')}
          </Button>
        )
      }
    >
      {shown.data && items.length === 0 && <EmptyState title={t('leads.noneWaiting')} />}
      <ul className="divide-y divide-line">
        {items.map((g) => (
          <li key={g.lead.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-2">
            <a
              href={`/leads/${g.lead.id}`}
              className="min-w-0 flex-1 basis-56 truncate font-medium hover:underline"
            >
              {g.lead.title}
            </a>
            {g.user ? (
              <span>
                → {g.user.title} <span className="text-ink-3">{g.rule?.title}</span>
              </span>
            ) : (
              <Badge>{t('leads.nobody')}</Badge>
            )}
            {g.passed.length > 0 && (
              <details className="w-full text-sm text-ink-3">
                <summary className="cursor-pointer">{t('leads.passed', { count: g.passed.length })}</summary>
                {g.passed.map((p, i) => (
                  <div key={i}>
                    {p.user.title}: {t(`leads.why.${p.why}`)}
                  </div>
                ))}
              </details>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Records({
  entity,
  sort,
  columns,
  about,
  ask,
}: {
  entity: Entity
  sort: string
  columns: readonly string[]
  about: string
  ask: (asked: Asked) => void
}) {
  const { t } = useTranslation()
  const records = useAll(entity.plural, { sort })
  const { remove } = useChanges(entity.plural)
  return (
    <Card
      title={entity.labelPlural}
      about={about}
      actions={
        entity.rights.create && (
          <Button size="sm" onClick={() => ask({ entity })}>
            <Plus size={13} /> {t('leads.add')}
          </Button>
        )
      }
    >
      <div className="overflow-x-auto">
        <Table>
          <thead>
            <tr>
              {columns.map((key) => (
                <Th key={key}>{entity.fields[key]?.label}</Th>
              ))}
              <Th>
                <span className="sr-only">{t('settings.edit')}</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {records.data?.map((r) => (
              <tr key={r.id}>
                {columns.map((key) => (
                  <Td key={key}>
                    {entity.fields[key] && <Value field={entity.fields[key]} value={r[key]} />}
                  </Td>
                ))}
                <Td className="text-right whitespace-nowrap">
                  <Button size="sm" look="quiet" onClick={() => ask({ entity, record: r })}>
                    {t('settings.edit')}
                  </Button>
                  <Button
                    size="sm"
                    look="quiet"
                    onClick={() => void remove(r, String(r[entity.title] ?? entity.label))}
                  >
                    {t('settings.remove')}
                  </Button>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      {records.data?.length === 0 && <EmptyState title={t('leads.nothing')} />}
    </Card>
  )
}

/** Every assignment that was made, and what came of it. */
function Ledger({ entity }: { entity: Entity }) {
  const { t } = useTranslation()
  const { data } = useQuery({
    queryKey: [...keys.lists(entity.plural), 'last'],
    queryFn: () => api<{ items: Rec[] }>(`${entity.plural}?limit=30&sort=-at`),
  })
  return (
    <Card title={t('leads.ledger')} about={t('leads.ledgerAbout')}>
      <ul className="divide-y divide-line">
        {data?.items.map((a) => (
          <li key={a.id} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-1.5">
            <span className="figures w-36 text-sm text-ink-3">{formatTime(String(a['at']))}</span>
            <span className="min-w-0 flex-1 basis-48 truncate">{(a['lead'] as Ref | null)?.title}</span>
            <span>{(a['user'] as Ref | null)?.title}</span>
            {entity.fields['why'] && <Value field={entity.fields['why']} value={a['why']} />}
            <Value field={entity.fields['outcome']!} value={a['outcome']} />
          </li>
        ))}
      </ul>
      {data?.items.length === 0 && <EmptyState title={t('leads.nothing')} />}
    </Card>
  )
}
