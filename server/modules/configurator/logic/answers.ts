import { clausesOf, countSolutions } from './count.ts'
import { inOrder, type Model, type Option } from './model.ts'
import { Configurator, type Choices, type State } from './solver.ts'

const plain = (says: object): boolean =>
  !('op' in says && says.op === 'compare') &&
  Object.values(says).every((part) =>
    Array.isArray(part) ? part.every(plain) : typeof part === 'object' ? plain(part as object) : true,
  )

/** What follows from the choices, and the whole configuration they make when all else is left out; null when that is
 * none. Null altogether when the choices contradict each other. */
function settle(c: Configurator, choices: Choices) {
  const states = c.states(choices)
  if (!states) return null
  const counts = new Map(
    inOrder(c.model).map((o) => [o.key, choices.get(o.key) ?? (states.get(o.key) === 'must' ? o.min : 0)]),
  )
  return { states, counts, whole: c.possible(counts) }
}

/** What is only in the way of another one of its group that is chosen may take its place: `instead`. */
function stateOf(c: Configurator, o: Option, choices: Choices, state: State): State | 'instead' {
  const { options } = c.model
  const parent = options.find((p) => p.key === o.parent)
  if (state !== 'cannot' || parent?.choice !== 'one') return state
  const group = new Set(options.filter((x) => x.parent === o.parent).map((x) => x.key))
  if (![...choices.keys()].some((key) => group.has(key))) return state
  const others = [...choices].filter(([key]) => !group.has(key))
  return c.possible(new Map([...others, [o.key, o.min]])) ? 'instead' : state
}

/** All that a model may be asked. */
export const answers = {
  /** `count`: how many configurations there are; null where counts play a part or there are too many to count. */
  check(c: Configurator) {
    const states = c.states(new Map())
    const countable = states !== null && c.model.rules.every((r) => plain(r.says))
    return { states, count: countable ? countSolutions(clausesOf(c.model), 100_000) : null }
  },
  settle,
  evaluate(c: Configurator, choices: Choices) {
    const settled = settle(c, choices)
    if (!settled) return { reasons: c.why(choices) }
    const states = new Map(
      inOrder(c.model).map((o) => [o.key, stateOf(c, o, choices, settled.states.get(o.key)!)]),
    )
    return { ...settled, states }
  },
  why: (c: Configurator, choices: Choices) => c.why(choices),
  cheapest: (c: Configurator, choices: Choices, costs: ReadonlyMap<string, number>) =>
    c.cheapest(choices, costs),
}

type Answers = typeof answers
export type What = keyof Answers
export type Rest<W extends What> = Answers[W] extends (c: Configurator, ...rest: infer R) => unknown
  ? R
  : never
export type Answer<W extends What> = ReturnType<Answers[W]>
/** A model by a name, under which it is kept ready while it stays the same. */
export type Known = { name: string; revision: string; model: Model }
