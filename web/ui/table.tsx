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
