import { date, text } from '#core/kinds/index.ts'
import type { Field } from '#core/kind.ts'
import { list } from '#core/list.ts'
import type { Context } from '#core/operation.ts'
import type { Item } from '#core/reading.ts'
import type { Locale } from '#core/text.ts'
import type { Issuer } from '#modules/documents/index.ts'
import { ours, type Asked, type Loop, type Plan, type Scope } from './plan.ts'
import { shown, textOf } from './shown.ts'
import { partKey, type Filling } from './tags.ts'

/** At most so many rows are repeated. */
export const mostRows = 1000

const valueAt = (item: Item, path: string): unknown =>
  path.startsWith('custom.') && !(path in item)
    ? (item['custom'] as Record<string, unknown> | undefined)?.[path.slice('custom.'.length)]
    : item[path]

const pathsOf = ({ named, asked }: Scope) => [...new Set([...named, ...asked].map((n) => n.path))]

const isEmpty = (v: unknown) =>
  v === null ||
  v === undefined ||
  v === '' ||
  v === false ||
  v === 0 ||
  v === '0' ||
  (Array.isArray(v) && !v.length)

/** Whether a part is shown. What it is compared with may be the value's key or how it is written. */
function holds({ path, field, is }: Asked, item: Item, locale: Locale): boolean {
  const value = valueAt(item, path)
  if (!is) return !isEmpty(value) && !isEmpty((value as { amount?: string } | null)?.amount ?? value)
  const texts = [String(value ?? ''), field ? textOf(value, field, locale) : ''].map((t) => t.toLowerCase())
  return texts.includes(is.value.toLowerCase()) !== is.not
}

const fillingOf = (scope: Scope, item: Item, locale: Locale): Filling => ({
  ...Object.fromEntries(
    scope.named.map(({ tag, path, field, format }) => [
      tag,
      shown(valueAt(item, path), field, format, locale),
    ]),
  ),
  ...Object.fromEntries(scope.asked.map((a) => [partKey(a.tag), holds(a, item, locale)])),
})

/** The rows of a part, as the maker may see them, in the order of their own list; lines by their place. */
async function rowsOf(c: Context, { entity, by, scope }: Loop, id: string): Promise<Item[]> {
  const sort = Object.hasOwn(entity.fields, 'position') ? 'position' : entity.list.sort
  const page = await list(
    c.tx,
    entity,
    { filter: [by, 'is', id], sort, fields: pathsOf(scope), limit: mostRows },
    { entityOf: c.kolo.entityOf, rights: c.kolo.rightsOf(c.actor) },
  )
  if (page.next) c.refuse('too_many_rows')
  return page.items
}

export type Own = { number: string | null; version: number; issuer: Issuer | null }

/** Everything a template asks for, read with the maker's own rights and written in the document's language. */
export async function read(c: Context, plan: Plan, id: string, locale: Locale, own: Own): Promise<Filling> {
  const { root } = plan
  const [item] = await c.kolo.readIn(c.tx, root.entity.name, [id], pathsOf(root))
  const out = fillingOf(root, item!, locale)
  const issuer = c.kolo.entity('issuer')
  const values: Record<string, [unknown, Field]> = {
    today: [c.today, date()],
    'document.number': [own.number, text()],
    'document.version': [String(own.version), text()],
    'me.name': [c.actor.name, text()],
  }
  for (const { tag, name, format } of plan.own) {
    const key = name.startsWith(`${ours}.`) ? name.slice(ours.length + 1) : null
    const [value, field] = key
      ? [(own.issuer as Record<string, unknown> | null)?.[key], issuer.fields[key]!]
      : (values[name] ?? [null, text()])
    out[tag] = shown(value, field, format, locale)
  }
  const numbered = plan.own.filter((o) => o.name === 'index').map((o) => o.tag)
  for (const loop of root.loops) {
    const rows = await rowsOf(c, loop, id)
    out[partKey(loop.tag)] = rows.map((row, i) => ({
      ...fillingOf(loop.scope, row, locale),
      ...Object.fromEntries(numbered.map((tag) => [tag, String(i + 1)])),
    }))
  }
  return out
}
