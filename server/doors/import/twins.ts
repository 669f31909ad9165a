import type { Tx } from '#core/database.ts'
import { likely } from '#modules/duplicates/index.ts'
import type { Outcome, Situation, Work } from './batch.ts'
import { findBy, keyTexts } from './find.ts'
import type { Settings, Twin } from './settings.ts'

/** Rows that a check compares with what is there, beyond the key: each takes milliseconds. */
const most = 1_000
const least = 0.5

export type Twins = { decided: ReadonlyMap<number, Twin>; found: Map<number, Twin>; left: number }

export const twinsOf = ({ twins = [] }: Settings, dry: boolean, isCompared: boolean): Twins => ({
  decided: new Map(twins.filter((t) => t.confirmed).map((t) => [t.line, t])),
  found: new Map(),
  left: dry && isCompared ? most : 0,
})

/** Rows without a record of their own go where the user has said: to the one that they look like, or nowhere. */
export async function aimTwins(s: Situation, tx: Tx, works: Work[], out: Outcome): Promise<Work[]> {
  const open = works.filter((w) => !w.target && w.troubles.length === 0 && s.twins.decided.has(w.line))
  const chosen = (w: Work) => s.twins.decided.get(w.line)!
  const updated = open.filter((w) => chosen(w).choice === 'update')
  const found = updated.length
    ? await findBy(s.kolo, tx, s.entity, 'id', [...new Set(updated.map((w) => chosen(w).id))])
    : new Map()
  for (const w of updated) {
    const { id, name } = chosen(w)
    const record = found.get(id)?.[0]
    if (!record) w.troubles.push({ field: 'id', column: null, reason: `“${name}” is not there any more.` })
    else if (!record.mine)
      w.troubles.push({ field: 'id', column: null, reason: `You may not change “${name}”.` })
    else w.target = record
  }
  const skipped = new Set(open.filter((w) => chosen(w).choice === 'skip'))
  out.unchanged.push(...skipped)
  return works.filter((w) => !skipped.has(w))
}

/** In a check: which of the rows that would be made look like records that are there. */
export async function lookForTwins(s: Situation, tx: Tx, works: readonly Work[]): Promise<void> {
  for (const w of works) {
    if (s.twins.left === 0) return
    if (s.twins.decided.has(w.line)) continue
    s.twins.left--
    const [one] = await likely(tx, s.kolo, s.entity.name, w.values, 1)
    if (!one || one.probability < least) continue
    s.twins.found.set(w.line, {
      line: w.line,
      title: keyTexts(s.entity, s.entity.title, w.values).join(' '),
      id: one.id,
      name: one.title,
      probability: one.probability,
      parts: one.parts,
      choice: 'create',
      confirmed: false,
    })
  }
}
