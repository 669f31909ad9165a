import sql, { join, raw, type Sql } from 'sql-template-tag'
import { mayRead, nothing } from './access.ts'
import { todayOf, type Actor } from './actor.ts'
import type { Tx } from './database.ts'
import { columnNames, type Entity } from './entity.ts'
import type { Kolo } from './kolo.ts'
import type { Money } from './kinds/index.ts'
import type { Text } from './text.ts'

/** One thing of a card's line; the first is said aloud, the others beside it. */
export type CardValue = { money: Money } | { count: number } | { date: string } | { text: string }

export type CardLine = {
  key: string
  label: Text
  /** Where it stands: what he is worth, when we last spoke, what comes next, what is open, what to beware of. */
  place: 'worth' | 'contact' | 'next' | 'open' | 'warning'
  values: readonly CardValue[]
  tone?: 'success' | 'warning' | 'danger'
  /** Keys of lines that it says better: they are left out. */
  instead?: readonly string[]
  /** The record, or the list, behind it. */
  to?: { entity: string; id: string } | { entity: string; filter: unknown }
}

export type CardAsked = { kolo: Kolo; tx: Tx; actor: Actor; today: string; id: string }

/** What a module has to say of a record of `on` in five seconds. It reads in the reader's own transaction, and asks
 * `sees` before it names a field. */
export type CardPart = { on: string; read(asked: CardAsked): Promise<CardLine[]> }

/** May this reader be told of these fields? */
export const sees = (
  { kolo, actor }: Pick<CardAsked, 'kolo' | 'actor'>,
  entity: string,
  fields: string[],
) => {
  const right = kolo.rightsOf(actor)[entity] ?? nothing
  return right.read !== 'none' && fields.every((key) => mayRead(right, key))
}

const places: readonly CardLine['place'][] = ['warning', 'next', 'contact', 'open', 'worth']
const mostCounted = 100

/** The record in five seconds, and how many others refer to it, by `entity.field`, a hundred at most. */
export async function cardOf(kolo: Kolo, actor: Actor, entity: string, id: string) {
  const { id: now } = await kolo.get(actor, entity, id, [])
  const parts = kolo.catalogue.modules.flatMap((m) => m.cards ?? []).filter((p) => p.on === entity)
  const { lines, counts } = await kolo.db.reading(actor, async (tx) => {
    const asked = { kolo, tx, actor, today: todayOf(actor), id: now }
    // Sent together: nobody waits between them.
    const [counts, ...lines] = await Promise.all([
      countsOf(asked, kolo.entity(entity)),
      ...parts.map((part) => part.read(asked)),
    ])
    return { counts, lines: lines.flat() }
  })
  return {
    lines: told(lines)
      .toSorted((a, b) => places.indexOf(a.place) - places.indexOf(b.place))
      .map(({ instead: _, ...line }) => ({ ...line, label: line.label[actor.locale] })),
    counts,
  }
}

const dayOf = ({ values }: CardLine) => values.flatMap((v) => ('date' in v ? [v.date] : []))[0] ?? ''

/** We last spoke once, by whatever way; and what another line says better is not said twice. */
function told(lines: readonly CardLine[]): CardLine[] {
  const instead = new Set(lines.flatMap((l) => l.instead ?? []))
  const last = lines
    .filter((l) => l.place === 'contact')
    .toSorted((a, b) => (dayOf(a) < dayOf(b) ? 1 : -1))[0]
  // What comes next of a deal is often what is planned with its client.
  const said = (l: CardLine) => JSON.stringify(l.values)
  const isSaidBelow = (l: CardLine, i: number) =>
    l.place === 'next' && lines.some((o, j) => j > i && o.place === 'next' && said(o) === said(l))
  return lines.filter(
    (l, i) => !instead.has(l.key) && (l.place !== 'contact' || l === last) && !isSaidBelow(l, i),
  )
}

async function countsOf(asked: CardAsked, e: Entity): Promise<Record<string, number>> {
  const { kolo, tx, id } = asked
  const queries = [...kolo.allEntities()].flatMap((other) =>
    Object.entries(other.fields)
      .filter(([, f]) => (f.entity === e.name || f.anyEntity) && !f.custom)
      .filter(([key]) => sees(asked, other.name, [key]))
      // The id is the last column, also of a reference to any entity; and no two records have the same.
      .map(([key, f]) => counting(other, key, sql`${raw(`"${columnNames(key, f).at(-1)!}"`)} = ${id}::uuid`)),
  )
  if (queries.length === 0) return {}
  const rows = await tx.rows<{ key: string; n: number }>(sql`${join(queries, ' union all ')}`)
  return Object.fromEntries(rows.map((row) => [row.key, Number(row.n)]))
}

const counting = (e: Entity, key: string, which: Sql) =>
  sql`select ${`${e.name}.${key}`} as key, count(*) as n from
    (select 1 from ${raw(`"${e.table}"`)} where ${which} and deleted_at is null limit ${mostCounted}) x`
