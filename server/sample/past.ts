import type { Company } from './company.ts'
import { plus } from './days.ts'

/** By whom, a user's key, and when, ISO 8601, a record was made. */
export type Made = { by: string; at: string }
type Some = { key: string } & Record<string, unknown>

const morning = (day: string) => `${day}T07:00:00.000Z`

/** Who made a record of the sample and when, where somebody did in the course of work: a client and its people on the
 * day it was first heard of, a deal when it was opened, what was done by whom it was done. */
export function pastOf({ accounts, accountRoles, agreements, contacts, deals, today }: Company) {
  const heard = new Map<string, string>()
  for (const { account, since } of accountRoles)
    if (since < (heard.get(account) ?? today)) heard.set(account, since)
  const known = new Map<string, Made>()
  for (const a of accounts)
    known.set(a.key, { by: a.owner, at: morning(heard.get(a.key) ?? plus(today, -90)) })
  for (const c of contacts) known.set(c.key, { by: c.owner, at: known.get(c.account)!.at })
  for (const d of deals) known.set(d.key, { by: d.owner, at: morning(d.openedOn) })
  for (const a of agreements) known.set(a.key, { by: a.owner, at: morning(a.date) })

  return (entity: string, record: Some): Made | undefined => {
    const about = record['record'] as { key: string } | undefined
    const on = known.get(about?.key ?? (record['contact'] as string) ?? (record['account'] as string))
    const assignee = record['assignee'] as string | undefined
    const by = record['by'] as string | undefined
    if (entity === 'activity' && assignee) {
      const planned = (record['startsAt'] ?? record['dueAt']) as string | undefined
      if (record['status'] === 'done') return { by: assignee, at: planned! }
      const day = planned?.slice(0, 10) ?? today
      return { by: by ?? assignee, at: morning(plus(day < today ? day : today, -1)) }
    }
    if (entity === 'comment') return on && { by: by ?? on.by, at: morning(plus(today, by ? -1 : -2)) }
    return known.get(record.key) ?? on
  }
}
