import type { ReactNode } from 'react'
import { cx } from '../../ui/class.ts'
import { About } from './figure.tsx'

const head =
  'sticky top-0 z-10 h-9 min-w-24 border-b border-line bg-surface px-2.5 pb-1.5 text-right align-bottom text-sm font-medium text-ink-3'
const first = 'sticky left-0 max-w-40 truncate bg-surface px-2.5 text-left! font-normal sm:max-w-72'

export type Head = { key: string; label: string; about?: string | undefined }

/** A table of figures: what they are stands above, whose they are before them, both in sight while it is scrolled. */
export const FigureTable = ({
  label,
  corner,
  heads,
  children,
}: {
  label: string
  corner: string | undefined
  heads: readonly Head[]
  children: ReactNode
}) => (
  <div
    tabIndex={0}
    role="region"
    aria-label={label}
    className="max-h-[70dvh] overflow-auto rounded-xl border border-line"
  >
    <table className="w-full border-separate border-spacing-0">
      <thead>
        <tr>
          <th scope="col" className={cx(head, first, 'z-20! font-medium!')}>
            {corner}
          </th>
          {heads.map((h) => (
            <th key={h.key} scope="col" className={head}>
              {h.label}
              {h.about !== undefined && <About label={h.label}>{h.about}</About>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
)

/** A line of it; that of the total is told from the others. */
export const FigureLine = ({
  title,
  isTotal = false,
  link,
  children,
}: {
  title: string
  isTotal?: boolean
  /** The title as the way to its record. */
  link?: ReactNode
  children: ReactNode
}) => (
  <tr className={cx('group', isTotal && 'font-medium')}>
    <th
      scope="row"
      title={title}
      className={cx(first, 'h-9 border-b border-line group-hover:bg-canvas', isTotal && 'font-medium!')}
    >
      {link ?? title}
    </th>
    {children}
  </tr>
)

export const FigureCell = ({ className, children }: { className?: string; children: ReactNode }) => (
  <td
    className={cx(
      'figures h-9 border-b border-line px-2.5 text-right whitespace-nowrap group-hover:bg-canvas',
      className,
    )}
  >
    {children}
  </td>
)
