import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BadExpression, parseExpression } from '#modules/configurator/logic/expression.ts'
import { clausesOf, countSolutions } from '#modules/configurator/logic/count.ts'
import type { Model, Option } from '#modules/configurator/logic/model.ts'
import { Configurator } from '#modules/configurator/logic/solver.ts'
import { readFeatureIde } from './featureide.ts'

const option = (key: string, parent: string | null, more: Partial<Option> = {}): Option => ({
  key,
  parent,
  choice: 'each',
  required: false,
  min: 1,
  max: 1,
  ...more,
})
const rule = (id: string, says: string) => ({ id, says: parseExpression(says) })

/** A boiler room: one boiler, panels by the number of circuits, at most six of them on the small boiler. */
const plant: Model = {
  options: [
    option('plant', null),
    option('boiler', 'plant', { choice: 'one', required: true }),
    option('small', 'boiler'),
    option('large', 'boiler'),
    option('circuit', 'plant', { required: true, min: 1, max: 12 }),
    option('panel', 'plant', { max: 20 }),
    option('extras', 'plant', { choice: 'some' }),
    option('remote', 'extras'),
    option('meter', 'extras'),
  ],
  rules: [
    rule('heat', 'small implies circuit.count <= 6'),
    rule('panels', 'panel implies panel.count = 2 * circuit.count'),
    rule('remote needs large', 'remote implies large'),
  ],
}
const states = (choices: [string, number][]) =>
  Object.fromEntries(new Configurator(plant).states(new Map(choices)) ?? [])

describe('rules as people write them', () => {
  test.each([
    ['a implies not (b or c)', 'implies'],
    ['a and b => c', 'implies'],
    ['a <=> b', 'iff'],
    ['! a | b & c', 'or'],
    ['2 * a.count + 1 <= b.count - 3', 'compare'],
    ['a.count = 2', 'and'],
    ['двигун implies not кошик', 'implies'],
  ])('%s', (text, op) => expect(parseExpression(text).op).toBe(op))

  test.each([
    '',
    'a implies',
    '(a',
    'a b',
    'a.count',
    'a.count * b.count <= 1',
    '1',
    'a <= 2',
    'a $ b',
    `${'('.repeat(500)}a`,
  ])('cannot be read: %s', (text) => expect(() => parseExpression(text)).toThrow(BadExpression))

  test('and binds before or, or before implies, and implies to the right', () => {
    expect(parseExpression('a or b and c implies d implies e')).toEqual(
      parseExpression('(a or (b and c)) implies (d implies e)'),
    )
  })
})

describe('choosing', () => {
  test('what is left open follows from what is chosen', () => {
    expect(states([])).toMatchObject({ plant: 'must', boiler: 'must', small: 'may', panel: 'may' })
    expect(states([['remote', 1]])).toMatchObject({ extras: 'must', large: 'must', small: 'cannot' })
    expect(states([['circuit', 7]])).toMatchObject({ small: 'cannot', large: 'must' })
  })

  test('how many follows too', () => {
    const c = new Configurator(plant)
    expect(
      c.possible(
        new Map([
          ['circuit', 3],
          ['panel', 6],
        ]),
      ),
    ).not.toBeNull()
    expect(
      c.possible(
        new Map([
          ['circuit', 3],
          ['panel', 5],
        ]),
      ),
    ).toBeNull()
    expect(
      c.possible(
        new Map([
          ['circuit', 12],
          ['panel', 1],
        ]),
      ),
    ).toBeNull()
    expect(c.possible(new Map([['panel', 20]]))?.get('circuit')).toBe(10)
  })

  test('the reasons are those that matter and no others', () => {
    const c = new Configurator(plant)
    const why = c.why(
      new Map([
        ['small', 1],
        ['meter', 1],
        ['remote', 1],
      ]),
    )
    expect(why).toEqual(
      expect.arrayContaining([
        { rule: 'remote needs large' },
        { choice: 'small' },
        { choice: 'remote' },
        { group: 'boiler' },
      ]),
    )
    expect(why).toHaveLength(4)
    expect(c.why(new Map([['large', 1]]))).toEqual([])
  })

  test('completed for the least', () => {
    const costs = new Map([
      ['small', 900],
      ['large', 700],
      ['remote', 10],
      ['meter', 50],
      ['panel', 5],
    ])
    const whole = new Configurator(plant).cheapest(new Map([['extras', 1]]), costs)!
    expect([...whole].filter(([, n]) => n > 0).toSorted()).toEqual([
      ['boiler', 1],
      ['circuit', 1],
      ['extras', 1],
      ['large', 1],
      ['plant', 1],
      ['remote', 1],
    ])
  })
})

const folder = join(import.meta.dirname, '../../../shared/data/configurator')
const asText = (json: string) => json.replaceAll(/("\w+_configurations": )(\d+)/g, '$1"$2"')
type Expected = {
  model: string
  tree_configurations: string
  valid_configurations?: string
  core_features?: string[]
  dead_features?: string[]
}

describe.skipIf(!existsSync(folder))('shared/data/configurator', () => {
  const expected: Expected[] = existsSync(folder)
    ? JSON.parse(asText(readFileSync(join(folder, 'featureide_expected_counts.json'), 'utf8')))
    : []
  const there = new Set(existsSync(folder) ? readdirSync(join(folder, 'featureide')) : [])
  const given = expected.filter((e) => there.has(`${e.model}.xml`))

  test('as many models as were counted elsewhere', () => {
    expect(given.filter((e) => e.valid_configurations !== undefined).length).toBeGreaterThan(60)
  })

  test.each(given.map((e) => [e.model, e] as const))('%s has as many configurations', (name, e) => {
    const model = readFeatureIde(readFileSync(join(folder, 'featureide', `${name}.xml`), 'utf8'))
    const tree = countSolutions(clausesOf({ ...model, rules: [] }))
    expect(String(tree)).toBe(e.tree_configurations)
    const count = countSolutions(clausesOf(model))
    if (e.valid_configurations !== undefined) expect(String(count)).toBe(e.valid_configurations)
    const found = new Configurator(model).states(new Map())
    expect(found === null).toBe(count === 0n)
    if (!found || !e.core_features) return
    const keys = (state: string) => [...found].flatMap(([key, s]) => (s === state ? [key] : [])).toSorted()
    expect(keys('must')).toEqual(e.core_features.toSorted())
    expect(keys('cannot')).toEqual(e.dead_features!.toSorted())
  })
})
