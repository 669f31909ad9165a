import { ArrowDown, ArrowUp, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { CreateDialog } from '../../derived/form/create-dialog.tsx'
import { EditDialog } from '../../derived/form/edit-dialog.tsx'
import { formatPercent } from '../../format.ts'
import { Value } from '../../kinds/value.tsx'
import type { Rec, Ref } from '../../records.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { MenuItem, MenuLine } from '../../ui/menu.tsx'
import { MoreMenu } from '../../ui/more-menu.tsx'
import { Badge } from '../../ui/tag.tsx'
import { Card, SettingsPage } from './part.tsx'
import { useAll, useChanges } from './use-all.ts'

type Asked = { entity: Entity; record?: Rec; values?: Record<string, unknown> } | null

/** The way of a deal: pipelines, their stages in order, and why deals are lost. */
export function PipelinesPage() {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const [asked, setAsked] = useState<Asked>(null)
  const pipelines = useAll('pipelines', { sort: 'position' })
  const stages = useAll('stages', { sort: 'position' })
  const { pipeline, stage, lossReason } = entities
  if (!pipeline || !stage) return null
  const of = (p: Rec) => (stages.data ?? []).filter((s) => (s['pipeline'] as Ref | null)?.id === p.id)
  return (
    <SettingsPage
      title={t('settings.pages.pipelines')}
      about={t('settings.pipelines.about')}
      actions={
        <Button
          look="solid"
          onClick={() =>
            setAsked({ entity: pipeline, values: { position: (pipelines.data?.length ?? 0) + 1 } })
          }
        >
          {t('settings.pipelines.add')}
        </Button>
      }
    >
      {pipelines.data?.map((p) => (
        <Pipeline key={p.id} pipeline={p} stages={of(p)} entity={pipeline} stage={stage} ask={setAsked} />
      ))}
      {lossReason && <Reasons entity={lossReason} ask={setAsked} />}
      {asked &&
        (asked.record ? (
          <EditDialog entity={asked.entity} record={asked.record} onClose={() => setAsked(null)} />
        ) : (
          <CreateDialog
            entity={asked.entity.name}
            values={asked.values ?? {}}
            onMade={() => {}}
            onClose={() => setAsked(null)}
          />
        ))}
    </SettingsPage>
  )
}

type PipelineProps = {
  pipeline: Rec
  stages: readonly Rec[]
  entity: Entity
  stage: Entity
  ask: (asked: Asked) => void
}

function Pipeline({ pipeline, stages, entity, stage, ask }: PipelineProps) {
  const { t } = useTranslation()
  const pipes = useChanges('pipelines')
  const { update, remove } = useChanges('stages')
  const name = String(pipeline['name'])
  const move = (from: number, to: number) => {
    const order = stages.toSpliced(from, 1).toSpliced(to, 0, stages[from]!)
    const moved = order
      .map((s, i) => ({ id: s.id, position: i + 1, was: s['position'] }))
      .filter((s) => s.position !== s.was)
    void update(moved.map(({ id, position }) => ({ id, position })))
  }
  const here: Ref = { id: pipeline.id, title: name }
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          {name}
          {Boolean(pipeline['isDefault']) && <Badge>{entity.fields['isDefault']!.label}</Badge>}
        </span>
      }
      actions={
        <>
          <Button
            size="sm"
            onClick={() =>
              ask({ entity: stage, values: { pipeline: here, position: stages.length + 1, outcome: 'open' } })
            }
          >
            <Plus size={13} /> {stage.label}
          </Button>
          <MoreMenu label={t('settings.actionsOf', { name })} size="sm">
            <MenuItem onSelect={() => ask({ entity, record: pipeline })}>{t('settings.edit')}</MenuItem>
            <MenuLine />
            <MenuItem danger onSelect={() => void pipes.remove(pipeline, name)}>
              {t('settings.remove')}
            </MenuItem>
          </MoreMenu>
        </>
      }
    >
      <ol className="divide-y divide-line">
        {stages.map((s, i) => (
          <li key={s.id} className="flex min-h-10 items-center gap-3">
            <span className="figures w-4 text-right text-sm text-ink-3">{i + 1}</span>
            <span className="min-w-0 flex-1 truncate font-medium">{String(s['name'])}</span>
            <span className="figures hidden w-12 text-right text-ink-2 sm:block">
              {typeof s['probability'] === 'number' ? formatPercent(s['probability']) : ''}
            </span>
            <span className="hidden w-24 text-ink-2 sm:block">
              <Value field={stage.fields['outcome']!} value={s['outcome']} />
            </span>
            <span className="flex">
              <IconButton
                size="sm"
                label={t('settings.up')}
                disabled={i === 0}
                onClick={() => move(i, i - 1)}
              >
                <ArrowUp size={14} />
              </IconButton>
              <IconButton
                size="sm"
                label={t('settings.down')}
                disabled={i === stages.length - 1}
                onClick={() => move(i, i + 1)}
              >
                <ArrowDown size={14} />
              </IconButton>
              <MoreMenu label={t('settings.actionsOf', { name: s['name'] })} size="sm">
                <MenuItem onSelect={() => ask({ entity: stage, record: s })}>{t('settings.edit')}</MenuItem>
                <MenuLine />
                <MenuItem danger onSelect={() => void remove(s, String(s['name']))}>
                  {t('settings.remove')}
                </MenuItem>
              </MoreMenu>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Reasons({ entity, ask }: { entity: Entity; ask: (asked: Asked) => void }) {
  const { t } = useTranslation()
  const reasons = useAll(entity.plural, { sort: 'name' })
  const { remove } = useChanges(entity.plural)
  return (
    <Card
      title={entity.labelPlural}
      actions={
        <Button size="sm" onClick={() => ask({ entity })}>
          <Plus size={13} /> {entity.label}
        </Button>
      }
    >
      <ul className="divide-y divide-line">
        {reasons.data?.map((r) => (
          <li key={r.id} className="flex min-h-9 items-center gap-2">
            <span className="flex-1">{String(r['name'])}</span>
            <Button size="sm" look="quiet" onClick={() => ask({ entity, record: r })}>
              {t('settings.edit')}
            </Button>
            <Button size="sm" look="quiet" onClick={() => void remove(r, String(r['name']))}>
              {t('settings.remove')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
