import { XMLParser } from 'fast-xml-parser'
import type { Expression } from '#modules/configurator/logic/expression.ts'
import type { Model, Option } from '#modules/configurator/logic/model.ts'

type Node = Record<string, unknown>
const attributes = ':@'
const tagOf = (n: Node) => Object.keys(n).find((k) => k !== attributes)!
const partsOf = (n: Node) => (n[tagOf(n)] as Node[]).filter((x) => tagOf(x) !== '#text')
const textOf = (n: Node) =>
  String((n[tagOf(n)] as Node[]).find((x) => tagOf(x) === '#text')?.['#text'] ?? '').trim()
const said = (n: Node, name: string) => (n[attributes] as Record<string, string> | undefined)?.[`@_${name}`]

const kinds = new Set(['feature', 'and', 'or', 'alt'])
const choice = { and: 'each', or: 'some', alt: 'one', feature: 'each' } as const

/** A feature model of FeatureIDE as a model of options. */
export function readFeatureIde(xml: string): Model {
  const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, parseTagValue: false })
  const whole = (parser.parse(xml) as Node[]).find((n) => tagOf(n).toLowerCase().includes('featuremodel'))!
  const find = (name: string) => partsOf(whole).find((n) => tagOf(n) === name)
  const options: Option[] = []
  const add = (n: Node, parent: string | null) => {
    const kind = tagOf(n) as keyof typeof choice
    const key = said(n, 'name')!
    options.push({
      key,
      parent,
      choice: choice[kind],
      required: said(n, 'mandatory') === 'true',
      min: 1,
      max: 1,
    })
    for (const child of partsOf(n).filter((c) => kinds.has(tagOf(c)))) add(child, key)
  }
  add(
    partsOf(find('struct')!).find((n) => kinds.has(tagOf(n)))!,
    null,
  )
  const rules = (find('constraints') ? partsOf(find('constraints')!) : [])
    .filter((n) => tagOf(n) === 'rule')
    .map((n, i) => ({
      id: `rule ${i + 1}`,
      says: says(partsOf(n).find((x) => /^(var|not|conj|disj|imp|eq|atmost1)$/.test(tagOf(x)))!),
    }))
  return { options, rules }
}

function says(n: Node): Expression {
  const of = () => partsOf(n).map(says)
  switch (tagOf(n)) {
    case 'var':
      return { op: 'option', key: textOf(n) }
    case 'not':
      return { op: 'not', of: of()[0]! }
    case 'conj':
      return { op: 'and', of: of() }
    case 'disj':
      return { op: 'or', of: of() }
    case 'imp':
    case 'eq': {
      const [left, right] = of()
      return { op: tagOf(n) === 'imp' ? 'implies' : 'iff', left: left!, right: right! }
    }
    default:
      throw new Error(`A rule of ${tagOf(n)} is not read.`)
  }
}
