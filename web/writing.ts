import type { QueryClient } from '@tanstack/react-query'
import { api, newKey } from './api.ts'
import type { Entity } from './catalogue.ts'
import { toWrite } from './kinds/index.ts'
import { keys, patchLists, putRecord, recordQuery, withValue, type Rec } from './records.ts'

/** The change as the API takes it: references by id, customers' own fields under `custom`. */
export function writable(entity: Entity, values: Record<string, unknown>): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(values)) {
    const field = entity.fields[path]
    const sent = value === null || value === undefined || !field ? (value ?? null) : toWrite(field, value)
    if (path.startsWith('custom.')) body['custom'] = { ...(body['custom'] as object), [path.slice(7)]: sent }
    else body[path] = sent
  }
  return body
}

/** Shows the change at once, sends it, and takes it back if the server refuses. Throws ApiError (412: conflict). */
export async function updateRecord(
  client: QueryClient,
  entity: Entity,
  record: Rec,
  values: Record<string, unknown>,
) {
  const { plural } = entity
  const before = Object.fromEntries(
    Object.keys(values).map((path) => [
      path,
      path.startsWith('custom.') ? record.custom?.[path.slice(7)] : record[path],
    ]),
  )
  const show = (change: Record<string, unknown>) => {
    const apply = (r: Rec) =>
      r.id === record.id ? Object.entries(change).reduce((all, [p, v]) => withValue(all, p, v), r) : r
    patchLists(client, plural, apply)
    client.setQueryData<Rec>(keys.one(plural, record.id), (old) => old && apply(old))
  }
  show(values)
  try {
    const fresh = await api<Rec>(`${plural}/${record.id}`, {
      method: 'PATCH',
      body: writable(entity, values),
      revision: record.revision,
      once: newKey(),
    })
    putRecord(client, plural, fresh)
    return fresh
  } catch (error) {
    show(before)
    throw error
  }
}

export async function createRecord(
  client: QueryClient,
  entity: Entity,
  values: Record<string, unknown>,
  once: string,
) {
  const made = await api<Rec>(entity.plural, { method: 'POST', body: writable(entity, values), once })
  client.setQueryData(recordQuery(entity.plural, made.id).queryKey, made)
  void client.invalidateQueries({ queryKey: keys.lists(entity.plural) })
  return made
}

/** To the bin; `restoreRecords` takes them out again. */
export async function binRecords(client: QueryClient, entity: Entity, ids: readonly string[]) {
  const gone = new Set(ids)
  await api(entity.plural, { method: 'DELETE', body: { ids }, once: newKey() })
  patchLists(client, entity.plural, (r) => (gone.has(r.id) ? null : r))
  void client.invalidateQueries({ queryKey: keys.all(entity.plural) })
}

export async function restoreRecords(client: QueryClient, entity: Entity, ids: readonly string[]) {
  await api(`${entity.plural}/restore`, { method: 'POST', body: { ids }, once: newKey() })
  void client.invalidateQueries({ queryKey: keys.all(entity.plural) })
}
