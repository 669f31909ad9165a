import { randomOf, type Random } from './random.ts'
import { curveOf, incidence, joined, tallyOf, type Curve, type Spell, type Tally } from './survival.ts'

/** Deals that are alike, added up. `stage` null: their whole lives since they were opened, of all of them; `isStaged`
 * says of those that their stays in stages stand apart. `leave`: when they left the stage. Of the values that were known
 * on entry: how many (`valued`), their sum and sum of squares; `final`: what the won ones were won for. */
export type Cell = Spell & {
  pipeline: string
  stage: string | null
  isStaged: boolean
  leave: number | null
  valued: number
  sum: number
  squares: number
  final: number
  finalSquares: number
}

/** From what moment on is foretold: all before the tenth `tenth` is known, and of it the share `part` is over; `isNow`
 * when what was decided in that tenth is known too. */
export type Moment = { tenth: number; part: number; isNow: boolean }
export type Span = { from: number; until: number }
export type Expectation = {
  soFar: number
  open: number
  fresh: number
  mean: number
  p10: number
  p50: number
  p90: number
  wins: number
}

// With fewer decided deals a stage or pipeline is judged by all of its pipeline, and that by all deals.
const enough = 50
// As many tenths as tell how many new deals come: half a year.
const recent = 18

type Moments = { mean: number; variance: number }
type Group = { count: number; chance: number; value: Moments; curve: Curve }

const momentsOf = (count: number, sum: number, squares: number): Moments => {
  const mean = count ? sum / count : 0
  return { mean, variance: count ? Math.max(0, squares / count - mean * mean) : 0 }
}
const total = (cells: readonly Cell[], of: (c: Cell) => number) => cells.reduce((a, c) => a + of(c), 0)

export const wonIn = (cells: readonly Cell[], { from, until }: Span): number =>
  total(cells, (c) =>
    c.stage === null && c.outcome === 'won' && c.exit! >= from && c.exit! < until ? c.final : 0,
  )

/** What is known of alike deals: their ends by age, counted and by what they are worth, and what the won ones brought. */
type Known = {
  counts: Tally
  worth: Tally
  won: { count: number; final: number; squares: number; valued: number; thought: number }
}

function knownOf(cells: readonly Cell[], now: number): Known {
  const won = { count: 0, final: 0, squares: 0, valued: 0, thought: 0 }
  for (const c of cells) {
    if (c.outcome !== 'won' || c.exit === null || c.exit >= now) continue
    won.count += c.count
    won.final += c.final
    won.squares += c.finalSquares
    if (c.valued === 0) continue
    won.valued += c.final
    won.thought += (c.sum / c.valued) * c.count
  }
  return { counts: tallyOf(cells, now), worth: tallyOf(cells, now, (c) => c.sum), won }
}

/** The chances from the age `from` on, and what a won one brings, against what was thought of it on entry. Big deals are won
 * otherwise than small ones: `worth` is the curve of money. */
function learnt(known: readonly Known[], from = 0) {
  const counts = joined(
    known.map((k) => k.counts),
    from,
  )
  const worth = joined(
    known.map((k) => k.worth),
    from,
  )
  const sum = (of: keyof Known['won']) => known.reduce((a, k) => a + k.won[of], 0)
  return {
    from,
    curve: curveOf(counts),
    worth: curveOf(counts, worth),
    value: momentsOf(sum('count'), sum('final'), sum('squares')),
    ratio: sum('thought') > 0 ? sum('valued') / sum('thought') : 1,
  }
}
type Learnt = ReturnType<typeof learnt>
const isEnough = ({ curve }: Learnt) => curve.wins + curve.losses >= enough

const oldest = 18

/** What is known by stage and age in it, by pipeline and of all: the nearest that has enough data. In a stage, of those that
 * stayed for that age at least: who has left it for the next one by then says nothing of who has not (landmarks: van
 * Houwelingen, Scand. J. Stat. 34 (2007) 70–85). */
