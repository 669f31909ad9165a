import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { scopesOf } from '#core/access.ts'
import { fieldOf, labelOf, systemFields } from '#core/entity.ts'
import { kinds } from '#core/kinds/index.ts'
import type { Text } from '#core/text.ts'
import { builtInRoles } from '#modules/workspace/index.ts'
import { makeCatalogue } from '#modules/index.ts'
import { samples } from '../core/samples.ts'

const catalogue = makeCatalogue()
const entities = [...catalogue.entities.values()]
const operations = [...catalogue.operations.values()]

// Written the same in both languages.
const sameWord = /^(№|E-mail|IBAN|SMS|Telegram|Viber|WhatsApp|\d+ %|Kolo)$/
const complete = ({ en, uk }: Text) =>
  en.length > 0 && uk.length > 0 && (sameWord.test(uk) || /[а-яіїєґ]/i.test(uk)) && !/[а-яіїєґ]/i.test(en)

test.each(entities.map((e) => [e.name, e] as const))('%s is whole', (_, e) => {
  const wrong: string[] = []
  const expectField = (where: string, key: string) => {
    if (!fieldOf(e, key)) wrong.push(`${where}: there is no field ${key}`)
  }
  const expectLabel = (where: string, text: Text) => {
    if (!complete(text)) wrong.push(`${where}: ${JSON.stringify(text)}`)
  }
  expectField('title', e.title)
  e.list.columns.forEach((key) => expectField('columns', key))
  const sorts = [e.list.sort, ...(e.list.views ?? []).map((v) => v.sort)]
  sorts.flatMap((s) => s.split(',')).forEach((key) => expectField('sort', key.replace(/^-/, '')))
  e.form.forEach(({ fields }) => fields.forEach((key) => expectField('form', key)))
  e.keys.forEach((key) => expectField('keys', key))
  if (e.client && e.client !== 'id') expectField('client', e.client)
  if (e.partOf && !e.fields[e.partOf]?.required) wrong.push('a part must have its record')
  if (e.partOf && e.fields[e.partOf]?.onDelete !== 'cascade') wrong.push('a part goes with its record')
  const inForm = e.form.flatMap(({ fields }) => fields)
  if (new Set(inForm).size < inForm.length) wrong.push('a field stands twice in the form')
  for (const key of e.typed)
    if (
      e.fields[key]!.required &&
      e.fields[key]!.start === undefined &&
      !inForm.includes(key) &&
      e.name !== 'view'
    )
      wrong.push(`required ${key} cannot be typed: it is not in the form`)

  expectLabel('label', e.label)
  expectLabel('plural', e.labelPlural)
  e.form.forEach(({ section }) => expectLabel('section', section))
  for (const [key, f] of Object.entries(e.fields)) {
    expectLabel(`${key}.label`, labelOf(key, f))
    if (f.hint) expectLabel(`${key}.hint`, f.hint)
    f.options?.forEach((o) => expectLabel(`${key}.${o.key}`, o.label))
    if (f.entity && !['restrict', 'clear', 'cascade'].includes(f.onDelete ?? ''))
      wrong.push(`${key}: onDelete`)
    if (f.entity && f.required && f.onDelete === 'clear') wrong.push(`${key}: required, yet cleared`)
    if (f.only && f.search) wrong.push(`${key}: restricted, yet found by search`)
    if (f.only && key === e.title) wrong.push(`${key}: the title is restricted`)
    for (const role of f.only ?? [])
      if (!builtInRoles.some((r) => r.key === role)) wrong.push(`${key}: only ${role}`)
    if (f.transitions) wrong.push(...unreachable(key, f))
    if (f.options && new Set(f.options.map((o) => o.key)).size < f.options.length)
      wrong.push(`${key}: an option twice`)
    if (kinds[f.kind.name] !== f.kind) wrong.push(`${key}: kind ${f.kind.name} is not registered`)
    if (!samples[f.kind.name] && !f.formula) wrong.push(`${key}: no sample of ${f.kind.name}`)
  }
  if (Object.hasOwn(e.fields, 'owner') && !Object.hasOwn(e.fields, 'team'))
    wrong.push('an owner without a team')
  for (const [role, right] of Object.entries(e.access)) {
    if (role !== 'everyone' && !builtInRoles.some((r) => r.key === role))
      wrong.push(`access: there is no role ${role}`)
    for (const verb of ['read', 'update', 'delete'] as const)
      if (right[verb] && right[verb] !== 'none' && !scopesOf(e).includes(right[verb]))
        wrong.push(`access ${role}.${verb}`)
  }
  expect(wrong).toEqual([])
})

/** States that no path from the start leads to, or that are no options. */
function unreachable(
  key: string,
  f: {
    transitions?: Record<string, readonly string[]>
    start?: unknown
    options?: readonly { key: string }[]
  },
) {
  const { transitions = {}, start, options = [] } = f
  const reached = new Set([String(start)])
  for (const state of reached) transitions[state]?.forEach((next) => reached.add(next))
  return [
    ...Object.keys(transitions).filter((s) => !reached.has(s)),
    ...options.map((o) => o.key).filter((k) => !transitions[k]),
  ].map((state) => `${key}: ${state} is not reached`)
}

