import { Decimal } from 'decimal.js'
import type { Line } from './figures.ts'
import { partsOf, type Period } from './period.ts'

export type PlanLine = { period: string; owner: string | null; team: string | null; value: string }
export type Pace = { quota: string; gap: string; attained: number | null; perWeek: string | null }

const sum = (values: readonly (string | Decimal)[]) =>
  values.reduce<Decimal>((a, b) => a.plus(b), new Decimal(0))

/** What was given to somebody for just this period; else what its parts (a quarter's months) come to. */
function given(lines: readonly PlanLine[], period: Period): Decimal | null {
  const own = lines.filter((l) => l.period === period.key)
  if (own.length) return sum(own.map((l) => l.value))
  const parts = partsOf(period).flatMap((p) => given(lines, p) ?? [])
  return parts.length ? sum(parts) : null
}

/** The plan of each line of the tree, in the order of the lines; null where there is none. A team that was given none
 * has what its people and the teams right below it have. */
export function plansOf(
  lines: readonly PlanLine[],
  period: Period,
  tree: readonly Line[],
): (string | null)[] {
  const out: (Decimal | null)[] = tree.map(() => null)
  for (let i = tree.length - 1; i >= 0; i--) {
    const line = tree[i]!
    if (line.kind === 'person') {
      if (line.id !== null)
        out[i] = given(
          lines.filter((l) => l.owner === line.id),
          period,
        )
      continue
    }
    const parts = tree.flatMap((t, j) =>
      j > i && t.team === line.id && t.depth === line.depth + 1 ? (out[j] ?? []) : [],
    )
    out[i] =
      given(
        lines.filter((l) => l.owner === null && l.team === line.id),
        period,
      ) ?? (parts.length ? sum(parts) : null)
  }
  return out.map((d) => d?.toFixed() ?? null)
}

/** How a plan is met: what is missing, the share that is there, and what each of the weeks left would have to bring. */
export function paceOf(quota: string, won: string, daysLeft: number): Pace {
  const gap = new Decimal(quota).minus(won)
  const weeks = Math.max(daysLeft, 0) / 7
  return {
    quota,
    gap: gap.toFixed(),
    attained: new Decimal(quota).isZero()
      ? null
      : new Decimal(won).div(quota).times(100).toDecimalPlaces(1).toNumber(),
    perWeek: gap.lte(0) ? '0' : weeks > 0 ? gap.div(weeks).toFixed(2) : null,
  }
}
