import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { maySearch, mayRead, nothing, scopeCondition, type EntityRight } from '#core/access.ts'
import type { Actor } from '#core/actor.ts'
import { columnNames, type Entity } from '#core/entity.ts'
import { titleOf } from '#core/expression.ts'
import { isId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Tx } from '#core/database.ts'
import type { PersonName, Way } from '#core/kinds/index.ts'
import { valueOf, type Values } from '#core/row.ts'
import { escapeLike } from '#core/search.ts'
import { restOf, type Base } from './engine/base.ts'
import { Column } from './engine/column.ts'
import type { Model } from './engine/model.ts'
import { formsOf } from './engine/nicknames.ts'
import { Scorer, type Part, type Score } from './engine/scorer.ts'
import { plain } from './engine/spelling.ts'
import { withoutLegalForm } from './engine/legal-forms.ts'
import { modelByExperience } from './experience.ts'
import { comparandsOf, isTitle } from './fields.ts'
import { readingOf } from './reading.ts'

/** A record that may be the same client: how probable it is, and what speaks for it and against, in bits. */
export type Likely = { id: string; title: string; probability: number; weight: number; parts: Part[] }

const each = 60

/** Conditions under each of which a few records are looked at. Every one is served by an index. */
function conditions(e: Entity, right: EntityRight, draft: Values): Sql[] {
  const out: Sql[] = []
  const searches = maySearch(e, right)
  for (const [key, f] of Object.entries(e.fields)) {
    const value = valueOf(draft, key)
    if (value === null || value === '' || f.custom || !mayRead(right, key)) continue
    const column = raw(`t."${columnNames(key, f)[0]}"`)
    const ways = Array.isArray(value) ? (value as (Way | string)[]) : []
    if (f.kind.name === 'email' || f.kind.name === 'phone')
      for (const way of ways.slice(0, 5))
        out.push(
          sql`${column} @> ${JSON.stringify([{ value: typeof way === 'string' ? way : way.value }])}::jsonb`,
        )
    else if (exact.has(key)) out.push(sql`${column} = ${value as string}`)
    else if (searches && f.kind.name === 'personName') out.push(...byName(value as PersonName))
    else if (searches && isTitle(e, key)) out.push(...byTitle(value as string))
  }
  return out
}
const exact = new Set(['registrationCode', 'taxId', 'vatId', 'code'])

const beginsWith = (word: string) => sql`t.search like ${`% ${escapeLike(word)}%`}`
const any = (conditions: Sql[]) => sql`(${join(conditions, ' or ')})`
// Looked at in the rows that the surname finds: the trigrams of a first name are in a tenth of all records, and reading
// them in the index takes longer than reading the rows.
const givenName = (word: string) => sql`(t.search || '') like ${`% ${escapeLike(word)}%`}`

/** Search text carries the Latin spelling of every name, so Latin patterns find both. */
function byName({ last, first }: PersonName): Sql[] {
  const surname = plain(last ?? '').split(' ')[0]!
  const name = plain(first ?? '').split(' ')[0]!
  if (surname.length < 3) return name.length < 3 ? [] : [beginsWith(name)]
  if (name.length < 2) return [beginsWith(surname)]
  const forms = any([...new Set(formsOf(name).map((f) => f.slice(0, 3)))].slice(0, 8).map(givenName))
  const begins = givenName(name.slice(0, 3))
  return [
    sql`${beginsWith(surname)} and ${forms}`,
    // A mistake at the end of the surname, and at its beginning.
    ...(surname.length > 5 ? [sql`${beginsWith(surname.slice(0, -2))} and ${begins}`] : []),
    ...(surname.length > 5 ? [sql`t.search like ${`%${escapeLike(surname.slice(2))} %`} and ${begins}`] : []),
  ]
}

function byTitle(title: string): Sql[] {
  const words = withoutLegalForm(plain(title))
    .split(' ')
    .filter((w) => w.length > 2)
    .toSorted((a, b) => b.length - a.length)
  const [longest, second] = words
  if (!longest) return []
  const stem = beginsWith(longest.slice(0, Math.max(3, longest.length - 2)))
  return [second ? sql`${stem} and ${beginsWith(second.slice(0, 3))}` : stem, beginsWith(longest)]
}

/** Records of the kind that may be the same client as a draft or an existing record (`draft.id`), as far as the actor
 * may see them; the likeliest first. A shared e-mail, phone or code is told even where all else speaks against it. */
export async function candidatesFor(
  kolo: Kolo,
  actor: Actor,
  entity: string,
  draft: Values,
  limit = 10,
): Promise<Likely[]> {
  return kolo.db.as(actor, (tx) => likely(tx, kolo, entity, draft, limit))
}

