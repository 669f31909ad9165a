import type { Tx } from '#core/database.ts'
import type { Outcome, Situation, Work } from './batch.ts'
import { makeMissing } from './missing.ts'
import { textKey, type Pending } from './row-reader.ts'

type Values = Record<string, unknown>

/** Gives each row the ids of the records that its texts name. What names none is made, left out or refused, as the
 * column says. */
export async function resolveReferences(s: Situation, tx: Tx, works: Work[], out: Outcome): Promise<void> {
  const wanted = new Map<string, Set<string>>()
  const entityOf = (p: Pending) => s.entity.fields[p.field]?.entity ?? s.createFields[p.field]!.entity!
  for (const { pending } of works)
    for (const p of pending) wanted.set(entityOf(p), (wanted.get(entityOf(p)) ?? new Set()).add(p.text))
  await s.references.load(tx, wanted)
  const make = new Map<string, Map<string, string>>()
  for (const w of works)
    for (const p of w.pending)
      if (settle(s, w, p, entityOf(p), out) === 'make') {
        const texts = make.get(entityOf(p)) ?? new Map<string, string>()
        make.set(entityOf(p), texts.set(textKey('', p.text), p.text))
      }
  for (const [entity, texts] of make) await makeMissing(s, tx, entity, [...texts.values()], out.made)
  if (make.size)
    for (const w of works)
      for (const p of w.pending) if (p.missing === 'create') settle(s, w, p, entityOf(p), out)
}

function settle(s: Situation, w: Work, p: Pending, entity: string, out: Outcome): 'make' | 'done' {
  const ids = s.references.find(entity, p.text)
  const put = (field: string, value: unknown) => {
    if (field.startsWith('custom.')) ((w.values['custom'] ??= {}) as Values)[field.slice(7)] = value
    else w.values[field] = value
  }
  if (ids.length === 1) put(p.field, ids[0])
  else if (ids.length > 1)
    w.troubles.push({
      field: p.field,
      column: p.column,
      reason: `“${p.text}” is the name of ${ids.length} records.`,
    })
  else if (entity === s.entity.name) return 'done'
  else if (namesState(s, p, put)) return 'done'
  else if (p.missing === 'create') return 'make'
  else {
    out.unknown.push(p)
    if (p.missing === 'refuse')
      w.troubles.push({ field: p.field, column: p.column, reason: `There is no “${p.text}”.` })
  }
  return 'done'
}

/** A text like “Won” where a stage is called otherwise: it names the state that the stage stands for. */
function namesState(s: Situation, p: Pending, put: (field: string, value: unknown) => void): boolean {
  const target = s.kolo.entity(s.entity.fields[p.field]?.entity ?? '')
  if (!Object.hasOwn(target.fields, 'outcome') || !s.createFields['status']) return false
  try {
    const f = s.createFields['status']
    put('status', f.kind.parse(p.text, {}, f))
    return true
  } catch {
    return false
  }
}
