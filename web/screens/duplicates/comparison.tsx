import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, Merge as MergeIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { titleOf } from '../../kinds/index.ts'
import type { Rec } from '../../records.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { useKeys } from '../../shell/keys.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { comparedQuery, type Compared, type Pair } from './client.ts'
import { ComparedTable } from './compared-table.tsx'
import { CertaintyBadge, Reasons } from './reasons.tsx'
import { useDecisions, type Choice } from './use-decisions.ts'

type Props = {
  entity: Entity
  ids: readonly string[]
  /** Back to the list, where it is not beside this. */
  onBack?: (() => void) | undefined
  /** These records are decided upon. */
  onDecided: (survivor?: string) => void
}

/** Records side by side: which stays, whose values it takes, what comes to it. */
export function Comparison({ entity, ids, onBack, onDecided }: Props) {
  const { t } = useTranslation()
  const query = useQuery(comparedQuery(entity.name, ids))
  if (query.error) return <FailedToLoad error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Skeleton lines={10} />
  if (query.data.records.length < 2)
    return <EmptyState title={t('duplicates.oneNow')}>{t('duplicates.oneNowHow')}</EmptyState>
  return (
    <Whole key={ids.join()} entity={entity} compared={query.data} onBack={onBack} onDecided={onDecided} />
  )
}

/** The one that more refers to, and of equals the older, stays unless another is chosen. */
function likeliestToStay({ records, links }: Compared): string {
  const weight = (r: Rec) => links.reduce((sum, l) => sum + (l.counts[r.id] ?? 0), 0)
  return records.toSorted((a, b) => weight(b) - weight(a) || (a.id < b.id ? -1 : 1))[0]!.id
}

function Whole({ entity, compared, onBack, onDecided }: Omit<Props, 'ids'> & { compared: Compared }) {
  const { t } = useTranslation()
  const { records } = compared
  const [into, setInto] = useState(() => likeliestToStay(compared))
  const [left, setLeft] = useState<readonly string[]>([])
  const [choose, setChoose] = useState<Choice>({})
  const [busy, setBusy] = useState(false)
  const { merge, dismiss } = useDecisions(entity)
  const chosen = records.filter((r) => !left.includes(r.id))
  const ordered = [...chosen.filter((r) => r.id === into), ...chosen.filter((r) => r.id !== into)]
  const from = ordered.slice(1).map((r) => r.id)
  const mayMerge = entity.rights.update !== 'none' && entity.rights.delete !== 'none'
  const toggle = (id: string) => {
    if (left.includes(id)) return setLeft(left.filter((x) => x !== id))
    if (chosen.length <= 2) return
    setLeft([...left, id])
    setChoose(Object.fromEntries(Object.entries(choose).filter(([, from]) => from !== id)))
    if (id === into) setInto(chosen.find((r) => r.id !== id)!.id)
  }
  const decide = async (step: () => Promise<boolean>, survivor?: string) => {
    if (busy) return
    setBusy(true)
    if (await step()) onDecided(survivor)
    setBusy(false)
  }
  const join = () => void (mayMerge && decide(() => merge(into, from, choose), into))
  const part = () => void decide(() => dismiss(everyPair(chosen)))
  const stay = (n: number) =>
    ordered.length && records[n] && !left.includes(records[n].id) && setInto(records[n].id)
  useKeys({
    m: join,
    n: part,
    ...Object.fromEntries(records.slice(0, 9).map((_, i) => [String(i + 1), () => void stay(i)])),
  })
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-3 py-2 sm:px-4">
        {onBack && (
          <IconButton label={t('duplicates.backToList')} onClick={onBack}>
            <ChevronLeft size={16} />
          </IconButton>
        )}
        <h2 className="min-w-0 flex-1 basis-40 font-semibold">
          {t('duplicates.compare', { count: records.length })}
        </h2>
        <Button onClick={part} busy={busy}>
          {t('duplicates.notSame')} <KeyHint keys="n" />
        </Button>
        {mayMerge && (
          <Button look="solid" onClick={join} busy={busy}>
            <MergeIcon size={14} /> {t('duplicates.merge', { count: chosen.length })} <KeyHint keys="m" />
          </Button>
        )}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Why entity={entity} records={records} pairs={compared.pairs} />
        <ComparedTable
          entity={entity}
          compared={compared}
          ordered={ordered}
          into={into}
          left={left}
          choose={choose}
          onStay={setInto}
          onToggle={toggle}
          onChoose={setChoose}
        />
      </div>
    </div>
  )
}

const KeyHint = ({ keys }: { keys: string }) => (
  <span className="opacity-70 pointer-coarse:hidden [&_kbd]:text-current [&_span]:border-current/30">
    <Kbd keys={keys} />
  </span>
)

const everyPair = (records: readonly Rec[]): [string, string][] =>
  records.flatMap((a, i) => records.slice(i + 1).map((b): [string, string] => [a.id, b.id]))

const shownPairs = 6

function Why({
  entity,
  records,
  pairs,
}: {
  entity: Entity
  records: readonly Rec[]
  pairs: readonly Pair[]
}) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const name = (id: string) =>
    titleOf(
      catalogue,
      entity.name,
      records.find((r) => r.id === id)!,
    )
  const ordered = pairs.toSorted((a, b) => b.weight - a.weight).slice(0, shownPairs)
  if (ordered.length === 0) return null
  return (
    <section aria-label={t('duplicates.why')} className="flex flex-col gap-1.5 px-3 py-2.5 sm:px-4">
      {ordered.map((p) => (
        <div key={`${p.a} ${p.b}`} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <CertaintyBadge probability={p.probability} />
          {records.length > 2 && (
            <span className="text-sm">
              {name(p.a)} · {name(p.b)}
            </span>
          )}
          <Reasons entity={entity} parts={p.parts} most={6} />
        </div>
      ))}
    </section>
  )
}
