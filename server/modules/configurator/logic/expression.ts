/** A rule over the options of a model, as people write it:
 *   `motor_xl implies not (basket or bell)`, `lights iff dynamo`, `panel.count <= 2 * frame.count + 1`.
 * Words: not, and, or, implies, iff (also !, &, |, =>, <=>); `option` is whether it is chosen, `option.count` how many. */
export type Expression =
  | { op: 'option'; key: string }
  | { op: 'not'; of: Expression }
  | { op: 'and' | 'or'; of: Expression[] }
  | { op: 'implies' | 'iff'; left: Expression; right: Expression }
  | { op: 'compare'; sum: Sum }

/** Σ weight × count + constant ≥ 0. Whole numbers. */
export type Sum = { counts: Map<string, number>; constant: number }

export class BadExpression extends Error {}

const token =
  /\s*(?:(<=>|=>|<=|>=|!=|[-+*()&|!<>=])|(\d{1,9})(?![\p{L}\d])|([\p{L}_][\p{L}\p{N}_-]*(?:\.count)?))/uy
const words: Record<string, string> = { not: '!', and: '&', or: '|', implies: '=>', iff: '<=>' }

function tokensOf(text: string): string[] {
  const out: string[] = []
  token.lastIndex = 0
  while (text.slice(token.lastIndex).trim() !== '') {
    const at = token.lastIndex
    const found = token.exec(text)
    if (!found) throw new BadExpression(text.slice(at).trim().slice(0, 20))
    const [, sign, digits, word] = found
    out.push(sign ?? digits ?? words[word!.toLowerCase()] ?? word!)
  }
  return out
}

const mostDeep = 100

/** Reads a rule; throws BadExpression with the place where it stops reading. */
export function parseExpression(text: string): Expression {
  const tokens = tokensOf(text)
  let at = 0
  let depth = 0
  const here = () => tokens[at]
  const next = () => tokens[at++]
  const fail = (): never => {
    throw new BadExpression(here() ?? '')
  }
  const expect = (sign: string) => (here() === sign ? next() : fail())

  function binary(sign: string, op: 'and' | 'or', inner: () => Expression): Expression {
    const of = [inner()]
    while (here() === sign) {
      next()
      of.push(inner())
    }
    return of.length === 1 ? of[0]! : { op, of }
  }
  const iff = (): Expression => {
    const left = implies()
    if (here() !== '<=>') return left
    next()
    return { op: 'iff', left, right: iff() }
  }
  const implies = (): Expression => {
    const left = or()
    if (here() !== '=>') return left
    next()
    return { op: 'implies', left, right: implies() }
  }
  const or = () => binary('|', 'or', and)
  const and = () => binary('&', 'and', not)
  function not(): Expression {
    if (++depth > mostDeep) fail()
    try {
      if (here() === '!') {
        next()
        return { op: 'not', of: not() }
      }
      return isSum() ? comparison() : atom()
    } finally {
      depth--
    }
  }
  function atom(): Expression {
    if (here() === '(') {
      next()
      const inside = iff()
      expect(')')
      return inside
    }
    const key = next() ?? fail()
    return /^[\p{L}_]/u.test(key) ? { op: 'option', key } : (at--, fail())
  }
  /** A comparison begins with a count or a number; a bracket in a sum has no need to be. */
  const isSum = () => /^\d|\.count$|^-$/.test(here() ?? '')

  function comparison(): Expression {
    const left = sum()
    const sign = next() ?? ''
    if (!/^(<=|>=|<|>|=|!=)$/.test(sign)) return (at--, fail())
    const right = sum()
    const atLeast = (a: Sum, b: Sum, more = 0): Expression => ({ op: 'compare', sum: minus(a, b, more) })
    const both = (of: Expression[], op: 'and' | 'or'): Expression => ({ op, of })
    switch (sign) {
      case '>=':
        return atLeast(left, right)
      case '<=':
        return atLeast(right, left)
      case '>':
        return atLeast(left, right, 1)
      case '<':
        return atLeast(right, left, 1)
      case '=':
        return both([atLeast(left, right), atLeast(right, left)], 'and')
      default:
        return both([atLeast(left, right, 1), atLeast(right, left, 1)], 'or')
    }
  }
  function sum(): Sum {
    const total: Sum = { counts: new Map(), constant: 0 }
    let sign = here() === '-' ? (next(), -1) : 1
    for (;;) {
      term(total, sign)
      if (here() !== '+' && here() !== '-') return total
      sign = next() === '-' ? -1 : 1
    }
  }
  function term(total: Sum, sign: number): void {
    let weight = sign
    let key: string | null = null
    do {
      const part = next() ?? fail()
      if (/^\d+$/.test(part)) weight *= Number(part)
      else if (part.endsWith('.count') && key === null) key = part.slice(0, -'.count'.length)
      else return (at--, fail())
    } while (here() === '*' && next())
    if (Math.abs(weight) > 1_000_000) fail()
    if (key === null) total.constant += weight
    else total.counts.set(key, (total.counts.get(key) ?? 0) + weight)
  }

  if (tokens.length === 0) fail()
  const whole = iff()
  if (at < tokens.length) fail()
  return whole
}

function minus(a: Sum, b: Sum, more: number): Sum {
  const counts = new Map(a.counts)
  for (const [key, weight] of b.counts) counts.set(key, (counts.get(key) ?? 0) - weight)
  return { counts, constant: a.constant - b.constant - more }
}

/** The options that a rule speaks of. */
export function optionsIn(e: Expression): Set<string> {
  switch (e.op) {
    case 'option':
      return new Set([e.key])
    case 'not':
      return optionsIn(e.of)
    case 'and':
    case 'or':
      return new Set(e.of.flatMap((x) => [...optionsIn(x)]))
    case 'compare':
      return new Set(e.sum.counts.keys())
    default:
      return new Set([...optionsIn(e.left), ...optionsIn(e.right)])
  }
}
