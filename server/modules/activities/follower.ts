import sql, { join } from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { entity } from '#core/entity.ts'
import { newId } from '#core/id.ts'
import { boolean, choice, record, ref, text, type RecordRef } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'

const option = (key: string, en: string, uk: string) => ({ key, label: { en, uk } })

/** Who is told what happens to a record. Whoever stopped following is remembered, so that nothing makes him follow
 * again but himself. */
export const follower = entity('follower', {
  label: { uk: 'Стежить', many: { en: 'Followers', uk: 'Хто стежить' } },
  icon: 'eye',
  title: 'user',
  fields: {
    record: record({ required: true, onDelete: 'cascade', label: { uk: 'Запис' } }),
    user: ref('user', { required: true, start: 'me', onDelete: 'cascade', label: { uk: 'Користувач' } }),
  },
  managed: {
    reason: choice({
      label: { en: 'Why', uk: 'Чому' },
      options: [
        option('chosen', 'By choice', 'За власним бажанням'),
        option('owner', 'Owner', 'Відповідальний'),
        option('assignee', 'Assignee', 'Виконавець'),
        option('mentioned', 'Mentioned', 'Згадано'),
        option('author', 'Commented', 'Коментував'),
      ],
    }),
    isMuted: boolean({ label: { en: 'Stopped', uk: 'Припинено' } }),
    key: text({ max: 200, unique: true, label: { en: 'Key', uk: 'Ключ' } }),
  },
  list: { columns: ['user', 'record', 'reason'], sort: '-createdAt' },
  form: [{ section: { en: 'Follower', uk: 'Стежить' }, fields: ['record', 'user'] }],
  follows: 'record',
  mine: 'user',
  ledger: true,
  part: true,
  access: {
    manager: { read: 'record' },
    sales: { read: 'record' },
    marketing: { read: 'record' },
    service: { read: 'record' },
    reader: { read: 'record' },
  },
})

export type Following = { record: RecordRef; user: string; reason: string }

/** Makes people follow, all in one statement; those who follow or have stopped stay as they are. */
export async function follow(tx: Tx, wanted: readonly Following[]): Promise<void> {
  const once = [...new Map(wanted.map((f) => [`${f.record.entity}:${f.record.id}:${f.user}`, f])).entries()]
  if (once.length === 0) return
  const rows = once.map(
    ([
      key,
      f,
    ]) => sql`(${newId()}::uuid, ${f.record.entity}, ${f.record.id}::uuid, ${f.user}::uuid, ${f.reason}, ${key},
      now(), ${tx.actor.user}::uuid, now(), ${tx.actor.user}::uuid, 1)`,
  )
  await tx.elevated(() =>
    tx.rows(sql`insert into followers (id, record_entity, record_id, user_id, reason, key,
      created_at, created_by, updated_at, updated_by, revision) values ${join(rows)} on conflict do nothing`),
  )
}

const input = {
  record: record({ required: true, label: { uk: 'Запис' } }),
}

/** He follows only what he may read. */
async function seen(c: Context, r: RecordRef): Promise<RecordRef> {
  const known = [...c.kolo.allEntities()].some((e) => e.name === r.entity)
  if (!known || !c.actor.user || !c.kolo.may(c.actor, { needs: { [r.entity]: 'read' } }))
    c.refuse('not_there')
  const [item] = await c.kolo.readIn(c.tx, r.entity, [r.id], ['deletedAt'])
  return item && !item['deletedAt'] ? r : c.refuse('not_there')
}
const refusals = {
  not_there: {
    en: 'There is no such record, or you may not see it.',
    uk: 'Немає такого запису або ви не маєте до нього доступу.',
  },
}

const set = (c: Context, r: RecordRef, isMuted: boolean) =>
  // His own row and nobody else’s: the key says whose it is.
  c.tx.elevated(() =>
    c.tx
      .rows(sql`update followers set is_muted = ${isMuted}, reason = 'chosen', updated_at = now(), revision = revision + 1
      where key = ${`${r.entity}:${r.id}:${c.actor.user}`}`),
  )

export const followRecord = operation({
  name: 'follower.follow',
  summary: { en: 'Follow a record', uk: 'Стежити за записом' },
  effect: 'write',
  input,
  needs: { follower: 'read' },
  refusals,
  async run(c, { record: r }) {
    const one = await seen(c, r)
    await follow(c.tx, [{ record: one, user: c.actor.user!, reason: 'chosen' }])
    await set(c, one, false)
    return { following: true }
  },
})

export const unfollowRecord = operation({
  name: 'follower.unfollow',
  summary: { en: 'Stop following a record', uk: 'Більше не стежити за записом' },
  effect: 'write',
  input,
  needs: { follower: 'read' },
  refusals,
  async run(c, { record: r }) {
    const one = await seen(c, r)
    await follow(c.tx, [{ record: one, user: c.actor.user!, reason: 'chosen' }])
    await set(c, one, true)
    return { following: false }
  },
})
