import { formatDate, formatNumber } from '../../format.ts'
import type { Filter } from '../../records.ts'
import type { FigureKind } from './ask.ts'
import { figureText } from './figure.tsx'

type Kind = FigureKind | 'number' | 'class' | 'date'
/** A figure with its meaning. */
export type Column = { key: string; label: string; about: string; kind: Kind }
type Period = { from: string; to: string }
export type Figures = Record<string, string | null>

export type Group = { key: string; count: number; sales: string; share: string | null; filter: Filter | null }
export type Portfolio = {
  plural: string
  sales: { plural: string; path: string; filter: Filter }
  currency: string
  before: Period | null
  months: number
  columns: Column[]
  indicators: (Column & { now: string | null; before: string | null; filter: Filter | null })[]
  classes: Group[]
  rfm: Group[]
  rows: { value: string; title: string | null; figures: Figures }[]
  found: number
  unconverted: number
}

export type ClientFlow = {
  plural: string
  currency: string
  columns: Column[]
  active: { count: number; filter: Filter }
  steps: (Period & { figures: Figures; filters: Record<string, Filter> })[]
}

export type Explained = {
  plural: string
  currency: string
  period: Period
  before: Period
  columns: Column[]
  dimensions: { key: string; label: string }[]
  behind: Record<string, { filter: Filter; count: number }>
  total: Figures
  rows: { value: string | null; title: string | null; filter: Filter; figures: Figures }[]
  leftOut: number
  unconverted: number
}

/** What sales are taken for, and the operations and lists of each. */
export const bases = {
  orders: { of: 'order', lists: ['orders', 'orderLines', 'accounts', 'products'] },
  deals: { of: 'deal', lists: ['deals', 'accounts', 'products'] },
} as const
export type Base = keyof typeof bases

export function columnText(kind: Kind, value: string | null | undefined, currency: string): string {
  if (value === null || value === undefined) return '—'
  if (kind === 'class') return value
  if (kind === 'date') return formatDate(value)
  return kind === 'number' ? formatNumber(Number(value), 0) : figureText(kind, value, currency)
}
