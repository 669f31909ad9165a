import sql from 'sql-template-tag'
import type { Context } from '#core/operation.ts'

type Item = Record<string, unknown>

/** What is made for a deal is sold by its channel, unless another is said. With the system's eyes: a deal that he does
 * not see is refused where references are. */
export async function withDealChannel(c: Context, items: Item[]): Promise<Item[]> {
  const silent = (item: Item) => item['deal'] && item['channel'] === undefined
  const ids = items.filter(silent).map((item) => item['deal'])
  if (ids.length === 0) return items
  const rows = await c.tx.elevated(() =>
    c.tx.rows<{ id: string; channel: string }>(
      sql`select id, channel from deals where id = any(${ids}::uuid[]) and channel is not null`,
    ),
  )
  const channels = new Map(rows.map((r) => [r.id, r.channel]))
  return items.map((item) =>
    silent(item) ? { ...item, channel: channels.get(item['deal'] as string) ?? null } : item,
  )
}