// Of which kind of record is known only from what they are asked: they look at its rights themselves.
const lockingItself = [
  'map.places',
  'calendar.write',
  'calendar.remove',
  'calendar.restore',
  'merge.undo',
  'merge.list',
  ...['find', 'scan', 'cancel', 'status', 'list', 'compare', 'dismiss', 'reopen', 'rules', 'set_rule'].map(
    (verb) => `duplicate.${verb}`,
  ),
]

describe('operations', () => {
  test.each(operations.map((o) => [o.name, o] as const))('%s is whole', (name, o) => {
    expect(complete(o.summary), JSON.stringify(o.summary)).toBe(true)
    for (const entity of Object.keys(o.needs)) expect(catalogue.entities.has(entity), entity).toBe(true)
    expect([name, Object.keys(o.needs).length > 0 || lockingItself.includes(name)]).toEqual([name, true])
    if (o.on) expect(catalogue.entities.has(o.on)).toBe(true)
    for (const [code, text] of Object.entries(o.refusals ?? {}))
      expect([code, complete(text)]).toEqual([code, true])
    for (const [key, f] of Object.entries(o.input)) {
      expect([key, !f.entity || catalogue.entities.has(f.entity)]).toEqual([key, true])
      expect([key, key === 'id' || complete(labelOf(key, f))]).toEqual([key, true])
    }
    expect(name).toMatch(/^[a-zA-Z]+\.[a-z_]+$/)
  })

  test('every module’s label, and every event it says it tells, is real', () => {
    for (const m of catalogue.modules) {
      expect([m.name, complete(m.label)]).toEqual([m.name, true])
      const area = catalogue.modules.find((x) => x.name === m.area)
      expect([m.name, !m.area || (area !== undefined && !area.area)]).toEqual([m.name, true])
      for (const event of m.events ?? [])
        expect(catalogue.entities.has(event.split('.')[0]!), event).toBe(true)
    }
  })
})

test('every page of a module is drawn, and every page drawn is of a module', () => {
  const pages = catalogue.modules.flatMap((m) => m.pages ?? [])
  for (const p of pages) expect([p.path, complete(p.label)]).toEqual([p.path, true])
  for (const entity of pages.flatMap((p) => Object.keys(p.needs)))
    expect(catalogue.entities.has(entity), entity).toBe(true)
  const text = readFileSync(join(import.meta.dirname, '../../web/pages.ts'), 'utf8')
  const drawn = [...text.matchAll(/^  '?([a-z-]+)'?: far\(/gm)].map(([, path]) => path)
  expect(drawn.toSorted()).toEqual(pages.map((p) => p.path).toSorted())
})

test('every icon is drawn', () => {
  const names = readFileSync(join(import.meta.dirname, '../../web/shell/icon-names.json'), 'utf8')
  const drawn = Object.keys(JSON.parse(names) as Record<string, string>)
  const declared = [...entities, ...catalogue.modules.flatMap((m) => m.pages ?? [])].map((x) => x.icon)
  expect(declared.filter((icon) => !drawn.includes(icon))).toEqual([])
})

test('every colour of an option is one that is drawn', () => {
  const text = readFileSync(join(import.meta.dirname, '../../web/ui/tag.tsx'), 'utf8')
  const drawn = [.../hues = \[(.*?)\]/.exec(text)![1]!.matchAll(/'(\w+)'/g)].map(([, hue]) => hue)
  const declared = entities.flatMap((e) => Object.values(e.fields).flatMap((f) => f.options ?? []))
  const other = declared.flatMap((o) => (o.color && !drawn.includes(o.color) ? [o.color] : []))
  expect(other).toEqual([])
})

test('plurals, tables and names are taken once', () => {
  for (const of of [entities.map((e) => e.plural), entities.map((e) => e.table), entities.map((e) => e.name)])
    expect(new Set(of).size).toBe(of.length)
})

test('what tells about a person says so', () => {
  const telling = /^(emails?|phones?|addresses|messengers|birthday|taxId)$/
  const silent = entities.flatMap((e) =>
    Object.entries(e.fields)
      .filter(([key, f]) => (telling.test(key) || f.kind.name === 'personName') && !f.personal)
      .map(([key]) => `${e.name}.${key}`),
  )
  expect(silent).toEqual([])
})

test('system fields have labels; built-in roles too', () => {
  for (const [key, f] of Object.entries(systemFields))
    expect([key, complete(labelOf(key, f))]).toEqual([key, true])
  for (const r of builtInRoles)
    expect([r.key, complete(r.name), complete(r.description)]).toEqual([r.key, true, true])
})

test('every kind of field has a sample for the tests', () => {
  expect(Object.keys(kinds).filter((k) => !samples[k])).toEqual(['formula', 'condition', 'rollup'])
})
