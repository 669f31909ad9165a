import type { ComponentProps } from 'react'
import { cx } from './class.ts'

/** A plain table, for settings and previews. The big lists have their own grid (derived/list). */
export const Table = ({ className, ...props }: ComponentProps<'table'>) => (
  <div className="overflow-x-auto">
    <table {...props} className={cx('w-full border-collapse text-left', className)} />
  </div>
)
export const Th = ({ className, ...props }: ComponentProps<'th'>) => (
  <th
    scope="col"
    {...props}
    className={cx(
      'h-8 border-b border-line px-2.5 text-sm font-medium whitespace-nowrap text-ink-3 first:pl-0',
      className,
    )}
  />
)
export const Td = ({ className, ...props }: ComponentProps<'td'>) => (
  <td {...props} className={cx('h-9 border-b border-line px-2.5 first:pl-0', className)} />
)
