import { formatMoneyShort, formatNumber } from '../../format.ts'
import type { Filter } from '../../records.ts'

export type Counted = { count: number; sum: string | null; filter: Filter }
export type Tile = Counted & { key: string; label: string; about: string; plural: string }
export type Numbers = {
  currency: string
  tiles: Tile[]
  stages: (Counted & { value: string | null; title: string | null })[]
  months: (Counted & { value: string })[]
  people: { id: string; title: string | null; figures: Record<string, Counted> }[]
}

export const sumText = ({ sum, count }: Pick<Counted, 'sum' | 'count'>, currency: string) =>
  sum === null && count > 0 ? formatNumber(count) : formatMoneyShort(Number(sum ?? 0), currency)
