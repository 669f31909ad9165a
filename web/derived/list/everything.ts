import { api, query } from '../../api.ts'
import type { Entity } from '../../catalogue.ts'
import type { Ask, Page } from '../../records.ts'

/** So many records one bulk action takes. */
export const mostAtOnce = 10_000
const step = 200

/** Ids of everything that a list would show, up to `mostAtOnce`. */
export async function everyId(entity: Entity, { filter, sort, q, bin }: Ask): Promise<string[]> {
  const ids: string[] = []
  let after: string | null = null
  do {
    const page: Page = await api<Page>(
      `${entity.plural}${query({ filter, sort, q, bin, fields: entity.title, limit: step, after })}`,
    )
    ids.push(...page.items.map((r) => r.id))
    after = page.next
  } while (after && ids.length < mostAtOnce)
  return ids.slice(0, mostAtOnce)
}

/** Records by their ids, with what is asked of them. */
export async function recordsOf(entity: Entity, ids: readonly string[], fields: string) {
  return (
    await api<Page>(`${entity.plural}${query({ filter: ['id', 'in', ids], fields, limit: ids.length })}`)
  ).items
}

/** Does a piece at a time, tells how far it is, and stops between pieces when asked to. */
export async function inPieces<T>(
  all: readonly T[],
  run: (piece: readonly T[]) => Promise<unknown>,
  {
    onProgress,
    isStopped,
    size = 100,
  }: { onProgress: (done: number) => void; isStopped: () => boolean; size?: number },
): Promise<number> {
  let done = 0
  for (; done < all.length && !isStopped(); done = Math.min(all.length, done + size)) {
    await run(all.slice(done, done + size))
    onProgress(Math.min(all.length, done + size))
  }
  return done
}
