import { foreteller, wonIn, type Cell, type Expectation } from './expect.ts'
import { shifted, type Period } from './period.ts'
import { tenthOf } from './tenths.ts'

export type Trial = {
  period: string
  came: number
  foretold: Pick<Expectation, 'mean' | 'p10' | 'p50' | 'p90'>
  covered: boolean
  /** What the plain averages of the periods before would have said; null where there is none. */
  plain: { average: number | null; last: number | null; yearAgo: number | null }
}
/** Errors: all that was missed over all that came (WAPE), and the mean of each period's own (MAPE), in percent; of the
 * plain averages over the periods for which they say something. */
export type Error = { wape: number | null; mape: number | null; periods: number }
export type BackTest = {
  trials: Trial[]
  covered: number
  foretold: Error
  plain: { average: Error; last: Error; yearAgo: Error }
}

// A first forecast needs something to learn from.
const fewestWins = 50

export const spanOf = (p: Period) => ({ from: tenthOf(p.from), until: tenthOf(p.until) })

function errorOf(pairs: readonly { said: number | null; came: number }[]): Error {
  const told = pairs.filter((p): p is { said: number; came: number } => p.said !== null && p.came > 0)
  const missed = told.map((p) => Math.abs(p.said - p.came))
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0)
  const percent = (x: number) => Math.round(x * 1000) / 10
  return told.length === 0
    ? { wape: null, mape: null, periods: 0 }
    : {
        wape: percent(sum(missed) / sum(told.map((p) => p.came))),
        mape: percent(sum(told.map((p, i) => missed[i]! / p.came)) / told.length),
        periods: told.length,
      }
}

/** Rolls over the `most` last periods before `next` and foretells each with only what was known `offset` tenths after its
 * beginning, beside what the average of the four before, the last one and the same one a year ago would have said. */
export function backTest(
  cells: readonly Cell[],
  next: Period,
  most = 8,
  offset = 0,
  expected = foreteller(cells),
): BackTest {
  const began = cells.reduce((min, c) => (c.stage === null ? Math.min(min, c.enter) : min), Infinity)
  const whole = (p: Period) => tenthOf(p.from) >= began
  const came = (p: Period) => wonIn(cells, spanOf(p))
  const year = { month: 12, quarter: 4, year: 1 }[next.kind]
  const trials = Array.from({ length: most }, (_, i) => shifted(next, i - most)).flatMap((p): Trial[] => {
    const span = spanOf(p)
    const moment = { tenth: span.from + offset, part: 0, isNow: false }
    const found = expected(moment, span, 300)
    if (!whole(p) || found.wins < fewestWins) return []
    const before = [1, 2, 3, 4]
      .map((n) => shifted(p, -n))
      .filter(whole)
      .map(came)
    const ago = shifted(p, -year)
    const { mean, p10, p50, p90 } = found
    return [
      {
        period: p.key,
        came: came(p),
        foretold: { mean, p10, p50, p90 },
        covered: came(p) >= p10 && came(p) <= p90,
        plain: {
          average: before.length ? before.reduce((a, b) => a + b, 0) / before.length : null,
          last: before[0] ?? null,
          yearAgo: whole(ago) ? came(ago) : null,
        },
      },
    ]
  })
  const of = (said: (t: Trial) => number | null) =>
    errorOf(trials.map((t) => ({ said: said(t), came: t.came })))
  return {
    trials,
    covered: trials.filter((t) => t.covered).length,
    foretold: of((t) => t.foretold.mean),
    plain: {
      average: of((t) => t.plain.average),
      last: of((t) => t.plain.last),
      yearAgo: of((t) => t.plain.yearAgo),
    },
  }
}
