import type { Tx } from './database.ts'
import { Invalid } from './error.ts'
import type { Kolo } from './kolo.ts'
import type { Text } from './text.ts'

/** Records that no condition of the database finds, and what does: in filters ["id", "found", key], or with what it is
 * asked about, ["id", "found", "key:about"]. */
export type Finding = {
  /** Of which entities. */
  of: readonly string[]
  key: string
  label: Text
  /** Among others those that the actor may see: a list shows no more. */
  ids(kolo: Kolo, tx: Tx, entity: string, about?: string): Promise<readonly string[]>
}

/** What a finding has found, where a filter names it. */
export class Found {
  ids: readonly string[]
  constructor(ids: readonly string[]) {
    this.ids = ids
  }
}

export const findingsOf = (kolo: Kolo, entity: string): Finding[] =>
  kolo.catalogue.modules.flatMap((m) => m.finds ?? []).filter((f) => f.of.includes(entity))

/** The same query, with what is found where its filter names a finding. */
export async function withFound<Q extends { filter?: unknown }>(
  kolo: Kolo,
  tx: Tx,
  entity: string,
  query: Q,
): Promise<Q> {
  const known = new Map<unknown, Found>()
  const walk = async (f: unknown, depth: number): Promise<unknown> => {
    // What is nested deeper is refused where it is read.
    if (depth > 8 || f === null || typeof f !== 'object') return f
    if (Array.isArray(f)) return f[0] === 'id' && f[1] === 'found' ? ['id', 'found', await find(f[2])] : f
    const out: Record<string, unknown> = {}
    for (const [word, inner] of Object.entries(f)) {
      if (!Array.isArray(inner) || word === 'not') out[word] = await walk(inner, depth + 1)
      else {
        const all: unknown[] = []
        for (const one of inner) all.push(await walk(one, depth + 1))
        out[word] = all
      }
    }
    return out
  }
  const find = async (key: unknown): Promise<Found> => {
    const [, name, about = ''] = /^([^:]*):?(.*)$/.exec(String(key)) ?? []
    const finding = findingsOf(kolo, entity).find((f) => f.key === name)
    if (!finding)
      throw new Invalid([
        { path: 'filter', message: `Nothing is found by ${String(key)}.`, code: 'bad_filter' },
      ])
    if (!known.has(key)) known.set(key, new Found(await finding.ids(kolo, tx, entity, about)))
    return known.get(key)!
  }
  return query.filter ? { ...query, filter: await walk(query.filter, 0) } : query
}
