import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { formatDate, formatNumber } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { DecimalInput } from '../../ui/number-input.tsx'
import { say } from '../../ui/toast.tsx'
import { Card } from './part.tsx'
import { useSorry } from './use-all.ts'

type Category = {
  key: string
  label: string
  entity: string
  months: number | null
  count: number
  more: boolean
  people: { id: string; title: string | null; last: string }[]
}

const preview = (timers: Record<string, number | null> | null) =>
  api<{ items: Category[] }>('operations/retention.preview', {
    method: 'POST',
    body: timers ? { timers } : {},
  })

/** How long people's data is kept without touch; and, before it is saved, who would go tonight. */
export function RetentionCard() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const { entities } = useCatalogue()
  const [draft, setDraft] = useState<Record<string, number | null> | null>(null)
  const { data } = useQuery({
    queryKey: ['retention', draft],
    queryFn: () => preview(draft),
    placeholderData: (old) => old,
  })
  if (!data) return null
  const now = draft ?? Object.fromEntries(data.items.map((c) => [c.key, c.months]))
  const save = () =>
    api('operations/retention.set', { method: 'POST', body: { timers: now }, once: newKey() }).then(
      async () => {
        setDraft(null)
        await client.invalidateQueries({ queryKey: ['retention'] })
        say(t('settings.saved'))
      },
      sorry,
    )
  return (
    <Card
      title={t('privacy.retention')}
      actions={
        draft && (
          <Button size="sm" look="solid" onClick={() => void save()}>
            {t('ui.save')}
          </Button>
        )
      }
    >
      <p className="py-2 text-ink-3">{t('privacy.retentionAbout')}</p>
      <ul className="flex flex-col gap-3 pb-3">
        {data.items.map((c) => (
          <li key={c.key}>
            <label className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="min-w-0 flex-1 basis-60">{c.label}</span>
              <span className="w-24">
                <DecimalInput
                  aria-label={`${c.label}: ${t('privacy.months')}`}
                  value={now[c.key] == null ? null : String(now[c.key])}
                  onChange={(v) => setDraft({ ...now, [c.key]: v === null ? null : Number(v) })}
                />
              </span>
              <span className="text-ink-3">{t('privacy.months')}</span>
            </label>
            {c.months !== null && (
              <details>
                <summary className="min-h-6 cursor-pointer text-sm text-ink-2">
                  {t('privacy.tonight', { n: formatNumber(c.people.length) + (c.more ? '+' : '') })}
                </summary>
                <ul className="pl-4">
                  {c.people.map((p) => (
                    <li key={p.id}>
                      <Link
                        to="/$plural/$id"
                        params={{ plural: entities[c.entity]!.plural, id: p.id }}
                        className="hover:underline"
                      >
                        {p.title || t('record.untitled')}
                      </Link>{' '}
                      <span className="figures text-sm text-ink-3">{formatDate(p.last.slice(0, 10))}</span>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
      <Link to="/$plural" params={{ plural: 'dataRequests' }} className="text-accent-strong hover:underline">
        {t('privacy.requests')}
      </Link>
    </Card>
  )
}
