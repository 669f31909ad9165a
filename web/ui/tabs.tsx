import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { cx } from './class.ts'

export function Tabs<V extends string>({
  value,
  onChange,
  items,
  children,
  label,
  className,
}: {
  value: V
  onChange: (value: V) => void
  items: readonly { value: V; label: string; count?: number }[]
  label: string
  /** Of the row of tabs. */
  className?: string
  children?: ReactNode
}) {
  return (
    <Base.Root value={value} onValueChange={(v) => onChange(v as V)}>
      <Base.List
        aria-label={label}
        className={cx('relative flex gap-1 overflow-x-auto border-b border-line', className)}
      >
        {items.map((item) => (
          <Base.Tab
            key={item.value}
            value={item.value}
            className="-mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent px-2 whitespace-nowrap text-ink-2 -outline-offset-2 hover:text-ink data-active:border-ink data-active:font-medium data-active:text-ink"
          >
            {item.label}
            {item.count !== undefined && <span className="figures text-sm text-ink-3">{item.count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {children}
    </Base.Root>
  )
}
export const TabPanel = Base.Panel
