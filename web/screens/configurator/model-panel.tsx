import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { hasPage, useCatalogue, useEntity } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { currentLocale } from '../../i18n.ts'
import { textOf } from '../../kinds/index.ts'
import { listQuery, type Filter, type Rec } from '../../records.ts'
import { show } from '../../shell/overlays.ts'
import { IconButton } from '../../ui/button.tsx'
import { Banner } from '../../ui/state.tsx'
import { run, type Option } from './configuration.ts'

type Checked = {
  problems: { option?: string; rule?: string; text: Record<'en' | 'uk', string> }[]
  configurations: string | null
  always: string[]
  never: string[]
}

const usePart = (name: 'modelOption' | 'optionRule', model: string, sort: string) => {
  const entity = useEntity(name)
  const filter: Filter = ['model', 'is', model]
  const { data } = useInfiniteQuery(listQuery(entity.plural, { filter, sort, limit: 500 }))
  return { entity, rows: data?.pages[0]?.items ?? [] }
}

/** Options as a tree, rules, and what they leave possible: all that there is to see of a model. */
export default function ModelPanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const options = usePart('modelOption', record.id, 'position')
  const rules = usePart('optionRule', record.id, 'createdAt')
  const isDraft = record['status'] === 'draft' && entity.rights.update !== 'none'
  const here = { id: record.id, title: String(record['name']) }
  const add = (name: string, values: object = {}) =>
    show({ kind: 'create', entity: name, values: { model: here, ...values } })
  const tree = options.rows as unknown as (Option & Rec)[]
  return (
    <>
      <Check model={record.id} stamp={JSON.stringify([tree, rules.rows])} />
      <Part title={t('configurator.options')}>
        {isDraft && (
          <IconButton size="sm" label={t('configurator.addOption')} onClick={() => add('modelOption')}>
            <Plus size={15} />
          </IconButton>
        )}
        <Branch all={tree} parent={null} add={isDraft ? (parent) => add('modelOption', { parent }) : null} />
      </Part>
      <Part title={t('configurator.rules')}>
        {isDraft && (
          <IconButton size="sm" label={t('configurator.addRule')} onClick={() => add('optionRule')}>
            <Plus size={15} />
          </IconButton>
        )}
        {rules.rows.length === 0 && <p className="text-ink-3">{t('configurator.noRules')}</p>}
        <ul>
          {rules.rows.map((r) => (
            <li key={r.id} className="py-1">
              <Link
                to="/$plural/$id"
                params={{ plural: rules.entity.plural, id: r.id }}
                className="font-mono text-sm wrap-anywhere hover:underline"
              >
                {String(r['says'])}
              </Link>
              {r['reason'] ? <p className="text-sm text-ink-3">{String(r['reason'])}</p> : null}
            </li>
          ))}
        </ul>
      </Part>
    </>
  )
}

/** A heading, what can be added, and the part itself. */
const Part = ({ title, children }: { title: string; children: React.ReactNode }) => {
  const [action, ...rest] = [children].flat()
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={title}>
      <header className="flex min-h-8 items-center gap-2">
        <h2 className="flex-1 font-medium">{title}</h2>
        {action}
      </header>
      {rest}
    </section>
  )
}

function Branch({
  all,
  parent,
  add,
}: {
  all: readonly (Option & Rec)[]
  parent: string | null
  add: ((parent: string) => void) | null
}) {
  const { t } = useTranslation()
  const entity = useEntity('modelOption')
  const here = all.filter((o) => (o.parent ?? null) === parent)
  if (here.length === 0) return null
  return (
    <ul className={parent === null ? '' : 'ml-2 border-l border-line pl-3'}>
      {here.map((o) => (
        <li key={o.id}>
          <div className="group flex min-h-7 items-center gap-2">
            <Link
              to="/$plural/$id"
              params={{ plural: entity.plural, id: o.id }}
              className="min-w-0 truncate hover:underline"
            >
              {o.name}
            </Link>
            <code className="truncate text-xs text-ink-3">{o.key}</code>
            {o.choice !== 'each' && (
              <span className="truncate text-xs text-ink-3">
                {textOf(entity.fields['choice']!, o.choice)}
              </span>
            )}
            <span className="flex-1" />
            {add && (
              <span className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
                <IconButton size="sm" label={t('configurator.addOption')} onClick={() => add(o.key)}>
                  <Plus size={14} />
                </IconButton>
              </span>
            )}
          </div>
          <Branch all={all} parent={o.key} add={add} />
        </li>
      ))}
    </ul>
  )
}

/** Asked anew whenever an option or a rule changes. */
function Check({ model, stamp }: { model: string; stamp: string }) {
  const { t } = useTranslation()
  const mayConfigure = hasPage(useCatalogue(), 'configure')
  const { data } = useQuery({
    queryKey: ['configurator', 'check', model, stamp],
    queryFn: () => run<Checked>('optionModel.check', { id: model }),
  })
  if (!data) return null
  return (
    <section
      className="flex flex-col gap-2 border-b border-line px-4 py-3"
      aria-label={t('configurator.check')}
    >
      {data.problems.length > 0 ? (
        <Banner tone="danger">
          <ul>
            {data.problems.map((p, i) => (
              <li key={i}>{p.text[currentLocale()]}</li>
            ))}
          </ul>
        </Banner>
      ) : (
        <p>
          {data.configurations === null
            ? t('configurator.tooMany')
            : t('configurator.configurations', {
                n: data.configurations.replaceAll(/\B(?=(\d{3})+$)/g, '\u00a0'),
              })}
        </p>
      )}
      {data.never.length > 0 && (
        <Banner tone="warning">
          {t('configurator.never')}: {data.never.join(', ')}
        </Banner>
      )}
      {mayConfigure && (
        <Link
          to={'/configure' as never}
          search={{ model } as never}
          className="self-start text-accent-strong hover:underline"
        >
          {t('configurator.ask')}
        </Link>
      )}
    </section>
  )
}
