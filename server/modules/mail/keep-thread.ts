import sql from 'sql-template-tag'
import { boolean, json, ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { Invalid, Missing } from '#core/error.ts'
import { isId } from '#core/id.ts'
import { noteMarks, tell } from './marks.ts'
import { mailThread } from './thread.ts'
import { settle } from './visibility.ts'

const id = ref('mailThread', { required: true, label: { uk: 'Листування' } })
const again = (c: Context, one: string) => c.tx.elevated(() => settle(c.tx, sql`t.id = ${one}::uuid`))

/** Filing by hand stays: no rule files this thread again, and letters to come go with it. */
export const fileThread = operation({
  name: 'mailThread.file',
  summary: { en: 'File mail to a record', uk: 'Віднести листування до запису' },
  effect: 'write',
  on: 'mailThread',
  input: {
    id,
    account: ref('account', { label: { uk: 'Компанія' } }),
    contact: ref('contact', { label: { uk: 'Контакт' } }),
    deal: ref('deal', { label: { uk: 'Угода' } }),
    lead: ref('lead', { label: { uk: 'Лід' } }),
  },
  needs: { mailThread: 'update' },
  refusals: {
    nothing_chosen: {
      en: 'Choose a company, a contact, a deal or a lead.',
      uk: 'Виберіть компанію, контакт, угоду або лід.',
    },
  },
  async run(c, { id: of, ...records }) {
    // Filed by hand to nothing, it would be neither filed nor among what waits to be.
    if (!Object.values(records).some(Boolean)) c.refuse('nothing_chosen')
    const before = await c.tx.lock(mailThread, of)
    for (const [entity, to] of Object.entries(records))
      if (to && (await c.kolo.readIn(c.tx, entity, [to], [])).length === 0) throw new Missing(entity, to)
    const { account = null, contact = null, deal = null, lead = null } = records
    const after = { account, contact, deal, lead }
    await c.tx.save(mailThread, before, { ...after, filedBy: 'hand', isAmbiguous: false, isPrivate: false })
    await again(c, of)
    return { id: of }
  },
})

/** Only who keeps the mailbox says what is private. */
export const setPrivate = operation({
  name: 'mailThread.set_private',
  summary: { en: 'Keep mail private, or not', uk: 'Зробити листування приватним або ні' },
  effect: 'write',
  on: 'mailThread',
  input: { id, isPrivate: boolean({ required: true, label: { en: 'Private', uk: 'Приватне' } }) },
  needs: { mailThread: 'update' },
  refusals: {
    not_keeper: {
      en: 'Only who keeps the mailbox decides what is private.',
      uk: 'Що приватне, вирішує лише власник скриньки.',
    },
  },
  async run(c, { id: of, isPrivate }) {
    const before = await c.tx.lock(mailThread, of)
    const keeps = before.keeper === c.actor.user || c.actor.teams.includes(before.keeperTeam ?? '')
    if (!keeps) c.refuse('not_keeper')
    await c.tx.save(mailThread, before, { isPrivate })
    await again(c, of)
    return { id: of }
  },
})

/** Read, done: what a person does with many threads a day. Not in the history. */
export const markThreads = operation({
  name: 'mailThread.mark',
  summary: { en: 'Mark mail as read or done', uk: 'Позначити листування прочитаним чи опрацьованим' },
  effect: 'write',
  input: {
    ids: json<unknown, { required: true; label: { en: string; uk: string } }>({
      required: true,
      label: { en: 'Threads', uk: 'Листування' },
    }),
    isSeen: boolean({ label: { en: 'Read', uk: 'Прочитано' } }),
    isDone: boolean({ label: { en: 'Done', uk: 'Опрацьовано' } }),
  },
  needs: { mailThread: 'update' },
  async run(c, { ids, isSeen, isDone }) {
    if (!Array.isArray(ids) || ids.length === 0 || ids.length > 500 || !ids.every(isId))
      throw new Invalid([{ path: 'ids', message: 'Name one to 500 records.', code: 'ids' }])
    const found = await c.tx.lockMany(mailThread, ids as string[])
    const those = found.map((t) => t.id)
    await c.tx.elevated(async () => {
      if (isDone !== null && isDone !== undefined)
        await c.tx.rows(
          sql`update mail_threads set is_done = ${isDone}, updated_at = now() where id = any(${those}::uuid[])`,
        )
      if (isSeen !== null && isSeen !== undefined) {
        const mailboxes = await noteMarks(c.tx, those, isSeen)
        c.tx.afterCommit(() => tell(mailboxes))
        await c.tx.rows(
          sql`update mail_messages set is_seen = ${isSeen} where thread_id = any(${those}::uuid[]) and direction = 'in'`,
        )
        await c.tx
          .rows(sql`update mail_threads t set unseen = case when ${isSeen} then 0 else (select count(*) from mail_messages m
          where m.thread_id = t.id and m.direction = 'in' and m.deleted_at is null) end where t.id = any(${those}::uuid[])`)
      }
    })
    return { ids: those }
  },
})
