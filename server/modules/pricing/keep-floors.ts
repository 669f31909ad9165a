import sql, { raw } from 'sql-template-tag'
import { columnNames, type AnyEntity } from '#core/entity.ts'
import { Invalid, type Problem } from '#core/error.ts'
import type { Context } from '#core/operation.ts'
import type { Plain, Values } from '#core/row.ts'
import { approvedSeals, voidApprovals } from '#modules/approvals/index.ts'
import { recordApart, recordWithin, type Breach } from './ledger.ts'
import { isBelow, lineSeal, lowestPrice, type Priced } from './seal.ts'

type Line = { i: number; whole: Priced & Values; before: (Priced & Values) | undefined; parent: string }

const sealed = (l: Priced | undefined) => (l ? lineSeal(l) : null)

/** The last thing before lines are written, when their prices and floors stand: an approval that fits exactly is taken,
 * one that fits no longer is void, and a binding line below its floor without one is refused and kept in the ledger. */
export async function keepFloors(
  c: Context,
  line: AnyEntity,
  parent: string,
  items: readonly Values[],
  before: readonly (Plain | undefined)[],
): Promise<Values[]> {
  const entity = line.fields[parent]!.entity!
  const work = items.flatMap((item, i): Line[] => {
    const was = before[i] as Line['before']
    const whole = {
      quantity: 1,
      documentDiscount: 0,
      taxIncluded: false,
      binding: true,
      ...was,
      ...item,
    } as Line['whole']
    return whole[parent] ? [{ i, whole, before: was, parent: whole[parent] as string }] : []
  })
  const changed = work.filter((w) => w.before && sealed(w.before) !== sealed(w.whole))
  if (changed.length > 0)
    await voidApprovals(c, entity, [...new Set(changed.map((w) => w.parent))], {
      kind: 'price',
      seals: changed.map((w) => lineSeal(w.before!)),
    })
  const below = work.filter((w) => isBelow(w.whole))
  const parents = [...new Set(below.map((w) => w.parent))]
  const seals = below.map((w) => lineSeal(w.whole))
  const found = below.length ? await approvedSeals(c.tx, entity, parents, seals) : []
  const out = items.map((item) => ({ ...item }))
  const breaches: { i: number; breach: Breach }[] = []
  for (const w of work) {
    const under = below.includes(w)
    const had = (w.whole['approval'] as string | null | undefined) ?? null
    const seal = lineSeal(w.whole)
    const fits = under ? found.find((f) => f.hash === seal && f.record === w.parent) : undefined
    // What came with an approval of another document (an order's from its quote) keeps it while it is the same.
    const approval = fits?.approval ?? (under && !changed.includes(w) ? had : null)
    if (approval !== had)
      Object.assign(out[w.i]!, { approval, approvedQuantity: approval ? w.whole.quantity : null })
    if (!under || (approval ? approval === had : !w.whole['binding'])) continue
    breaches.push({ i: w.i, breach: breachOf(line, w, approval) })
  }
  await tell(c, breaches)
  return out
}

const breachOf = (line: AnyEntity, w: Line, approval: string | null): Breach => ({
  outcome: approval ? 'passed' : 'refused',
  entity: line.name,
  document: w.parent,
  line: w.whole,
  approval,
})

async function tell(c: Context, breaches: { i: number; breach: Breach }[]): Promise<void> {
  const refused = breaches.filter(({ breach }) => breach.outcome === 'refused')
  if (refused.length === 0)
    return recordWithin(
      c,
      breaches.map((b) => b.breach),
    )
  await recordApart(
    c.kolo,
    c.actor,
    c.tx.operation,
    refused.map((b) => b.breach),
  )
  throw new Invalid(refused.map(({ i, breach }): Problem => belowFloor(`items.${i}.unitPrice`, breach.line!)))
}

export function belowFloor(path: string, line: Priced): Problem {
  const lowest = lowestPrice(line)!
  return {
    path,
    message: line.product
      ? `After all discounts the price may not be below ${lowest.amount} ${lowest.currency}; ask for approval to go below it.`
      : 'A line that takes money off needs an approval; or give a discount.',
    code: 'below_floor',
  }
}

/** The lines of an entity's documents, if such have prices: by the reference that makes them a part of it. */
export function linesEntityOf(
  c: Pick<Context, 'kolo'>,
  document: string,
): { line: AnyEntity; parent: string } | null {
  for (const line of c.kolo.catalogue.entities.values()) {
    if (!line.fields['floorFor']) continue
    const parent = Object.entries(line.fields).find(
      ([, f]) => f.entity === document && f.required && f.onDelete === 'cascade',
    )
    if (parent) return { line, parent: parent[0] }
  }
  return null
}

/** Of documents about to bind: approvals that came meanwhile are taken; lines that are still below their floors are
 * answered, and written into the ledger as refused. Nothing answered: they may bind. */
export async function settleFloors(
  c: Context,
  document: string,
  ids: readonly string[],
): Promise<{ line: string; problem: Problem }[]> {
  const lines = linesEntityOf(c, document)
  if (!lines) return []
  const there = await linesOf(c, lines.line, lines.parent, ids)
  const drafts = there.filter((l) => isBelow(l as unknown as Priced))
  if (drafts.length === 0) return []
  const patches = await keepFloors(
    c,
    lines.line,
    lines.parent,
    drafts.map(() => ({ binding: false })),
    drafts,
  )
  const tx = c.kolo.systemStore(c.tx)
  const taken = drafts.flatMap((d, i) => {
    const { binding: _, ...patch } = patches[i]!
    return Object.keys(patch).length ? [[d, patch] as const] : []
  })
  await tx.elevated(() => tx.saveMany(lines.line, taken))
  const left = drafts.filter((d, i) => !(patches[i]!['approval'] ?? d['approval']))
  if (left.length)
    await recordApart(
      c.kolo,
      c.actor,
      c.tx.operation,
      left.map((l) => ({
        outcome: 'refused',
        entity: lines.line.name,
        document: l[lines.parent] as string,
        line: l as unknown as Priced,
      })),
    )
  return left.map((l) => ({
    line: l.id,
    problem: belowFloor(`lines.${l.id}.unitPrice`, l as unknown as Priced),
  }))
}

/** The lines of some documents, whoever may see them: for steps whose right has been checked. */
export async function linesOf(
  c: Context,
  line: AnyEntity,
  parent: string,
  ids: readonly string[],
): Promise<Plain[]> {
  const column = raw(`"${columnNames(parent, line.fields[parent]!)[0]!}"`)
  const tx = c.kolo.systemStore(c.tx)
  return tx.elevated(async () => {
    const rows = await tx.rows<{ id: string }>(sql`select id from ${raw(`"${line.table}"`)}
      where ${column} = any(${ids}::uuid[]) and deleted_at is null order by position nulls last, id`)
    return (await tx.lockMany(
      line,
      rows.map((r) => r.id),
    )) as unknown as Plain[]
  })
}
