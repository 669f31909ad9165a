import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './class.ts'

type StateProps = { icon?: ReactNode; title: string; children?: ReactNode; actions?: ReactNode }

/** Nothing here: why, and what to do. */
export const EmptyState = ({ icon, title, children, actions }: StateProps) => (
  <div className="mx-auto flex max-w-sm flex-col items-center px-6 py-14 text-center">
    {icon && <div className="mb-3 text-ink-3">{icon}</div>}
    <h2 className="text-md font-semibold">{title}</h2>
    {children && <div className="mt-1 text-ink-2">{children}</div>}
    {actions && <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div>}
  </div>
)

/** It failed: what, and how to go on. */
export const ErrorState = ({ title, children, actions }: StateProps) => (
  <div role="alert">
    <EmptyState icon={<CircleAlert size={22} className="text-danger" />} title={title} actions={actions}>
      {children}
    </EmptyState>
  </div>
)

const tones = {
  info: ['bg-accent-soft', <Info key="i" size={15} className="text-accent-strong" />],
  warning: ['bg-warning-soft', <TriangleAlert key="w" size={15} className="text-warning" />],
  danger: ['bg-danger-soft', <CircleAlert key="d" size={15} className="text-danger" />],
} as const

/** A line that stays at the top of what it is about. */
export const Banner = ({
  tone = 'info',
  children,
  actions,
}: {
  tone?: keyof typeof tones
  children: ReactNode
  actions?: ReactNode
}) => (
  <div
    role={tone === 'danger' ? 'alert' : 'status'}
    className={cx('flex flex-wrap items-center gap-x-2.5 gap-y-1 rounded-md px-3 py-2', tones[tone][0])}
  >
    <span className="shrink-0">{tones[tone][1]}</span>
    <div className="min-w-0 flex-1 basis-52">{children}</div>
    {actions}
  </div>
)

/** Grey bars in place of text that has not come after 300 ms. */
export const Skeleton = ({ lines = 3 }: { lines?: number }) => (
  <div aria-hidden className="appear-late flex flex-col gap-3 p-4">
    {Array.from({ length: lines }, (_, i) => (
      <div key={i} className="h-3.5 rounded-sm bg-press" style={{ width: `${[62, 84, 48, 73][i % 4]}%` }} />
    ))}
  </div>
)

/** Long work: how far, and a way to stop it. */
export const Progress = ({ value, max, label }: { value: number | null; max: number; label: string }) => (
  <div
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={max}
    aria-valuenow={value ?? undefined}
    className="h-1.5 overflow-hidden rounded-full bg-press"
  >
    <div
      className={cx(
        'h-full rounded-full bg-accent transition-[width] duration-200',
        value === null && 'w-1/3 animate-pulse',
      )}
      style={value === null ? undefined : { width: `${max ? (100 * value) / max : 0}%` }}
    />
  </div>
)
