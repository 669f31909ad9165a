import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { choice } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import type { Text } from '#core/text.ts'
import { tellPeople } from '#modules/activities/index.ts'
import { collectionOf, few, removedLately, removeRecord, tellOfRemovals } from '#modules/calendars/index.ts'
import { itemCalled, itemsOf, put, type Place } from './items.ts'
import { inKolo, placeOf, type Kind, type Run } from './kind.ts'
import { reasons } from './reasons.ts'
import { saidOf } from './said.ts'

const most = 100

/** Whether so many of so many may go within an hour without anybody being asked: a few always, else at most a fifth,
 * and never hundreds. */
export const isBelievable = (gone: number, all: number): boolean =>
  gone <= few || (gone <= most && gone * 5 <= all)

/** What of a user's is gone there and waits here for his answer, by sort. */
export async function heldOf(tx: Tx, user: string): Promise<Record<string, number>> {
  const rows = await tx.rows<{
    kind: string
    n: number
  }>(sql`select substr(collection, 9) as kind, count(*)::int as n
    from calendar_items where user_id = ${user}::uuid and collection like 'outlook:%' and state = 'leaving' and mark = 'held' group by 1`)
  return Object.fromEntries(rows.map((r) => [r.kind, r.n]))
}

const held: Text = {
  en: 'Too much is gone in Outlook at once. Nothing of it is removed here until you answer in the settings of calendars.',
  uk: 'В Outlook зникло забагато одразу. Тут нічого з цього не прибрано, доки ви не відповісте в налаштуваннях календарів.',
}

async function remove(run: Run, kind: Kind, name: string): Promise<void> {
  const place = placeOf(run, kind)
  const gone = { isGone: true, etag: '', mark: null } as const
  try {
    await inKolo(run, async (c) => {
      const item = await c.tx.elevated(() => itemCalled(c.tx, place, name))
      if (item?.state !== 'leaving') return
      const isInBin = await removeRecord(c, await collectionOf(c.kolo, c.tx, kind.name), item.record!)
      const reason = isInBin ? reasons.removed_there[run.actor.locale] : null
      await c.tx.elevated(() => put(c.tx, place, name, { ...gone, state: 'removed', reason }))
      await tellOfRemovals(c, place.key)
    })
  } catch (error) {
    if (saidOf(error, run) === null) throw error
    // A removal that is refused here ends with it: it is not sent back there.
    const reason = reasons.no_rights[run.actor.locale]
    await run.kolo.db.system((tx) => put(tx, place, name, { ...gone, state: 'refused', reason }))
  }
}

async function hold(run: Run, place: Place): Promise<void> {
  const { user, locale } = run.actor
  const key = `outlook.held ${user} ${place.key} ${new Date().toISOString().slice(0, 10)}`
  const told = { to: user, reason: 'sync' as const, record: null, text: held[locale], by: null, key }
  await run.kolo.db.system(async (tx) => {
    await tx.rows(sql`update calendar_items set mark = 'held' where user_id = ${user}::uuid and collection = ${place.key}
      and state = 'leaving' and mark is distinct from 'yes'`)
    await tellPeople(tx, run.kolo, [told])
  })
}

/** Removes here what is gone there, if that is believable or its owner said so; the rest waits for his answer. */
export async function settle(run: Run, kind: Kind): Promise<void> {
  const place = placeOf(run, kind)
  const { leaving, all, lately } = await run.kolo.db.system(async (tx) => {
    const items = await itemsOf(tx, place)
    return {
      leaving: items.filter((i) => i.state === 'leaving'),
      all: items.filter((i) => i.record && !i.isGone).length,
      lately: await removedLately(tx, place.user, place.key),
    }
  })
  const asked = leaving.filter((i) => i.mark !== 'yes')
  const isHeld = asked.length > 0 && !isBelievable(asked.length + lately, all + lately)
  for (const { name, mark } of leaving) {
    if (isHeld && mark !== 'yes') continue
    await remove(run, kind, name)
    await run.hold()
  }
  if (isHeld) await hold(run, place)
}

export const answerOutlook = operation({
  name: 'outlook.answer',
  summary: {
    en: 'Say what becomes of what is gone in Outlook',
    uk: 'Сказати, що робити з тим, що зникло в Outlook',
  },
  effect: 'write',
  input: {
    answer: choice({
      required: true,
      label: { en: 'Answer', uk: 'Відповідь' },
      options: [
        { key: 'remove', label: { en: 'Remove it here too', uk: 'Прибрати й тут' } },
        { key: 'put_back', label: { en: 'Put it back in Outlook', uk: 'Повернути в Outlook' } },
      ],
    }),
  },
  needs: { activity: 'read' },
  async run(c, { answer }) {
    const { user } = c.actor
    const reason = reasons.put_back_asked[c.actor.locale]
    const set =
      answer === 'remove'
        ? sql`mark = 'yes'`
        : sql`is_gone = true, record_id = null, etag = '', mark = null, state = 'conflict', reason = ${reason}, at = now()`
    // His own lines of the system's ledger.
    const rows = await c.tx.elevated(async () => {
      await c.tx.rows(sql`update outlook_accounts set next_at = now() where user_id = ${user}::uuid`)
      return c.tx.rows(sql`update calendar_items set ${set}
        where user_id = ${user}::uuid and collection like 'outlook:%' and state = 'leaving' and mark = 'held' returning name`)
    })
    c.emit('outlook.asked', undefined, { answer, items: rows.length })
    return { items: rows.length }
  },
})
