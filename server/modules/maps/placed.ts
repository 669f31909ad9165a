import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import sql, { join, raw } from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'
import { placeKind } from '#core/kinds/place.ts'
import type { Place } from './place-of.ts'

export type Placed = { key: string } & { [K in keyof Place]: Place[K] | null }

/** What is found may change with the lists, with how they are read, and with the country an address is in that names
 * none: then every spelling is looked for again. */
const versionOf = (home: string) => `1 ${home}`

async function find(keys: string[], home: string): Promise<(Place | null)[]> {
  const worker = new Worker(new URL('./place-worker.ts', import.meta.url), { workerData: { keys, home } })
  try {
    const [found] = (await once(worker, 'message')) as [(Place | null)[]]
    return found
  } finally {
    await worker.terminate()
  }
}

const columns = ['key', 'point', 'latitude', 'longitude', 'name', 'country', 'region'] as const

/** Where each spelling is. What no one has asked for before is looked up and kept. It tells of towns, not of records:
 * read and kept by the system, whoever asks. */
export const placedOf = (tx: Tx, kolo: Kolo, keys: readonly string[]): Promise<Placed[]> =>
  tx.elevated(async () => {
    const home = kolo.workspace.country
    const version = versionOf(home)
    const known = await tx.rows<Placed>(
      sql`select ${raw(columns.join(', '))} from placed where key = any(${keys as string[]}) and version = ${version}`,
    )
    const there = new Set(known.map((p) => p.key))
    // In one order: two that keep the same spellings wait for each other.
    const unknown = keys.filter((key) => !there.has(key)).toSorted()
    if (unknown.length === 0) return known
    const found = (await find(unknown, home)).map((place, i): Placed => {
      const none = { point: null, latitude: null, longitude: null, name: null, country: null, region: null }
      return { key: unknown[i]!, ...(place ?? none) }
    })
    await tx.rows(sql`insert into placed (${raw(columns.join(', '))}, version)
      select ${raw(columns.join(', '))}, ${version} from jsonb_to_recordset(${JSON.stringify(found)}::jsonb)
        as x(key text, point text, latitude float8, longitude float8, name text, country text, region text)
      on conflict (key) do update set ${raw(
        [...columns.slice(1), 'version'].map((c) => `${c} = excluded.${c}`).join(', '),
      )}`)
    return [...known, ...found]
  })

/** Every night: what was spelt anew is looked up, so that filters by place find it, and what nobody spells so any more
 * is forgotten. */
export const keepPlaces = (kolo: Kolo) => async (): Promise<void> => {
  const tables = [...kolo.allEntities()].flatMap((e) =>
    Object.entries(e.fields).flatMap(([key, f]) => (f.kind === placeKind ? [{ table: e.table, key }] : [])),
  )
  const used = join(
    tables.map(
      ({ table, key }) =>
        sql`select ${raw(`"${key}"`)} as key from ${raw(`"${table}"`)} where ${raw(`"${key}"`)} is not null`,
    ),
    ' union ',
  )
  await kolo.db.system(async (tx) => {
    await tx.rows(sql`delete from placed where key not in (${used})`)
    const rows = await tx.rows<{ key: string }>(sql`${used} order by key`)
    await placedOf(
      tx,
      kolo,
      rows.map((row) => row.key),
    )
  })
}
