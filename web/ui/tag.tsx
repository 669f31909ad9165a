import { X } from 'lucide-react'
import type { ReactNode } from 'react'

export const hues = ['gray', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'pink'] as const
export type Hue = (typeof hues)[number]
export const hueOf = (color: string | undefined): Hue =>
  hues.includes(color as Hue) ? (color as Hue) : 'gray'

/** A tinted word: an option, a tag. */
export const Tag = ({
  color,
  children,
  onRemove,
  removeLabel,
}: {
  color?: string | undefined
  children: ReactNode
  onRemove?: () => void
  removeLabel?: string
}) => (
  <span
    data-hue={hueOf(color)}
    className="inline-flex min-h-5 max-w-full min-w-0 items-center gap-1 rounded-sm bg-(--tag-bg) px-1.5 text-sm whitespace-nowrap text-(--tag-ink)"
  >
    <span className="truncate">{children}</span>
    {onRemove && (
      <button
        type="button"
        aria-label={removeLabel}
        onClick={onRemove}
        className="relative -mr-0.5 after:absolute after:-inset-1.5"
      >
        <X size={11} />
      </button>
    )}
  </span>
)

/** A state: a coloured dot and a word, quieter than a tag in a column of them. */
export const Dot = ({ color, children }: { color?: string | undefined; children?: ReactNode }) => (
  <span data-hue={hueOf(color)} className="inline-flex min-w-0 items-center gap-1.5">
    <span aria-hidden className="size-2 shrink-0 rounded-full bg-(--tag-dot)" />
    {children !== undefined && <span className="truncate">{children}</span>}
  </span>
)

const tones = {
  plain: 'bg-press text-ink-2',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
  accent: 'bg-accent-soft text-accent-strong',
}
export type Tone = keyof typeof tones

export const Badge = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => (
  <span
    className={`inline-flex h-5 items-center gap-1 rounded-sm px-1.5 text-sm font-medium whitespace-nowrap ${tones[tone]}`}
  >
    {children}
  </span>
)
