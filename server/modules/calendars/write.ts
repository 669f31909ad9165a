import { Conflict, Refused } from '#core/error.ts'
import { boolean, longText, text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { seriesOf, textOfSeries } from './activities.ts'
import { readCard } from './card.ts'
import { collectionOf, membersOf, type Collection, type Member } from './collection.ts'
import { contactsOf, textOfContact } from './contacts.ts'
import { objectIn } from './object.ts'
import { reasons, Unkept } from './refusal.ts'
import { removedByProgram, tellOfRemovals } from './removed.ts'
import { note, recordsOf } from './state.ts'
import { run, writeActivity } from './write-activity.ts'
import { writeContact } from './write-contact.ts'

const collection = text({ required: true, max: 60, label: { en: 'Calendar', uk: 'Календар' } })
const name = text({ required: true, max: 400, label: { en: 'Name in it', uk: 'Назва в ньому' } })
const match = text({
  max: 200,
  label: { en: 'Only if unchanged since', uk: 'Лише якщо не змінено з' },
  hint: { en: 'The ETag that was served', uk: 'ETag, який було видано' },
})

/** What stands under a name now; its sender must have seen it as it is. */
async function current(
  c: Context,
  where: Collection,
  called: string,
  etag?: string | null,
): Promise<Member | null> {
  const [id] = await recordsOf(c.tx, where, [called])
  const [member] = id ? await membersOf(c.tx, where, { id }) : []
  if (etag && (!member || (etag !== '*' && etag !== member.etag))) throw new Conflict(member?.etag ?? null)
  return member ?? null
}

/** The text of a record of a collection as it is served; null when it is not there to be seen. */
export async function textOf(
  c: Pick<Context, 'kolo' | 'tx'>,
  { kind }: Collection,
  id: string,
): Promise<string | null> {
  if (kind === 'vcard') {
    const contact = (await contactsOf(c.kolo, c.tx, [id])).get(id)
    return contact ? textOfContact(contact) : null
  }
  const rows = (await seriesOf(c.kolo, c.tx, [id])).get(id)
  return rows ? textOfSeries(rows, kind) : null
}

async function refuseTwin(c: Context, where: Collection, uid: string): Promise<void> {
  const [twin] = uid ? await membersOf(c.tx, where, { uid }) : []
  if (twin) throw new Unkept('uid_taken')
}

async function put(c: Context, where: Collection, sent: string, before: Member | null): Promise<string> {
  if (where.kind === 'vcard') {
    const contact = before && (await contactsOf(c.kolo, c.tx, [before.id])).get(before.id)
    return writeContact(c, sent, contact ?? null)
  }
  const rows = before && (await seriesOf(c.kolo, c.tx, [before.id])).get(before.id)
  const object = objectIn(sent, rows?.[0]?.timeZone ?? c.actor.timeZone)
  if (object.kind !== where.kind) throw new Unkept('wrong_kind')
  if (!before) await refuseTwin(c, where, object.uid)
  return writeActivity(c, { ...where, kind: where.kind }, object, rows ?? null)
}

const titleOf = (kind: Collection['kind'], sent: string): string | null =>
  (kind === 'vcard' ? /^FN[^:\r\n]*:(.{1,200})/m : /^SUMMARY[^:\r\n]*:(.{1,200})/m).exec(sent)?.[1]?.trim() ??
  null

const unkept = (error: unknown, c: Context): never => {
  if (error instanceof Unkept) throw new Refused(error.reason, reasons[error.reason][c.actor.locale])
  throw error
}

export const writeItem = operation({
  name: 'calendar.write',
  summary: {
    en: 'Write an appointment, a task or a contact as iCalendar or vCard',
    uk: 'Записати зустріч, завдання чи контакт як iCalendar або vCard',
  },
  effect: 'write',
  input: {
    collection,
    name,
    text: longText({ required: true, max: 1_000_000, label: { uk: 'Текст' } }),
    match,
    isNew: boolean({ label: { en: 'Only if it is not there', uk: 'Лише якщо його немає' } }),
  },
  needs: {},
  refusals: reasons,
  async run(c, input) {
    const where = await collectionOf(c.kolo, c.tx, input.collection)
    if (!where.isWritable) c.refuse('read_only')
    const before = await current(c, where, input.name, input.match)
    if (input.isNew && before) throw new Conflict(before.etag)
    const id = await put(c, where, input.text, before).catch((error: unknown) => unkept(error, c))
    const title = titleOf(where.kind, input.text)
    // The ledger is the system's; whose entry it is the actor says.
    await c.tx.elevated(() =>
      note(c.tx, c.actor.user!, where.key, input.name, { record: id, state: 'written', title }),
    )
    const [after] = await membersOf(c.tx, where, { id })
    const now = after ? await textOf(c, where, id) : null
    return {
      id,
      isNew: !before,
      etag: after?.etag ?? null,
      isExact: now !== null && isSame(where.kind, now, input.text),
    }
  },
})

/** Does it read the same? Then its sender need not fetch it again. */
function isSame(kind: Collection['kind'], a: string, b: string): boolean {
  const read = (t: string) => (kind === 'vcard' ? readCard(t).toJSON() : { ...objectIn(t, 'UTC'), uid: null })
  return JSON.stringify(read(a)) === JSON.stringify(read(b))
}

/** True when it then lies in the bin. */
export async function removeRecord(c: Context, where: Collection, id: string): Promise<boolean> {
  const rows = where.kind === 'vcard' ? [] : ((await seriesOf(c.kolo, c.tx, [id])).get(id) ?? [])
  const assignee = (rows[0]?.assignee as { id: string } | null | undefined)?.id
  // Who is only invited does not remove the meeting: he declines.
  const isInvited = rows.length > 0 && assignee !== where.user
  if (isInvited) await run(c, 'activity.reply', { id, reply: 'declined' })
  else await run(c, where.kind === 'vcard' ? 'contact.delete' : 'activity.delete', { ids: [id] })
  return !isInvited
}

export const removeItem = operation({
  name: 'calendar.remove',
  summary: { en: 'Remove from a calendar', uk: 'Прибрати з календаря' },
  effect: 'write',
  input: { collection, name, match },
  needs: {},
  refusals: reasons,
  async run(c, input) {
    const where = await collectionOf(c.kolo, c.tx, input.collection)
    if (!where.isWritable) c.refuse('read_only')
    const before = await current(c, where, input.name, input.match)
    if (!before) return { id: null }
    const { id } = before
    const reason = (await removeRecord(c, where, id)) ? removedByProgram[c.actor.locale] : null
    await c.tx.elevated(() =>
      note(c.tx, c.actor.user!, where.key, input.name, { record: id, state: 'removed', reason }),
    )
    await tellOfRemovals(c, where.key)
    return { id }
  },
})
