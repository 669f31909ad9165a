import type { ComponentProps } from 'react'
import { cx } from './class.ts'

/** What can be scrolled can be reached by keyboard too; what fits needs no stop. */
function reachable(frame: HTMLDivElement | null) {
  if (!frame) return undefined
  const look = () => {
    if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0
    else frame.removeAttribute('tabindex')
  }
  const observer = new ResizeObserver(look)
  observer.observe(frame)
  if (frame.firstElementChild) observer.observe(frame.firstElementChild)
  return () => observer.disconnect()
}

/** A plain table, for settings and previews. The big lists have their own grid (derived/list). */
export const Table = ({ className, ...props }: ComponentProps<'table'>) => (
  <div ref={reachable} className="overflow-x-auto">
    <table {...props} className={cx('w-full border-collapse text-left', className)} />
  </div>
)
/** On a phone each row is a block: what the row is of, and under it each value behind its cell's `label`. */
export const StackedTable = ({ className, ...props }: ComponentProps<'table'>) => (
  <Table
    {...props}
    className={cx(
      'max-sm:block max-sm:[&_:is(tbody,tfoot,tr)]:block max-sm:[&_td]:flex max-sm:[&_td]:h-auto max-sm:[&_td]:justify-between max-sm:[&_td]:gap-4 max-sm:[&_td]:border-0 max-sm:[&_td]:px-0 max-sm:[&_td]:py-0.5 max-sm:[&_td:empty]:hidden max-sm:[&_td[data-label]]:before:text-ink-3 max-sm:[&_td[data-label]]:before:content-[attr(data-label)] max-sm:[&_thead]:hidden max-sm:[&_tr]:border-b max-sm:[&_tr]:border-line max-sm:[&_tr]:py-2',
      className,
    )}
  />
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
export const Td = ({ className, label, ...props }: ComponentProps<'td'> & { label?: string }) => (
  <td {...props} data-label={label} className={cx('h-9 border-b border-line px-2.5 first:pl-0', className)} />
)
