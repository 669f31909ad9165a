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

/** The cause-specific hazards of winning and losing in discrete time, by age, from what was known when the tenth `now`
 * began: who was not decided then is censored, not forgotten. Kaplan and Meier, JASA 53 (1958) 457–481, for two competing
 * ends as in Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 2nd ed. (2002), ch. 8. `weigh`: each
 * counts so much instead of once. */
export function curveOf<S extends Spell>(
  spells: readonly S[],
  now: number,
  weigh?: (spell: S) => number,
): Curve {
  const won: number[] = []
  const lost: number[] = []
  const ended: number[] = []
  const counts: number[] = []
  const add = (to: number[], at: number, n: number) => (to[at] = (to[at] ?? 0) + n)
  for (const spell of spells) {
    const { enter, exit, outcome, count } = spell
    if (enter >= now) continue
    const weight = weigh ? weigh(spell) : count
    const known = exit !== null && exit < now
    const age = Math.max(0, (known ? exit : now - 1) - enter)
    // Whoever is seen in the interval `age` was at risk in it and in all before.
    add(counts, age, count)
    add(ended, age, weight)
    if (known) add(outcome === 'won' ? won : lost, age, weight)
  }
  const ages = Array.from({ length: ended.length }, (_, i) => i)
  const atRisk = (of: number[]) => {
    let alive = 0
    return ages
      .map(() => 0)
      .map((_, i) => (alive += of[ages.length - 1 - i] ?? 0))
      .toReversed()
  }
  const risk = atRisk(ended)
  // From here on all ages are taken together: too few are at risk in each.
  const found = atRisk(counts).findIndex((n) => n < fewest)
  const from = Math.max(0, Math.min(found < 0 ? ages.length : found, ages.length) - 1)
  const sum = (of: number[], start: number) => of.slice(start).reduce((a, b) => a + (b ?? 0), 0)
  const hazard = (of: number[], age: number) => (risk[age] ? (of[age] ?? 0) / risk[age] : 0)
  const seen = sum(risk, from)
  return {
    won: ages.slice(0, from).map((age) => hazard(won, age)),
    lost: ages.slice(0, from).map((age) => hazard(lost, age)),
    tail: { won: seen ? sum(won, from) / seen : 0, lost: seen ? sum(lost, from) / seen : 0 },
    wins: sum(won, 0),
    losses: sum(lost, 0),
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
