import sql from 'sql-template-tag'
import type { Kolo } from '#core/kolo.ts'
import type { Participant } from './activity.ts'
import { remindAt, type Timing } from './timing.ts'
import { tellPeople } from './told.ts'

const every = 10_000
const atOnce = 200

type Due = Timing & {
  id: string
  subject: string
  assignee: string | null
  participants: Participant[] | null
  remindAt: string
  own: string[]
}

/** Reminds of what is due and says when to remind next, in one transaction: whatever is killed, each reminder is
 * given once. Two servers share the work by skipping what the other holds. Answers how many were due. */
export const remind = (kolo: Kolo, now = Date.now()): Promise<number> =>
  kolo.db.system(async (tx) => {
    const at = (name: string) => `to_char(${name} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
    const due = await tx.rows<Due>({
      text: `select id, subject, assignee_id as assignee, participants, status, time_zone as "timeZone", repeat, reminders,
        exceptions, extra_times as "extraTimes", ${at('starts_at')} as "startsAt", ${at('ends_at')} as "endsAt", ${at('due_at')} as "dueAt",
        ${at('remind_at')} as "remindAt",
        array(select ${at('o.occurs_at')} from activities o where o.series_id = a.id and o.deleted_at is null and o.occurs_at is not null) as own
        from activities a where remind_at <= $1::timestamptz and deleted_at is null order by remind_at limit ${atOnce} for update skip locked`,
      values: [new Date(now).toISOString()],
    } as never)
    if (due.length === 0) return 0
    await tellPeople(
      tx,
      kolo,
      due.flatMap((a) =>
        whom(a).map((to) => ({
          to,
          reason: 'reminder' as const,
          record: { entity: 'activity', id: a.id },
          text: a.subject,
          by: null,
          key: `reminder ${a.id} ${a.remindAt} ${to}`,
        })),
      ),
    )
    const next = due.map((a) => ({
      id: a.id,
      remind_at: remindAt(a, Math.max(now, Date.parse(a.remindAt)), new Set(a.own.map((o) => Date.parse(o)))),
    }))
    await tx.rows(sql`update activities a set remind_at = n.remind_at
      from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as n(id uuid, remind_at timestamptz) where a.id = n.id`)
    tx.afterCommit(kolo.tellOfEvents)
    return due.length
  })

/** The assignee, and who is invited and has not declined. */
const whom = ({ assignee, participants }: Due): string[] => [
  ...new Set([
    ...(assignee ? [assignee] : []),
    ...(participants ?? []).flatMap((p) => (p.user && p.reply !== 'declined' ? [p.user] : [])),
  ]),
]

/** Looks every few seconds for as long as the server runs. */
export function startReminders(kolo: Kolo, onFault: (error: unknown) => void): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  let stopped = false
  const look = async () => {
    while (!stopped && (await remind(kolo)) === atOnce);
  }
  const timer = setInterval(() => (running = running.then(look).catch(onFault)), every).unref()
  running = look().catch(onFault)
  return async () => {
    stopped = true
    clearInterval(timer)
    await running
  }
}
