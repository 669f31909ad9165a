import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import { Badge, type Tone } from '../../ui/tag.tsx'
import { cx } from '../../ui/class.ts'
import type { Part } from './client.ts'
import { certaintyOf, percentOf, useReasons, type Certainty } from './words.ts'

/** Why two records may be one: what agrees, then what does not. */
export function Reasons({ entity, parts, most }: { entity: Entity; parts: readonly Part[]; most?: number }) {
  const { t } = useTranslation()
  const reasons = useReasons(entity)(parts, most)
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-0.5 text-sm">
      {reasons.map((r) => (
        <li key={r.key} className={cx('min-w-0', r.isFor ? 'text-ink-2' : 'text-ink-3')}>
          <span aria-hidden className={cx('mr-1 font-medium', r.isFor ? 'text-success' : 'text-warning')}>
            {r.isFor ? '+' : '−'}
          </span>
          <span className="sr-only">{t(r.isFor ? 'duplicates.speaksFor' : 'duplicates.speaksAgainst')} </span>
          {r.text}
        </li>
      ))}
    </ul>
  )
}

const tones: Record<Certainty, Tone> = { certain: 'success', likely: 'accent', possible: 'plain' }

export function CertaintyBadge({ probability }: { probability: number }) {
  const { t } = useTranslation()
  const certainty = certaintyOf(probability)
  return (
    <Badge tone={tones[certainty]}>
      {t(`duplicates.certainty.${certainty}`)}{' '}
      <span className="figures font-normal">{percentOf(probability)}</span>
    </Badge>
  )
}
