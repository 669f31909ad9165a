import sql from 'sql-template-tag'
import { entity } from '#core/entity.ts'
import { date, json, longText, multi, number, ref, time } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { activity, kindOptions } from './activity.ts'
import { startOfDay } from './time-zone.ts'

/** A journal given to somebody else while its owner is away. */
export const handOver = entity('handOver', {
  label: { en: 'Hand-over', uk: 'Передання справ', many: { en: 'Hand-overs', uk: 'Передання справ' } },
  icon: 'users',
  title: 'count',
  fields: {
    from: ref('user', { onDelete: 'clear', label: { en: 'From', uk: 'Від кого' } }),
    to: ref('user', { onDelete: 'clear', label: { en: 'To', uk: 'Кому' } }),
    since: date({ label: { en: 'From day', uk: 'З дня' } }),
    until: date({ label: { en: 'To day', uk: 'До дня' } }),
    kinds: multi({ options: kindOptions, label: { en: 'Kinds', uk: 'Види' } }),
    note: longText({ label: { uk: 'Пояснення' } }),
    count: number({ scale: 0, label: { en: 'Activities', uk: 'Активностей' } }),
    activities: json({ label: { en: 'Which', uk: 'Які саме' } }),
    undoneAt: time({ label: { en: 'Taken back', uk: 'Повернено' } }),
    owner: ref('user', { start: 'me', onDelete: 'clear', label: { en: 'Done by', uk: 'Передав' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: { columns: ['from', 'to', 'since', 'until', 'count', 'undoneAt'], sort: '-createdAt' },
  form: [
    {
      section: { en: 'Hand-over', uk: 'Передання' },
      fields: ['from', 'to', 'since', 'until', 'kinds', 'note', 'count', 'undoneAt'],
    },
  ],
  ledger: true,
  access: {
    manager: { read: 'team' },
    sales: { read: 'own' },
    marketing: { read: 'own' },
    service: { read: 'own' },
  },
})

const most = 5000

/** What is planned and not private: a private one is seen by its assignee only, also by this. */
async function planned(
  c: Context,
  from: string,
  since: string,
  until: string | null,
  kinds: readonly string[] | null,
): Promise<string[]> {
  const { timeZone } = c.actor
  const begin = new Date(startOfDay(since, timeZone)).toISOString()
  const end = until ? new Date(startOfDay(until, timeZone) + 86_400_000).toISOString() : null
  const rows = await c.tx.rows<{ id: string }>(sql`
    select id from activities where assignee_id = ${from}::uuid and deleted_at is null
      and status in ('planned', 'started') and is_private is not true
      and (${kinds === null} or kind = any(${kinds ?? []}::text[]))
      and (planned_at is null or planned_at >= ${begin}::timestamptz or repeat is not null)
      and (planned_at is null or ${end}::timestamptz is null or planned_at < ${end}::timestamptz)
    order by id limit ${most}`)
  return rows.map((r) => r.id)
}

export const handOverJournal = operation({
  name: 'handOver.start',
  summary: { en: 'Hand a journal over', uk: 'Передати справи' },
  effect: 'write',
  on: 'user',
  input: {
    id: ref('user', { required: true, label: { en: 'From', uk: 'Від кого' } }),
    to: ref('user', { required: true, label: { en: 'To', uk: 'Кому' } }),
    since: date({ start: 'today', label: { en: 'From day', uk: 'З дня' } }),
    until: date({ label: { en: 'To day', uk: 'До дня' } }),
    kinds: multi({
      options: kindOptions,
      label: { en: 'Kinds; all if empty', uk: 'Види; усі, якщо порожньо' },
    }),
    note: longText({ max: 2000, label: { uk: 'Пояснення' } }),
  },
  needs: { activity: 'update' },
  refusals: {
    same: { en: 'Choose somebody else to hand it to.', uk: 'Виберіть іншу людину.' },
    nothing: { en: 'Nothing of it is planned in these days.', uk: 'На ці дні нічого не заплановано.' },
  },
  async run(c, { id: from, to, since, until, kinds, note }) {
    if (from === to) c.refuse('same')
    const ids = await planned(c, from, since ?? c.today, until ?? null, kinds?.length ? kinds : null)
    if (ids.length === 0) c.refuse('nothing')
    // Locked under the actor's rights: what he may not change he cannot give away.
    const before = await c.tx.lockMany(activity, ids)
    await c.tx.saveMany(
      activity,
      before.map((b) => [b, { assignee: to }] as const),
    )
    const made = await c.tx.elevated(() =>
      c.tx.insertMany(handOver, [
        {
          from,
          to,
          since: since ?? c.today,
          until: until ?? null,
          kinds: kinds ?? null,
          note: note ?? null,
          count: ids.length,
          activities: ids,
          owner: c.actor.user,
          team: c.actor.teams[0] ?? null,
        },
      ]),
    )
    c.emit(
      'handOver.started',
      { id: from },
      { to, count: ids.length, notify: [{ to, reason: 'assigned', text: note }] },
    )
    return { id: made[0]!.id, count: ids.length }
  },
})

export const undoHandOver = operation({
  name: 'handOver.undo',
  summary: { en: 'Take a journal back', uk: 'Повернути передані справи' },
  effect: 'write',
  on: 'handOver',
  whyNot: (h: { undoneAt: string | null }) => (h.undoneAt ? 'undone' : null),
  input: { id: ref('handOver', { required: true }) },
  needs: { handOver: 'read', activity: 'update' },
  refusals: {
    not_there: { en: 'There is no such hand-over.', uk: 'Немає такого передання.' },
    undone: { en: 'It was taken back already.', uk: 'Його вже повернено.' },
  },
  async run(c, { id }) {
    const [seen] = await c.kolo.readIn(c.tx, 'handOver', [id], ['from', 'to', 'activities', 'undoneAt'])
    if (!seen) c.refuse('not_there')
    if (seen!['undoneAt']) c.refuse('undone')
    const { id: from } = seen!['from'] as { id: string }
    const { id: to } = seen!['to'] as { id: string }
    // He gave them away by his rights; what was done or given on meanwhile stays where it is.
    const rows = await c.tx.elevated(() =>
      c.tx.rows<{ id: string; revision: number }>(sql`
        select id, revision from activities where id = any(${seen!['activities'] as string[]}::uuid[])
          and assignee_id = ${to}::uuid and status in ('planned', 'started') and deleted_at is null for update`),
    )
    const count = rows.length
    await c.tx.saveMany(
      activity,
      rows.map((r) => [{ ...r, assignee: to, custom: {} }, { assignee: from }] as const),
    )
    await c.tx.elevated(() =>
      c.tx.saveMany(handOver, [[{ ...seen!, custom: {} }, { undoneAt: new Date().toISOString() }]]),
    )
    c.emit('handOver.undone', { id }, { from, to, count })
    return { id, count }
  },
})