function experience({ lives, stays }: History, now: number) {
  const pipelines = new Map([...lives].map(([key, of]) => [key, learnt([knownOf(of, now)])]))
  const all = learnt([...lives.values()].map((of) => knownOf(of, now)))
  const stayed = (c: Cell) => Math.min(oldest, Math.min(c.leave ?? now, c.exit ?? now, now) - c.enter)
  const byStay = new Map<string, { age: number; known: Known }[]>()
  const tallied = (stage: string) => {
    const of = (stays.get(stage) ?? []).filter((c) => c.enter < now)
    return [...Map.groupBy(of, stayed)].map(([age, some]) => ({ age, known: knownOf(some, now) }))
  }
  const found = new Map<string, Learnt>()
  const from = (stage: string, age: number): Learnt => {
    const key = `${stage} ${age}`
    const before = found.get(key)
    if (before) return before
    const known = byStay.get(stage) ?? tallied(stage)
    byStay.set(stage, known)
    const one = learnt(
      known.filter((s) => s.age >= age).map((s) => s.known),
      age,
    )
    found.set(key, one)
    return one
  }
  return (pipeline: string, stage: string | null, age = 0): Learnt => {
    for (let since = Math.min(age, oldest); stage !== null && since >= 0; since--) {
      const here = from(stage, since)
      if (isEnough(here)) return here
    }
    const whole = pipelines.get(pipeline)
    return whole && isEnough(whole) ? whole : all
  }
}

/** Cells by what they tell of: whole lives by pipeline, stays by stage. */
type History = { cells: readonly Cell[]; lives: Map<string, Cell[]>; stays: Map<string, Cell[]> }
const historyOf = (cells: readonly Cell[]): History => ({
  cells,
  lives: Map.groupBy(
    cells.filter((c) => c.stage === null),
    (c) => c.pipeline,
  ),
  stays: Map.groupBy(
    cells.filter((c) => c.stage !== null),
    (c) => c.stage!,
  ),
})

/** Deals that stand open at the moment, by where they stand and since when. */
function standing(cells: readonly Cell[], { tenth, isNow }: Moment): Cell[] {
  const entered = (c: Cell) => (isNow ? c.enter <= tenth : c.enter < tenth)
  const goesOn = (end: number | null) => end === null || (!isNow && end >= tenth)
  return cells.filter(
    (c) =>
      (c.stage !== null || !c.isStaged) &&
      entered(c) &&
      goesOn(c.exit) &&
      (c.stage === null || goesOn(c.leave)),
  )
}

/** What a period will bring, seen from a moment: what is won, what the open deals will bring (by the cumulative incidence
 * of winning at their age, in their stage where it has data of its own), and what deals will that are yet to come (as many
 * as came in the last half-year). A deal's value is what was thought of it then, scaled by how such came out; one without
 * a value has that of a won deal. */
function outlookOf(history: History, moment: Moment, span: Span) {
  const { cells } = history
  const { tenth, part, isNow } = moment
  const known = experience(history, tenth)
  const first = Math.max(0, span.from - tenth)
  const last = Math.max(0, span.until - tenth)
  const left = 1 - part
  const soFar = wonIn(cells, { from: span.from, until: isNow ? span.until : Math.min(span.until, tenth) })
  const open = [
    ...Map.groupBy(standing(cells, moment), (c) => `${c.pipeline} ${c.stage} ${c.enter}`).values(),
  ].flatMap((of): Group[] => {
    const { pipeline, stage, enter } = of[0]!
    const age = Math.max(0, tenth - enter)
    const { curve, worth, value, ratio, from } = known(pipeline, stage, age)
    const chanceBy = (by: Curve) => incidence(by, age - from, first, last, left)
    const chance = chanceBy(curve)
    // What a won one of them brings, for all of them to bring what their worth says.
    const scale = chance > 0 ? (ratio * chanceBy(worth)) / chance : ratio
    const valued = total(of, (c) => c.valued)
    const rest = total(of, (c) => c.count) - valued
    const own = momentsOf(
      valued,
      total(of, (c) => c.sum) * scale,
      total(of, (c) => c.squares) * scale * scale,
    )
    return [
      ...(valued > 0 ? [{ count: valued, chance, value: own, curve }] : []),
      ...(rest > 0 ? [{ count: rest, chance, value, curve }] : []),
    ]
  })
  const arrivals = [...history.lives].map(([pipeline, all]): Arrivals => {
    const of = all.filter((c) => c.enter < tenth)
    const { curve, value } = known(pipeline, null)
    const began = of.reduce((min, c) => Math.min(min, c.enter), tenth)
    const came = Array.from({ length: Math.min(recent, tenth - began) }, (_, i) =>
      total(of, (c) => (c.enter === tenth - 1 - i ? c.count : 0)),
    )
    const chances = Array.from({ length: last }, (_, i) => ({
      share: i === 0 ? left : 1,
      chance: incidence(curve, 0, Math.max(0, first - i), last - i),
    }))
    return { curve, value, came, chances }
  })
  const fromOpen = open.reduce((a, g) => a + g.count * g.chance * g.value.mean, 0)
  const fresh = arrivals.reduce(
    (a, { came, chances, value }) =>
      a + chances.reduce((b, c) => b + meanOf(came) * c.share * c.chance * value.mean, 0),
    0,
  )
  const mean = soFar + fromOpen + fresh
  return { soFar, openGroups: open, arrivals, open: fromOpen, fresh, mean, wins: known('', null).curve.wins }
}
type Outlook = ReturnType<typeof outlookOf>

