import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import { writable } from '../../writing.ts'
import { likelyQuery } from './client.ts'
import { useReasons } from './words.ts'

const shown = 3
const pause = 450

/** While something is typed: who this may be already, and why. It only tells, and never stands in the way. */
export default function LikelyHint({ entity, values }: { entity: Entity; values: Record<string, unknown> }) {
  const { t } = useTranslation()
  const reasons = useReasons(entity)
  const now = JSON.stringify(writable(entity, values))
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(now), pause)
    return () => clearTimeout(timer)
  }, [now])
  const { data } = useQuery({
    ...likelyQuery(entity.name, JSON.parse(asked || '{}') as Record<string, unknown>),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  })
  if (!data?.length) return null
  return (
    <aside role="status" className="rounded-md bg-warning-soft px-3 py-2">
      <h3 className="text-sm text-ink-2">{t('duplicates.isThere')}</h3>
      <ul>
        {data.slice(0, shown).map((one) => (
          <li key={one.id} className="py-0.5">
            <a
              href={`/${entity.plural}/${one.id}`}
              target="_blank"
              rel="noopener"
              className="font-medium underline decoration-line-strong underline-offset-2 hover:decoration-current"
            >
              {one.title}
            </a>{' '}
            <span className="text-sm text-ink-2">
              {reasons(one.parts, 3)
                .filter((r) => r.isFor)
                .map((r) => r.text)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      {data.length > shown && (
        <p className="text-sm text-ink-2">{t('duplicates.andMore', { count: data.length - shown })}</p>
      )}
    </aside>
  )
}
