import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { api } from '../../api.ts'
import type { Filter } from '../../records.ts'

export type FigureKind = 'count' | 'number' | 'money' | 'days' | 'hours' | 'percent'
export type Measure = { key: string; label: string; about: string; kind: FigureKind; filter: Filter | null }
export type AxisValue = { value: string | null; title: string | null; filter: Filter }
type Figures = Record<string, string | null>
export type Cell = { row: number | null; column: number | null; now: Figures | null; before: Figures | null }
export type Crossed = {
  plural: string
  currency: string
  period: { from: string; to: string }
  before: { from: string; to: string } | null
  filter: Filter
  measures: Measure[]
  dimensions: { key: string; label: string }[]
  rows: AxisValue[]
  columns: AxisValue[] | null
  cells: Cell[]
  leftOut: number
  unconverted: number
}

/** What of an answer is shown, as a table or a picture. */
export type Crossing = { answer: Crossed; rows: string; columns: string | null; measure: Measure }

/** Of months, quarters or years; null of other sides. */
export const stepIn = (dimension: string | null): string | null => {
  const last = dimension?.split(':').at(-1) ?? ''
  return ['month', 'quarter', 'year'].includes(last) ? last : null
}

/** An operation that only reads. What is shown follows the records it is made of: `of` names their lists. */
export const useAnswer = <T>(name: string, input: object, of: readonly string[], enabled = true) =>
  useQuery({
    queryKey: ['analysis', name, input],
    queryFn: ({ signal }) => api<T>(`operations/${name}`, { method: 'POST', body: input, signal }),
    meta: { of },
    placeholderData: keepPreviousData,
    enabled,
  })

/** The state of a screen stands in its address, so that it can be sent to somebody. */
export function useAddress(): [Record<string, unknown>, (patch: Record<string, unknown>) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  return [
    search,
    (patch) => void navigate({ to: '.', search: { ...search, ...patch }, replace: true } as never),
  ]
}

export const textIn = (search: Record<string, unknown>, key: string): string | undefined =>
  typeof search[key] === 'string' && search[key] !== '' ? search[key] : undefined

/** The table of an answer by its places; -1 stands for all rows, or all columns. */
export function byPlace(answer: Crossed): (row: number, column: number) => Cell | undefined {
  const cells = new Map(answer.cells.map((c) => [`${c.row ?? -1} ${c.column ?? -1}`, c]))
  return (row, column) => cells.get(`${row} ${column}`)
}
