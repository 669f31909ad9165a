import type { Tx } from '#core/database.ts'
import type { Entity } from '#core/entity.ts'
import { Invalid } from '#core/error.ts'
import { newId } from '#core/id.ts'
import { normalise } from '#core/search.ts'
import type { FieldMap } from '#core/kind.ts'
import { refuseUnknown } from '#core/one-of.ts'
import { check } from '#core/schema.ts'
import type { Kolo } from '#core/kolo.ts'
import { difference } from './difference.ts'
import { findBy, keyTexts, type Found } from './find.ts'
import type { Repeats } from './repeats.ts'
import { resolveReferences } from './resolve.ts'
import type { References } from './references.ts'
import { textKey, type Pending, type ReadRow, type Trouble } from './row-reader.ts'
import type { Changed } from './settings.ts'
import { aimTwins, lookForTwins, type Twins } from './twins.ts'
import type { TableRow } from './reading/table.ts'

type Values = Record<string, unknown>

/** A row on its way: what it says, what is wrong with it, the record it is about. */
export type Work = {
  line: number
  cells: string[]
  short: boolean
  values: Values
  pending: Pending[]
  options: Pending[]
  troubles: Trouble[]
  target?: Found
  /** What a new record would take of it, once that has been checked. */
  checked?: Values
}

/** A reference to a record of the same entity, which may come later in the file. */
export type Later = { id: string; pending: Pending }

export type Outcome = {
  new: Work[]
  changed: (Changed & { work: Work })[]
  unchanged: Work[]
  refused: Work[]
  later: Later[]
  /** Texts that name nothing, to be mended. */
  unknown: Pending[]
  made: { entity: string; text: string }[]
}

export type Situation = {
  kolo: Kolo
  entity: Entity
  /** What may be written when a record is made, and when it is changed. */
  createFields: FieldMap
  updateFields: FieldMap
  key: string[]
  dry: boolean
  references: References
  constants: Values
  repeats: Repeats
  twins: Twins
}

export const workOf = (row: TableRow, read: ReadRow): Work => ({
  line: row.line,
  cells: row.cells,
  short: Boolean(row.short),
  ...read,
})

const nothingYet = (): Outcome => ({
  new: [],
  changed: [],
  unchanged: [],
  refused: [],
  later: [],
  unknown: [],
  made: [],
})

/** Takes in some rows within one transaction. A dry run does all but write. */
export async function takeIn(s: Situation, tx: Tx, works: Work[]): Promise<Outcome> {
  const out = nothingYet()
  await resolveReferences(s, tx, works, out)
  for (let left = works; left.length;) {
    const { now, later } = await withTargets(s, tx, left)
    await write(s, tx, await aimTwins(s, tx, now, out), out)
    left = later
  }
  return out
}

/** Which record each row is about. A row about one that an earlier row of this batch makes waits for it. */
async function withTargets(s: Situation, tx: Tx, works: Work[]): Promise<{ now: Work[]; later: Work[] }> {
  const keyed = works.map((w) => {
    for (const key of s.key) {
      const texts = keyTexts(s.entity, key, w.values)
      if (texts.length) return { w, key, texts, names: texts.map((t) => normalise(t)) }
    }
    return { w, key: '', texts: [], names: [] }
  })
  const found = new Map<string, Map<string, Found[]>>()
  for (const key of s.key) {
    const texts = [...new Set(keyed.filter((k) => k.key === key).flatMap((k) => k.texts))]
    if (texts.length) found.set(key, await findBy(s.kolo, tx, s.entity, key, texts))
  }
  const seen = new Set<string>()
  const now: Work[] = []
  const later: Work[] = []
  for (const { w, key, names } of keyed) {
    const keys = names.map((name) => `${key} ${name}`)
    if (keys.some((k) => seen.has(k)) && w.troubles.length === 0) {
      later.push(w)
      continue
    }
    for (const k of keys) seen.add(k)
    if (key)
      aim(
        w,
        key,
        names.flatMap((name) => found.get(key)?.get(name) ?? []),
      )
    now.push(w)
  }
  // A dry run makes nothing that a later row could be about: it tells of the row as of another change.
  return s.dry ? { now: [...now, ...later], later: [] } : { now, later }
}

function aim(w: Work, key: string, found: Found[]): void {
  const records = [...new Map(found.map((f) => [f.id, f])).values()]
  const trouble = (reason: string) => void w.troubles.push({ field: key, column: null, reason })
  if (records.length > 1) trouble(`There are ${records.length} records with this ${key}.`)
  else if (records[0] && !records[0].mine) trouble(`You may not change “${records[0].title}”.`)
  else if (records[0]) w.target = records[0]
  else if (key === 'id') trouble('There is no record with this id, or you may not see it.')
}

async function write(s: Situation, tx: Tx, works: Work[], out: Outcome): Promise<void> {
  out.refused.push(...works.filter((w) => w.troubles.length))
  const good = works.filter((w) => w.troubles.length === 0)
  await create(
    s,
    tx,
    good.filter((w) => !w.target),
    out,
  )
  await change(
    s,
    tx,
    good.filter((w) => w.target),
    out,
  )
}

