export type Way = { value: string; label?: string; primary?: boolean; kind?: string }
export type Address = Partial<
  Record<'country' | 'region' | 'district' | 'city' | 'street' | 'postcode' | 'branch' | 'label', string>
> & { latitude?: number; longitude?: number; primary?: boolean }

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

export const pointText = ({ latitude, longitude }: Address) =>
  latitude === undefined || longitude === undefined ? '' : `${latitude}, ${longitude}`
