import { useTranslation } from 'react-i18next'
import { Checkbox } from '../ui/checkbox.tsx'
import { Input } from '../ui/input.tsx'
import { AddLine, RemoveLine } from './line-buttons.tsx'

export type Way = { value: string; label?: string; primary?: boolean; kind?: string }
export type Address = Partial<
  Record<'country' | 'region' | 'district' | 'city' | 'street' | 'postcode' | 'branch' | 'label', string>
> & { primary?: boolean }

export const first = <T extends { primary?: boolean }>(all: readonly T[]) =>
  all.find((w) => w.primary) ?? all[0]
export const listOf = <T,>(value: T | T[] | null): T[] =>
  value === null ? [] : Array.isArray(value) ? value : [value]
export const wayOf = (v: Way | string): Way => (typeof v === 'string' ? { value: v } : v)

/** The main one, and how many more there are. */
export const More = ({ shown, count }: { shown: React.ReactNode; count: number }) => (
  <span className="flex min-w-0 items-center gap-1.5">
    <span className="truncate">{shown}</span>
    {count > 1 && <span className="figures shrink-0 text-sm text-ink-3">+{count - 1}</span>}
  </span>
)

/** One line per value: the value, which is the main one, and a way to drop it. */
export function Lines<T extends { primary?: boolean }>({
  value,
  onChange,
  empty,
  addLabel,
  render,
}: {
  value: T[]
  onChange: (value: T[] | null) => void
  empty: T
  addLabel: string
  render: (item: T, change: (item: T) => void, index: number) => React.ReactNode
}) {
  const { t } = useTranslation()
  const items = value.length ? value : [empty]
  const set = (next: T[]) => onChange(next.length ? next : null)
  return (
    <div className="flex flex-col gap-1.5">
      {items.map((item, i) => (
        <div key={i} className="flex items-start gap-1.5">
          <div className="min-w-0 flex-1">
            {render(item, (changed) => set(items.map((x, j) => (j === i ? changed : x))), i)}
          </div>
          {items.length > 1 && (
            <>
              <span className="flex h-8 items-center pointer-coarse:h-10" title={t('ui.primary')}>
                <Checkbox
                  aria-label={t('ui.primary')}
                  checked={item === first(items)}
                  onCheckedChange={() => set(items.map((x, j) => ({ ...x, primary: j === i })))}
                />
              </span>
              <RemoveLine className="mt-1" onClick={() => set(items.filter((_, j) => j !== i))} />
            </>
          )}
        </div>
      ))}
      <AddLine label={addLabel} onClick={() => set([...items, empty])} />
    </div>
  )
}

/** What a phone or an address is for, in the person's own word. */
export function LabelInput<T extends { label?: string }>({
  way,
  change,
}: {
  way: T
  change: (way: T) => void
}) {
  const { t } = useTranslation()
  const set = (label: string) => {
    const { label: _, ...rest } = way
    change((label ? { ...rest, label } : rest) as T)
  }
  return (
    <Input
      aria-label={t('ui.wayLabel')}
      placeholder={t('ui.wayLabelPlaceholder')}
      className="w-22! shrink-0"
      maxLength={100}
      value={way.label ?? ''}
      onChange={(e) => set(e.target.value)}
    />
  )
}

/** One under the other, the main one first, each with what it is for. */
export function Stack<T extends { label?: string; primary?: boolean }>({
  items,
  render,
}: {
  items: readonly T[]
  render: (item: T) => React.ReactNode
}) {
  const main = first(items)
  const ordered = main ? [main, ...items.filter((x) => x !== main)] : items
  return (
    <ul className="flex flex-col gap-0.5">
      {ordered.map((item, i) => (
        <li key={i}>
          {render(item)}
          {item.label && <span className="ml-1.5 text-sm text-ink-3">{item.label}</span>}
        </li>
      ))}
    </ul>
  )
}

export const writeLines = (filled: (item: any) => boolean) => (value: unknown) =>
  Array.isArray(value) ? value.filter(filled) : value
