import type { Filter } from '../../records.ts'

export const shapes = ['table', 'board', 'calendar', 'map', 'chart'] as const
export type Shape = (typeof shapes)[number]

/** What a view keeps and the address may override: how the list is drawn, and of what. */
export type Definition = {
  as?: Shape | undefined
  filter?: Filter | undefined
  /** '-closeDate,name' */
  sort?: string | undefined
  /** 'name:240,account,amount': paths in order, with widths that differ from the usual. */
  columns?: string | undefined
  /** The field whose values head the groups of a table. */
  group?: string | undefined
  /** The field of a board's columns, a calendar's days, a map's places, a chart's bars. */
  by?: string | undefined
  /** The money or number field a chart and a board add up. */
  sum?: string | undefined
}

/** The whole state of a list, as it stands in the address. */
export type ListSearch = Definition & {
  view?: string | undefined
  q?: string | undefined
  bin?: boolean | undefined
  peek?: string | undefined
}

const text = (value: unknown) =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined

const isFilter = (value: unknown): value is Filter => typeof value === 'object' && value !== null

/** Whatever the address says, read with care: what does not fit is left out. */
export function readSearch(search: Record<string, unknown>): ListSearch {
  const as = shapes.find((s) => s === search['as'])
  return {
    view: text(search['view']),
    as,
    filter: isFilter(search['filter']) ? search['filter'] : undefined,
    sort: text(search['sort']),
    columns: text(search['columns']),
    group: text(search['group']),
    by: text(search['by']),
    sum: text(search['sum']),
    q: text(search['q']),
    bin: search['bin'] === true || undefined,
    peek: text(search['peek']),
  }
}