async function create(s: Situation, tx: Tx, works: Work[], out: Outcome): Promise<void> {
  const operation = s.kolo.operation(`${s.entity.name}.create`)
  const schema = s.kolo.schemaOf(tx.actor, operation)
  // A reference that is made in the run itself has no id yet in a dry run.
  const items = (list: Work[]) => list.map((w) => ({ ...w.values, ...promised(s, w) }))
  await withoutBad(
    works.filter((w) => !w.checked),
    out,
    async (list) => {
      const input = check<{ items: Values[] }>(schema as never, { items: items(list) }, tx.actor.locale)
      list.forEach((w, i) => (w.checked = input.items[i]!))
    },
  )
  const good = works.filter((w) => w.checked)
  const made = await withoutBad(good, out, async (list) => {
    const input = { items: list.map((w) => w.checked!), returning: false }
    if (s.dry) refuseUnknown(s.entity, input.items, [], tx.actor.locale)
    return s.dry ? null : ((await s.kolo.runIn(tx, operation, input)) as { items: { id: string }[] })
  })
  const fresh = s.dry ? firstOnes(s, made.list, out) : made.list
  if (s.dry) await lookForTwins(s, tx, fresh)
  out.new.push(...fresh)
  made.list.forEach((w, i) => tell(s, w, made.result?.items[i]?.id, out))
}

/** In a dry run a row about a record that an earlier row makes is a change of it, or none. */
function firstOnes(s: Situation, list: Work[], out: Outcome): Work[] {
  return list.filter((w) => {
    const key = s.key.find((k) => keyTexts(s.entity, k, w.values).length)
    if (!key) return true
    const keys = keyTexts(s.entity, key, w.values).map((t) => textKey(key, t))
    const seen = s.repeats.judge(keys, w.values)
    if (seen === 'same') out.unchanged.push(w)
    if (seen === 'other') out.changed.push({ work: w, line: w.line, id: '', title: '', changes: {} })
    return seen === 'first'
  })
}

function tell(s: Situation, w: Work, id: string | undefined, out: Outcome): void {
  for (const pending of w.pending) {
    if (s.entity.fields[pending.field]?.entity !== s.entity.name || w.values[pending.field]) continue
    out.later.push({ id: id ?? newId(), pending })
  }
  if (!id || !s.references.knows(s.entity.name)) return
  const title = keyTexts(s.entity, s.entity.title, w.values)
  s.references.learn(s.entity.name, id, [
    ...title,
    ...s.entity.keys.flatMap((k) => keyTexts(s.entity, k, w.values)),
  ])
}

const promised = (s: Situation, w: Work): Values =>
  s.dry
    ? Object.fromEntries(
        w.pending
          .filter(
            (p) =>
              p.missing === 'create' && w.values[p.field] === undefined && s.entity.fields[p.field]?.required,
          )
          .map((p) => [p.field, newId()]),
      )
    : {}

async function change(s: Situation, tx: Tx, works: Work[], out: Outcome): Promise<void> {
  if (works.length === 0) return
  const fields = Object.keys(s.updateFields)
  const known = (w: Work) =>
    Object.fromEntries(Object.entries(w.values).filter(([k]) => k === 'custom' || fields.includes(k)))
  const operation = s.kolo.operation(`${s.entity.name}.update`)
  const schema = s.kolo.schemaOf(tx.actor, operation)
  const item = (w: Work) => ({ id: w.target!.id, ...known(w) })
  const checked = await withoutBad(works, out, async (list) =>
    check<{ items: Values[] }>(schema as never, { items: list.map(item) }, tx.actor.locale),
  )
  if (!checked.result) return
  const touched = [...new Set(checked.result.items.flatMap((i) => flatKeys(i)))].filter(
    (k) => s.entity.fields[k],
  )
  const ids = [...new Set(checked.list.map((w) => w.target!.id))]
  const before = new Map(
    (await s.kolo.readIn(tx, s.entity.name, ids, touched)).map((r) => [r.id, r as Values]),
  )
  const patches: { w: Work; patch: Values; changes: Changed['changes'] }[] = []
  checked.list.forEach((w, i) => {
    const { patch, changes } = difference(s.entity, before.get(w.target!.id) ?? {}, checked.result!.items[i]!)
    for (const p of w.pending)
      if (s.entity.fields[p.field]?.entity === s.entity.name && !w.values[p.field])
        out.later.push({ id: w.target!.id, pending: p })
    if (Object.keys(changes).length === 0) out.unchanged.push(w)
    else patches.push({ w, patch, changes })
  })
  const saved = await withoutBad(
    patches.map((p) => p.w),
    out,
    async (list) => {
      if (s.dry) return null
      const kept = new Set(list)
      const items = patches.filter((p) => kept.has(p.w)).map((p) => ({ id: p.w.target!.id, ...p.patch }))
      await s.kolo.runIn(tx, operation, { items, returning: false })
      return null
    },
  )
  const kept = new Set(saved.list)
  for (const { w, changes } of patches)
    if (kept.has(w))
      out.changed.push({ work: w, line: w.line, id: w.target!.id, title: w.target!.title ?? '', changes })
}

const flatKeys = (item: Values): string[] =>
  Object.keys(item).flatMap((k) =>
    k === 'custom' ? Object.keys(item['custom'] as Values).map((c) => `custom.${c}`) : [k],
  )

/** Runs for all that the checks let through: those that Invalid names are refused, the rest tried again. */
async function withoutBad<T>(
  works: Work[],
  out: Outcome,
  run: (list: Work[]) => Promise<T>,
): Promise<{ list: Work[]; result: T | null }> {
  let list = works
  while (list.length)
    try {
      return { list, result: await run(list) }
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      const bad = blamed(list, error)
      if (bad.size === 0) throw error
      out.refused.push(...bad)
      list = list.filter((w) => !bad.has(w))
    }
  return { list: [], result: null }
}

function blamed(list: Work[], error: Invalid): Set<Work> {
  const bad = new Set<Work>()
  for (const p of error.problems) {
    const [, index, ...path] = p.path.split('.')
    const w = p.path.startsWith('items.') ? list[Number(index)] : undefined
    if (!w) continue
    const field = path[0] === 'custom' ? path.slice(0, 2).join('.') : (path[0] ?? '')
    w.troubles.push({ field, column: null, reason: p.message })
    bad.add(w)
  }
  return bad
}
