/** So many that entered in one tenth of a month and left in another, won or lost; `exit` null: still there. */
export type Spell = { enter: number; exit: number | null; outcome: 'open' | 'won' | 'lost'; count: number }

/** Chances of being won and lost in each interval of age, of those not decided before it; beyond the last, `tail`. */
export type Curve = {
  won: number[]
  lost: number[]
  tail: { won: number; lost: number }
  wins: number
  losses: number
}

// Fewer than these at risk say nothing of an age by themselves: they are taken together with all who are older.
const fewest = 30

/** By age: how much was won and lost at it, and how much was seen last at it, decided or not. */
export type Tally = { won: number[]; lost: number[]; seen: number[] }

/** What was known of spells when the tenth `now` began: who was not decided then is censored, not forgotten. `weigh`: each
 * counts so much instead of once. */
export function tallyOf<S extends Spell>(
  spells: readonly S[],
  now: number,
  weigh?: (spell: S) => number,
): Tally {
  const tally: Tally = { won: [], lost: [], seen: [] }
  for (const spell of spells) {
    const { enter, exit, outcome, count } = spell
    if (enter >= now) continue
    const isKnown = exit !== null && exit < now
    const age = Math.max(0, (isKnown ? exit : now - 1) - enter)
    const weight = weigh ? weigh(spell) : count
    tally.seen[age] = (tally.seen[age] ?? 0) + weight
    if (!isKnown) continue
    const ended = outcome === 'won' ? tally.won : tally.lost
    ended[age] = (ended[age] ?? 0) + weight
  }
  return tally
}

/** Tallies added up; what happened before the age `from` left out, and ages counted from there. */
export function joined(tallies: readonly Tally[], from = 0): Tally {
  const sum = (of: (t: Tally) => number[]) => {
    const out: number[] = []
    for (const tally of tallies)
      for (let age = from; age < of(tally).length; age++)
        out[age - from] = (out[age - from] ?? 0) + (of(tally)[age] ?? 0)
    return out
  }
  return { won: sum((t) => t.won), lost: sum((t) => t.lost), seen: sum((t) => t.seen) }
}

/** The cause-specific hazards of winning and losing in discrete time, by age. Kaplan and Meier, JASA 53 (1958) 457–481, for
 * two competing ends as in Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 2nd ed. (2002), ch. 8.
 * `weights`: the same spells weighed; ages are taken together by how many there are. */
export function curveOf(counts: Tally, weights: Tally = counts): Curve {
  const ages = Array.from({ length: counts.seen.length }, (_, i) => i)
  // Whoever is seen last at an age was at risk at it and at all before.
  const atRisk = ({ seen }: Tally) => {
    let alive = 0
    return ages.map((age) => (alive += seen[ages.length - 1 - age] ?? 0)).toReversed()
  }
  const found = atRisk(counts).findIndex((n) => n < fewest)
  // From here on all ages are taken together: too few are at risk in each.
  const from = Math.max(0, (found < 0 ? ages.length : found) - 1)
  const risk = atRisk(weights)
  const sum = (of: readonly number[], start: number) => of.slice(start).reduce((a, b) => a + (b ?? 0), 0)
  const hazards = (of: readonly number[]) =>
    ages.slice(0, from).map((age) => (risk[age] ? (of[age] ?? 0) / risk[age] : 0))
  const rest = sum(risk, from)
  return {
    won: hazards(weights.won),
    lost: hazards(weights.lost),
    tail: {
      won: rest ? sum(weights.won, from) / rest : 0,
      lost: rest ? sum(weights.lost, from) / rest : 0,
    },
    wins: sum(counts.won, 0),
    losses: sum(counts.lost, 0),
  }
}

/** The chance that one who is undecided at the beginning of the interval `age` is won in the intervals from `first` up to
 * `last` (exclusive), counted from now: the cumulative incidence F(age + last) − F(age + first), given S(age). `part` is
 * how much is left of the interval that goes on. Aalen and Johansen, Scand. J. Stat. 5 (1978) 141–150. */
export function incidence(curve: Curve, age: number, first: number, last: number, part = 1): number {
  let alive = 1
  let found = 0
  for (let i = 0; i < last; i++) {
    const share = i === 0 ? part : 1
    const won = (curve.won[age + i] ?? curve.tail.won) * share
    const lost = (curve.lost[age + i] ?? curve.tail.lost) * share
    if (i >= first) found += alive * won
    alive *= 1 - won - lost
  }
  return found
}
