import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { text, time } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Text } from '#core/text.ts'
import { tellPeople } from '#modules/activities/index.ts'
import { run } from './write-activity.ts'

/** What a program removed within an hour is removed at once; up to so many nobody needs to be told. */
export const few = 10

/** In the ledger of what a program removed, and only of that. */
export const removedByProgram: Text = {
  en: 'Removed by a calendar program; it lies in the bin.',
  uk: 'Прибрано календарною програмою; лежить у кошику.',
}
const many: Text = {
  en: 'A program that synchronises removed many of your records here. They lie in the bin: in the settings of calendars they come back all at once.',
  uk: 'Програма, що синхронізується, прибрала тут багато ваших записів. Вони в кошику: у налаштуваннях календарів їх повертають усі разом.',
}

const inBin = sql`(exists (select from contacts x where x.id = i.record_id and x.deleted_at is not null)
  or exists (select from activities x where x.id = i.record_id and x.deleted_at is not null))`
const removed = (user: string) =>
  sql`i.user_id = ${user}::uuid and i.state = 'removed' and i.reason is not null and i.record_id is not null`

/** How many of a collection's items a program has removed within the last hour. In the system's ledger. */
export async function removedLately(tx: Tx, user: string, collection: string): Promise<number> {
  const found = await tx.one<{ n: number }>(sql`select count(*)::int as n from calendar_items i
    where ${removed(user)} and i.collection = ${collection} and i.at > now() - interval '1 hour'`)
  return found!.n
}

/** Tells their owner of more than a few removals; once an hour. */
export async function tellOfRemovals(c: Context, collection: string): Promise<void> {
  const { user, locale } = c.actor
  await c.tx.elevated(async () => {
    if ((await removedLately(c.tx, user!, collection)) <= few) return
    const key = `calendar.removed ${user} ${collection} ${new Date().toISOString().slice(0, 13)}`
    const told = { to: user!, reason: 'sync' as const, record: null, text: many[locale], by: null, key }
    await tellPeople(c.tx, c.kolo, [told])
  })
}

export type Removals = { collection: string; from: string; to: string; n: number }

/** The times at which programs removed more than a few of a user's items, as far as they still lie in the bin. */
export const removalsOf = (tx: Tx, user: string): Promise<Removals[]> =>
  tx.rows<Removals>(sql`with gone as (select i.collection, i.at, lag(i.at) over (partition by i.collection order by i.at) as before
      from calendar_items i where ${removed(user)} and i.at > now() - interval '30 days' and ${inBin}),
    batches as (select *, count(*) filter (where before is null or at - before > interval '1 hour')
      over (partition by collection order by at) as batch from gone)
    select collection, count(*)::int as n, ${iso(sql`min(at)`)} as "from", ${iso(sql`max(at) + interval '1 millisecond'`)} as "to"
      from batches group by collection, batch having count(*) > ${few} order by max(at) desc limit 20`)
const iso = (at: ReturnType<typeof sql>) =>
  sql`to_char((${at}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

export const restoreRemoved = operation({
  name: 'calendar.restore',
  summary: {
    en: 'Bring back what programs removed from a calendar',
    uk: 'Повернути те, що програми прибрали з календаря',
  },
  effect: 'write',
  input: {
    collection: text({ required: true, max: 60, label: { en: 'Calendar', uk: 'Календар' } }),
    from: time({ required: true, label: { en: 'Removed from', uk: 'Прибрано від' } }),
    to: time({ required: true, label: { en: 'to', uk: 'до' } }),
  },
  needs: {},
  async run(c, { collection, from, to }) {
    const { user } = c.actor
    // His own lines of the system's ledger; what they name is restored with his own rights.
    const rows = user
      ? await c.tx.elevated(() =>
          c.tx.rows<{ id: string }>(sql`select i.record_id as id from calendar_items i where ${removed(user)}
            and i.collection = ${collection} and i.at between ${from}::timestamptz and ${to}::timestamptz and ${inBin}`),
        )
      : []
    const ids = rows.map((r) => r.id)
    if (ids.length)
      await run(c, collection.endsWith('contacts') ? 'contact.restore' : 'activity.restore', { ids })
    return { ids }
  },
})