const meanOf = (list: readonly number[]) => (list.length ? list.reduce((a, b) => a + b, 0) / list.length : 0)

/** Foretells any period from any moment of these deals' history. */
export function foreteller(cells: readonly Cell[]) {
  const history = historyOf(cells)
  const found = new Map<string, Outlook>()
  const outlook = (moment: Moment, span: Span): Outlook => {
    const key = JSON.stringify([moment, span])
    let one = found.get(key)
    if (!one) found.set(key, (one = outlookOf(history, moment, span)))
    return one
  }

  /** How wrong it would have been about the periods before (as far into each), of which all was known at the moment: the
   * mean square of the logarithm of what still came over what was still expected. Where little was tried yet, an error of
   * a quarter is taken to be as usual, with the weight of two periods. */
  function wrongness({ tenth, part }: Moment, { from, until }: Span): number {
    const length = until - from
    const errors = Array.from({ length: 8 }, (_, i) => (i + 1) * length).flatMap((by) => {
      const span = { from: from - by, until: until - by }
      if (span.until > tenth) return []
      const before = outlook({ tenth: tenth - by, part, isNow: false }, span)
      const expectedStill = before.mean - before.soFar
      const cameStill = wonIn(cells, span) - before.soFar
      return before.wins >= enough && expectedStill > 0 && cameStill > 0
        ? [Math.log(cameStill / expectedStill) ** 2]
        : []
    })
    return (errors.reduce((a, b) => a + b, 0) + 2 * 0.25 ** 2) / (errors.length + 2)
  }

  /** The range is drawn: winning is binomial, values are gamma with the moments seen, the chances are as uncertain as the
   * number of wins behind them says; what this leaves of the errors made before widens it. The same input gives the same. */
  return function expected(moment: Moment, span: Span, draws = 1000, seed = 1): Expectation {
    const o = outlook(moment, span)
    const random = randomOf(seed)
    const rests = Array.from({ length: draws }, () => drawn(random, o.openGroups, o.arrivals))
    const mean = meanOf(rests)
    const own = mean > 0 ? meanOf(rests.map((x) => (x - mean) ** 2)) / mean ** 2 : 0
    const more = Math.sqrt(Math.max(0, wrongness(moment, span) - own))
    const sums = rests.map((x) => o.soFar + x * Math.exp(more * random.normal())).toSorted((a, b) => a - b)
    const at = (share: number) => sums[Math.round(share * (draws - 1))]!
    const { soFar, open, fresh, wins } = o
    return { soFar, open, fresh, mean: o.mean, p10: at(0.1), p50: at(0.5), p90: at(0.9), wins }
  }
}

type Arrivals = { curve: Curve; value: Moments; came: number[]; chances: { share: number; chance: number }[] }

function drawn(random: Random, open: readonly Group[], arrivals: readonly Arrivals[]): number {
  const trust = new Map<Curve, number>()
  const surely = (curve: Curve): number => {
    let t = trust.get(curve)
    if (t === undefined) trust.set(curve, (t = curve.wins > 0 ? random.gamma(curve.wins) / curve.wins : 0))
    return t
  }
  const brought = (count: number, { mean, variance }: Moments): number =>
    count === 0 || mean <= 0
      ? 0
      : variance === 0
        ? count * mean
        : random.gamma((count * mean * mean) / variance) * (variance / mean)
  let sum = 0
  for (const { count, chance, value, curve } of open)
    sum += brought(random.binomial(count, Math.min(1, chance * surely(curve))), value)
  for (const { curve, value, came, chances } of arrivals)
    for (const { share, chance } of chances) {
      const count = Math.round((came[Math.floor(random.uniform() * came.length)] ?? 0) * share)
      sum += brought(random.binomial(count, Math.min(1, chance * surely(curve))), value)
    }
  return sum
}
