import sql from 'sql-template-tag'
import { entity } from '#core/entity.ts'
import { Invalid } from '#core/error.ts'
import { isId } from '#core/id.ts'
import { choice, json, multi, number, record, ref, text, time } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { create, update } from '#core/stock.ts'

const option = (key: string, en: string, uk: string) => ({ key, label: { en, uk } })

export const reasonOptions = [
  option('reminder', 'Reminder', 'Нагадування'),
  option('assigned', 'Assigned to you', 'Доручено вам'),
  option('invited', 'You are invited', 'Вас запрошено'),
  option('answered', 'Answered you', 'Вам відповіли'),
  option('mentioned', 'You are mentioned', 'Вас згадано'),
  option('commented', 'Comment on what you follow', 'Коментар до того, за чим стежите'),
  option('changed', 'What you follow has changed', 'Зміна в тому, за чим стежите'),
  option('approval', 'Your approval is asked', 'Потрібне ваше погодження'),
  option('sync', 'Much was removed by synchronisation', 'Синхронізація прибрала багато'),
]
export type Reason =
  | 'reminder'
  | 'assigned'
  | 'invited'
  | 'answered'
  | 'mentioned'
  | 'commented'
  | 'changed'
  | 'approval'
  | 'sync'

/** What somebody is told. `key` says what of: told once, whatever is run again. */
export const notification = entity('notification', {
  label: { uk: 'Сповіщення', many: { en: 'Notifications', uk: 'Сповіщення' } },
  icon: 'bell',
  title: 'text',
  fields: {
    owner: ref('user', { onDelete: 'cascade', label: { en: 'To', uk: 'Кому' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
    reason: choice({ required: true, options: reasonOptions, label: { uk: 'Причина' } }),
    record: record({ onDelete: 'cascade', label: { en: 'About', uk: 'Стосується' } }),
    text: text({ max: 500, label: { en: 'Text', uk: 'Текст' } }),
    by: ref('user', { onDelete: 'clear', label: { en: 'From', uk: 'Від кого' } }),
    readAt: time({ label: { en: 'Read at', uk: 'Прочитано' } }),
    key: text({ required: true, max: 300, unique: true, label: { en: 'Key', uk: 'Ключ' } }),
  },
  list: { columns: ['reason', 'text', 'record', 'by', 'createdAt'], sort: '-createdAt' },
  form: [
    {
      section: { en: 'Notification', uk: 'Сповіщення' },
      fields: ['owner', 'reason', 'record', 'text', 'by', 'readAt', 'key'],
    },
  ],
  ledger: true,
  part: true,
  access: { everyone: { read: 'own' }, client: { read: 'own' } },
})

/** How one wants to be told. Nothing said: everything in the app, and a digest by mail every morning. */
export const notificationSetting = entity('notificationSetting', {
  label: {
    en: 'Notification setting',
    uk: 'Налаштування сповіщень',
    many: { en: 'Notification settings', uk: 'Налаштування сповіщень' },
  },
  icon: 'bell',
  title: 'digest',
  fields: {
    silent: multi({
      label: { en: 'Not told in the app', uk: 'Не сповіщати в застосунку' },
      options: reasonOptions,
    }),
    digest: choice({
      start: 'daily',
      label: { en: 'Digest by mail', uk: 'Дайджест поштою' },
      options: [option('daily', 'Every morning', 'Щоранку'), option('never', 'Never', 'Ніколи')],
    }),
    digestHour: number({ min: 0, max: 23, scale: 0, label: { en: 'At what hour', uk: 'О котрій годині' } }),
  },
  managed: {
    owner: ref('user', { start: 'me', onDelete: 'cascade', label: { uk: 'Користувач' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: { columns: ['owner', 'digest'], sort: '-createdAt' },
  form: [
    {
      section: { en: 'Notifications', uk: 'Сповіщення' },
      fields: ['silent', 'digest', 'digestHour'],
    },
  ],
  part: true,
  access: { everyone: { read: 'own', create: true, update: 'own' } },
})

export const readNotifications = operation({
  name: 'notification.read',
  summary: { en: 'Mark notifications as read', uk: 'Позначити сповіщення прочитаними' },
  effect: 'write',
  input: {
    ids: json({ label: { en: 'Which; all if empty', uk: 'Які саме; усі, якщо порожньо' } }),
    unread: {
      ...choice({ options: [option('yes', 'Yes', 'Так')] }),
      label: { en: 'As unread', uk: 'Як непрочитані' },
    },
  },
  needs: { notification: 'read' },
  async run(c, { ids, unread }) {
    if (
      ids &&
      !(Array.isArray(ids) && ids.length <= 1000 && ids.every((i) => typeof i === 'string' && isId(i)))
    )
      throw new Invalid([{ path: 'ids', message: 'Write the id of a record.', code: 'bad_id' }])
    // Those that he sees are his own; that he has read them is the one thing he may write.
    const seen = await c.tx.rows<{ id: string; revision: number; readAt: string | null }>(
      sql`select id, revision, read_at as "readAt" from notifications where owner_id = app_user() and deleted_at is null
        and (${ids === null || ids === undefined} or id = any(${ids ?? []}::uuid[])) and (read_at is null) = ${!unread} limit 1000`,
    )
    const readAt = unread ? null : new Date().toISOString()
    await c.tx.elevated(() =>
      c.tx.saveMany(
        notification,
        seen.map((n) => [{ ...n, custom: {} }, { readAt }] as const),
      ),
    )
    return { read: seen.length }
  },
})

export const createSetting = create(notificationSetting)
export const updateSetting = update(notificationSetting)