export async function likely(
  tx: Tx,
  kolo: Kolo,
  entity: string,
  draft: Values,
  limit = 10,
): Promise<Likely[]> {
  const e = kolo.entity(entity)
  const right = kolo.rightsOf(tx.actor)[entity] ?? nothing
  const comparands = comparandsOf(e).filter((c) => mayRead(right, c.field))
  const found = conditions(e, right, draft)
  if (found.length === 0 || comparands.length === 0) return []
  const self = isId(draft['id']) ? sql`and t.id <> ${draft['id']}::uuid` : empty
  const scope =
    right.read === 'all'
      ? empty
      : sql`and ${scopeCondition(e, right.read, tx.actor, kolo.rightsOf(tx.actor), 't', 'read')}`
  const reading = readingOf(e, comparands, (key) => mayRead(right, key))
  const ids = join(
    found.map(
      (c) =>
        sql`(select t.id from ${raw(`"${e.table}" t`)} where ${c} and t.deleted_at is null ${self} ${scope} limit ${each})`,
    ),
    ' union ',
  )
  const rows = await tx.rows<{ id: string; title: string }>(
    sql`with found as materialized (${ids}) select t.id, ${titleOf(e, 't', right)} as title, ${reading.columns}
      from found join ${raw(`"${e.table}" t`)} on t.id = found.id`,
  )
  if (rows.length === 0) return []
  const model = await modelFor(tx, kolo, e)
  const values = [comparands.map((c) => c.read(draft)), ...rows.map(reading.comparable)]
  const scorer = new Scorer(
    baseOf(
      model,
      comparands.map((c) => c.key),
      values,
    ),
    model,
  )
  return rows
    .map(({ id, title }, i) => ({ id, title, ...scorer.score(0, i + 1) }))
    .filter((s) => s.probability >= model.threshold || s.parts.some(isTelling))
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, limit)
}

/** How alike existing records are, each with each, as far as the actor may see them. */
export async function between(tx: Tx, kolo: Kolo, entity: string, ids: readonly string[]): Promise<Pair[]> {
  const e = kolo.entity(entity)
  const right = kolo.rightsOf(tx.actor)[entity] ?? nothing
  const comparands = comparandsOf(e).filter((c) => mayRead(right, c.field))
  if (comparands.length === 0) return []
  const reading = readingOf(e, comparands, (key) => mayRead(right, key))
  const rows = await tx.rows<{ id: string }>(sql`select t.id, ${reading.columns} from ${raw(`"${e.table}" t`)}
    where t.id = any(${ids}::uuid[]) and t.deleted_at is null order by t.id`)
  const model = await modelFor(tx, kolo, e)
  const keys = comparands.map((c) => c.key)
  const scorer = new Scorer(baseOf(model, keys, rows.map(reading.comparable)), model)
  return rows.flatMap((a, i) =>
    rows.slice(i + 1).map((b, j) => ({ a: a.id, b: b.id, ...scorer.score(i, i + 1 + j) })),
  )
}
export type Pair = { a: string; b: string } & Score

/** Two records of one code are one client, whatever they are called. */
export const sharesCode = ({ parts }: Pick<Likely, 'parts'>) =>
  parts.some(({ field, level }) => level === 'same' && codes.has(field))
const codes = new Set(['registrationCode', 'taxId', 'vatId'])

/** Likely enough to be kept for review. */
export const isLikely = (l: Likely) => l.probability >= 0.5 || sharesCode(l)

/** A record as a draft of itself: references by their ids. */
export async function draftOf(tx: Tx, kolo: Kolo, entity: string, id: string): Promise<Values | null> {
  const [item] = await kolo.readIn(tx, entity, [id])
  if (!item || item['deletedAt']) return null
  const { fields } = kolo.entity(entity)
  return Object.fromEntries(
    Object.entries(item).map(([key, v]) => [key, fields[key]?.entity && v ? (v as { id: string }).id : v]),
  )
}

const isTelling = ({ field, level }: Part) => level === 'same' && telling.has(field)
const telling = new Set(['emails', 'phones', ...codes])

// Read once in a transaction: a model is large, and a search asks for it for each of many records.
const models = new WeakMap<Tx, Map<string, Promise<Model>>>()
const modelFor = (tx: Tx, kolo: Kolo, e: Entity): Promise<Model> =>
  models
    .getOrInsertComputed(tx, () => new Map<string, Promise<Model>>())
    .getOrInsertComputed(e.name, () => readModel(tx, kolo, e))

async function readModel(tx: Tx, kolo: Kolo, e: Entity): Promise<Model> {
  const { row, counted } = await tx.elevated(async () => ({
    row: await tx.one<{ model: Model }>(sql`select model from duplicate_models where entity = ${e.name}`),
    counted: await tx.one<{ n: number }>(
      sql`select greatest(reltuples, 0) as n from pg_class where oid = to_regclass(${e.table})`,
    ),
  }))
  return row?.model ?? modelByExperience(comparandsOf(kolo.entity(e.name)), Number(counted?.n ?? 0))
}

/** A few records in the columns of a model, each value as rare as the model says. */
function baseOf(model: Model, keys: readonly string[], rows: readonly (readonly string[][])[]): Base {
  const columns: Column[] = []
  for (const { key, kind, isRest, common } of model.columns) {
    const at = keys.indexOf(key)
    let column = new Column({ key, kind }, rows.length)
    for (const row of rows) column.append(at < 0 ? [] : row[at]!)
    if (isRest) column = restOf(column, columns, rows.length)
    for (let id = 1; id <= column.values.size; id++)
      column.values.counts[id] = common[column.values.text(id)] ?? 2
    column.seal()
    columns.push(column)
  }
  return { size: rows.length, columns }
}
