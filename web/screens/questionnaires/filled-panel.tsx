import { useInfiniteQuery } from '@tanstack/react-query'
import { ClipboardList } from 'lucide-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCatalogue, useEntity } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { titleOf } from '../../kinds/index.ts'
import { formatDate, formatNumber, formatPercent } from '../../format.ts'
import { listQuery, type Rec, type Ref } from '../../records.ts'
import { show } from '../../shell/overlays.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { useAll } from '../settings/use-all.ts'

/** What was asked about the record and answered, the latest first, and what may be asked. */
export default function FilledPanel(props: PanelProps) {
  const { entities } = useCatalogue()
  return entities['questionnaire'] && entities['filledQuestionnaire'] ? <Filled {...props} /> : null
}

function Filled({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const filled = useEntity('filledQuestionnaire')
  const catalogue = useCatalogue()
  const offered = (useAll('questionnaires', { sort: 'name', fields: 'name,entity,isOff' }).data ?? []).filter(
    (q) => [null, entity.name].includes(q['entity'] as string | null),
  )
  const { data } = useInfiniteQuery({
    ...listQuery(filled.plural, {
      filter: ['record', 'is', { entity: entity.name, id: record.id }],
      sort: '-filledOn',
      fields: 'name,score,most,percent,filledOn,createdBy,note',
    }),
    enabled: offered.length > 0,
  })
  const all = data?.pages.flatMap((p) => p.items) ?? []
  const open = offered.filter((q) => !q['isOff'])
  const mayFill = filled.rights.create && open.length > 0 && !record['deletedAt']
  if (all.length === 0 && !mayFill) return null
  const here = { entity: entity.name, id: record.id, title: titleOf(catalogue, entity.name, record) }
  const fill = (q: Rec) =>
    show({
      kind: 'create',
      entity: filled.name,
      values: { questionnaire: { id: q.id, title: String(q['name']) }, record: here },
    })
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={filled.labelPlural}>
      <header className="flex min-h-8 items-center gap-2">
        <ClipboardList size={15} className="text-ink-3" aria-hidden />
        <h2 className="flex-1 font-medium">{t('questionnaires.title')}</h2>
        {mayFill && (
          <Menu
            align="end"
            trigger={
              <Button size="sm" look="quiet">
                {t('questionnaires.fill')}
              </Button>
            }
          >
            {open.map((q) => (
              <MenuItem key={q.id} onSelect={() => fill(q)}>
                {String(q['name'])}
              </MenuItem>
            ))}
          </Menu>
        )}
      </header>
      <ul className="pl-6 empty:hidden">
        {all.map((f) => (
          <Line key={f.id} plural={filled.plural} filled={f} />
        ))}
      </ul>
    </section>
  )
}

const Line = ({ plural, filled: f }: { plural: string; filled: Rec }) => (
  <li className="flex flex-wrap items-baseline gap-x-3 py-0.5">
    <Link to="/$plural/$id" params={{ plural, id: f.id }} className="min-w-0 font-medium hover:underline">
      {String(f['name'])}
    </Link>
    {typeof f['score'] === 'number' && (
      <span className="figures">
        {formatNumber(f['score'])}
        <span className="text-ink-3"> / {formatNumber(f['most'] as number)}</span>
        {typeof f['percent'] === 'number' && (
          <span className="text-ink-2"> · {formatPercent(Math.round(f['percent']))}</span>
        )}
      </span>
    )}
    <span className="text-sm text-ink-3">
      {[formatDate(f['filledOn'] as string), (f['createdBy'] as Ref | null)?.title]
        .filter(Boolean)
        .join(' · ')}
    </span>
  </li>
)
