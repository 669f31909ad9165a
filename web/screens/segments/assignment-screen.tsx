import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api.ts'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { CreateDialog } from '../../derived/form/create-dialog.tsx'
import { EditDialog } from '../../derived/form/edit-dialog.tsx'
import { formatNumber } from '../../format.ts'
import { isEmpty } from '../../kinds/index.ts'
import { Value } from '../../kinds/value.tsx'
import type { Rec, Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState } from '../../ui/state.tsx'
import { Badge } from '../../ui/tag.tsx'
import { say } from '../../ui/toast.tsx'
import { undoable } from '../../undo.ts'
import { Card, SettingsPage } from '../settings/part.tsx'
import { useAll, useChanges, useSorry } from '../settings/use-all.ts'

type Preview = {
  rules: { id: string; name: string; to: Ref; count: number }[]
  count: number
  more: boolean
  moves: { id: string; title: string; rule: string; from: Ref | null; to: Ref }[]
}
const conditions = ['regions', 'industries', 'sources', 'minEmployees', 'maxEmployees', 'onlyUnowned']

/** Whose clients are by the rules: what would change first, then doing it, with a way back. */
export function AssignmentScreen() {
  const { entities } = useCatalogue()
  const rule = entities['assignmentRule']
  return rule ? <Assignment rule={rule} /> : null
}

function Assignment({ rule }: { rule: Entity }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<Rec | 'new' | null>(null)
  const rules = useAll(rule.plural, { sort: 'position' })
  const { remove } = useChanges(rule.plural)
  const close = () => setAsked(null)
  const mayRun = rule.rights.update !== 'none'
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <SettingsPage
        title={t('segments.assignment.title')}
        about={t('segments.assignment.about')}
        actions={
          rule.rights.create && (
            <Button look="solid" onClick={() => setAsked('new')}>
              {t('segments.assignment.add')}
            </Button>
          )
        }
      >
        {mayRun && <WouldChange key={(rules.data ?? []).map((r) => `${r.id}${r.revision}`).join()} />}
        {rules.data?.map((r) => (
          <Card
            key={r.id}
            title={
              <span className="flex flex-wrap items-center gap-2">
                {String(r['name'])} → {(r['to'] as Ref | null)?.title}
                {r['isActive'] !== true && <Badge tone="warning">{t('privacy.notInUse')}</Badge>}
              </span>
            }
            actions={
              mayRun && (
                <>
                  <Button size="sm" onClick={() => setAsked(r)}>
                    {t('settings.edit')}
                  </Button>
                  <Button size="sm" look="quiet" onClick={() => void remove(r, String(r['name']))}>
                    {t('settings.remove')}
                  </Button>
                </>
              )
            }
          >
            <dl className="flex flex-wrap gap-x-6 gap-y-1 py-2">
              {conditions
                .filter((key) => !isEmpty(r[key]) && r[key] !== false)
                .map((key) => (
                  <div key={key} className="flex min-w-0 flex-wrap gap-x-2">
                    <dt className="text-ink-3">{rule.fields[key]!.label}</dt>
                    <dd className="min-w-0 *:flex-wrap">
                      <Value field={rule.fields[key]!} value={r[key]} />
                    </dd>
                  </div>
                ))}
            </dl>
          </Card>
        ))}
        {asked === 'new' && (
          <CreateDialog
            entity={rule.name}
            values={{ position: (rules.data?.length ?? 0) + 1 }}
            onMade={() => {}}
            onClose={close}
          />
        )}
        {asked && asked !== 'new' && <EditDialog entity={rule} record={asked} onClose={close} />}
      </SettingsPage>
    </div>
  )
}

function WouldChange() {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const sorry = useSorry()
  const [of, setOf] = useState('account')
  const plural = entities[of]?.plural ?? of
  const { refresh } = useChanges(plural)
  const { data, refetch } = useQuery({
    queryKey: ['assignment', of],
    staleTime: 0,
    queryFn: ({ signal }) =>
      api<Preview>('operations/assignment.preview', { method: 'POST', body: { of }, signal }),
  })
  const again = async () => {
    await Promise.all([refresh(), refetch()])
  }
  const post = <T,>(name: string, body: object) =>
    api<T>(`operations/assignment.${name}`, { method: 'POST', body, once: newKey() })
  const run = () =>
    void post<{ run: string; changed: number }>('run', { of }).then(async ({ run: id, changed }) => {
      const undo = undoable(() => post('undo', { run: id }).then(again, sorry))
      say(t('segments.assignment.done', { n: formatNumber(changed) }), {
        action: { label: t('ui.undo'), run: () => void undo() },
      })
      await again()
    }, sorry)
  return (
    <Card
      title={t('segments.assignment.would')}
      actions={
        <>
          <Select
            className="w-36"
            aria-label={t('segments.quality.of')}
            items={['account', 'contact'].map((value) => ({
              value,
              label: entities[value]?.labelPlural ?? value,
            }))}
            value={of}
            onChange={setOf}
          />
          {data && data.count > 0 && (
            <Button look="solid" onClick={run}>
              <Play size={13} aria-hidden />{' '}
              {t('segments.assignment.run', { n: formatNumber(data.count) + (data.more ? '+' : '') })}
            </Button>
          )}
        </>
      }
    >
      {data?.count === 0 && <EmptyState title={t('segments.assignment.nothing')} />}
      {data && data.count > 0 && (
        <>
          <ul className="flex flex-wrap gap-x-5 gap-y-1 py-2">
            {data.rules.map((r) => (
              <li key={r.id}>
                {r.name} <span className="figures font-medium">{formatNumber(r.count)}</span>
              </li>
            ))}
          </ul>
          <ul className="max-h-96 divide-y divide-line overflow-y-auto border-t border-line">
            {data.moves.map((m) => (
              <li key={m.id} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
                <Link
                  to="/$plural/$id"
                  params={{ plural, id: m.id }}
                  className="min-w-0 flex-1 basis-52 truncate font-medium hover:underline"
                >
                  {m.title}
                </Link>
                <span className="text-ink-2">
                  {m.from?.title ?? t('segments.assignment.nobody')} → {m.to.title}
                </span>
                <span className="text-sm text-ink-3">{m.rule}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}
