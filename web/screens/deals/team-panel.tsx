import { Plus, Users, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQueryClient } from '@tanstack/react-query'
import { api, ApiError, newKey } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatPercent } from '../../format.ts'
import { Control } from '../../kinds/value.tsx'
import { keys, type Ref } from '../../records.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { Banner } from '../../ui/state.tsx'
import { useAll } from '../settings/use-all.ts'

type Member = { user: Ref | null; duty: string | null; percent: number | null }

/** Who of ours works on the deal, and the share of its revenue that each is credited with. */
export default function TeamPanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const members = useCatalogue().entities['dealMember']
  const saved = useAll('dealMembers', { filter: ['deal', 'is', record.id] as const, sort: '-percent' })
  const [draft, setDraft] = useState<Member[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  if (!members || !saved.data) return null
  const now = saved.data as unknown as Member[]
  const start = () =>
    setDraft(now.length ? now : [{ user: record['owner'] as Ref | null, duty: null, percent: 100 }])
  const sum = (draft ?? now).reduce((all, m) => all + (m.percent ?? 0), 0)
  const put = (i: number, change: Partial<Member>) =>
    setDraft((all) => all && all.map((m, j) => (j === i ? { ...m, ...change } : m)))
  const save = async () => {
    const sent = draft!.flatMap((m) =>
      m.user ? [{ user: m.user.id, duty: m.duty || null, percent: m.percent }] : [],
    )
    try {
      await api('operations/deal.set_team', {
        method: 'POST',
        body: { id: record.id, members: sent },
        once: newKey(),
      })
      setDraft(null)
      setProblem(null)
      await client.invalidateQueries({ queryKey: keys.all('dealMembers') })
    } catch (error) {
      setProblem(
        error instanceof ApiError ? (error.problems[0]?.message ?? error.message) : t('ui.unreachableHow'),
      )
    }
  }
  const { user, duty, percent } = members.fields
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={members.labelPlural}>
      <header className="flex min-h-8 items-center gap-2">
        <Users size={15} className="text-ink-3" aria-hidden />
        <h2 className="flex-1 font-medium">{members.labelPlural}</h2>
        {!draft && entity.rights.update !== 'none' && (
          <Button size="sm" look="quiet" onClick={start}>
            {t('deals.editTeam')}
          </Button>
        )}
      </header>
      {problem && <Banner tone="danger">{problem}</Banner>}
      {draft ? (
        <form
          className="flex flex-col gap-2 pt-1"
          onSubmit={(e) => {
            e.preventDefault()
            void save()
          }}
        >
          {draft.map((m, i) => (
            <div key={i} className="grid grid-cols-[1fr_auto] gap-2 sm:grid-cols-[1fr_1fr_7rem_auto]">
              <Control
                id={`member-${i}`}
                aria-label={user!.label}
                field={user!}
                value={m.user}
                onChange={(v) => put(i, { user: v as Ref | null })}
              />
              <Control
                id={`duty-${i}`}
                aria-label={duty!.label}
                field={duty!}
                value={m.duty}
                onChange={(v) => put(i, { duty: v as string | null })}
              />
              <Control
                id={`share-${i}`}
                aria-label={percent!.label}
                field={percent!}
                value={m.percent}
                onChange={(v) => put(i, { percent: v as number | null })}
              />
              <IconButton
                label={t('ui.removeLine')}
                onClick={() => setDraft(draft.filter((_, j) => j !== i))}
              >
                <X size={14} />
              </IconButton>
            </div>
          ))}
          <div className="flex flex-wrap items-center gap-2">
            <Button size="sm" onClick={() => setDraft([...draft, { user: null, duty: null, percent: null }])}>
              <Plus size={13} /> {t('deals.addMember')}
            </Button>
            <span className={cx('figures text-sm', sum === 100 || sum === 0 ? 'text-ink-3' : 'text-danger')}>
              {t('deals.sharesSum', { percent: formatPercent(sum) })}
            </span>
            <span className="ml-auto flex gap-2">
              <Button size="sm" onClick={() => (setDraft(null), setProblem(null))}>
                {t('ui.cancel')}
              </Button>
              <Button size="sm" type="submit" look="solid">
                {t('ui.save')}
              </Button>
            </span>
          </div>
        </form>
      ) : now.length === 0 ? (
        <p className="pl-6 text-ink-3">{t('deals.noTeam')}</p>
      ) : (
        <ul className="flex flex-wrap gap-x-6 gap-y-1 pl-6">
          {now.map((m, i) => (
            <li key={i} className="flex items-center gap-2">
              <Avatar name={m.user?.title ?? ''} />
              <span>{m.user?.title}</span>
              {m.duty && <span className="text-ink-3">{m.duty}</span>}
              {m.percent !== null && <span className="figures text-ink-2">{formatPercent(m.percent)}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
