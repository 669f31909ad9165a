import sql from 'sql-template-tag'
import { systemActor } from '#core/actor.ts'
import type { Queue } from '#core/background.ts'
import type { Kolo } from '#core/kolo.ts'
import { operation } from '#core/operation.ts'
import { agreement, type Agreement } from './agreement.ts'
import { tellOwner } from './move-agreement.ts'

const atOnce = 500

/** The same day so many months later; the last of the month where there is none such. */
export function monthsAfter(day: string, months: number): string {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(y, m + months, 0)).getUTCDate()
  return new Date(Date.UTC(y, m - 1 + months, Math.min(d, last))).toISOString().slice(0, 10)
}

type Term = Pick<Agreement, 'endsOn' | 'renewal' | 'renewalMonths' | 'noticeDays' | 'remindedFor'>

/** What is to be done with one in force today: nothing, a reminder that it runs out, its end, or its next term. */
export function dueOf(a: Term, today: string): 'none' | 'remind' | 'end' | { until: string } {
  if (!a.endsOn) return 'none'
  if (a.endsOn < today) {
    if (a.renewal !== 'auto') return 'end'
    let terms = 1
    const until = () => monthsAfter(a.endsOn!, terms * Number(a.renewalMonths ?? 12))
    while (until() < today) terms++
    return { until: until() }
  }
  const left = (Date.parse(a.endsOn) - Date.parse(today)) / 86_400_000
  return left <= Number(a.noticeDays ?? 30) && a.remindedFor !== a.endsOn ? 'remind' : 'none'
}

export const noteEnds = operation({
  name: 'agreement.note_ends',
  summary: { en: 'Remind of agreements that run out', uk: 'Нагадати про договори, строк яких спливає' },
  effect: 'write',
  input: {},
  needs: { agreement: 'update' },
  async run(c) {
    const rows = await c.tx.rows<{
      id: string
    }>(sql`select id from agreements where status = 'inForce' and deleted_at is null
      and (ends_on < ${c.today}::date or (ends_on - coalesce(notice_days, 30)::int <= ${c.today}::date
        and reminded_for is distinct from ends_on)) order by id limit ${atOnce}`)
    const found = await c.tx.lockMany(
      agreement,
      rows.map((r) => r.id),
    )
    const uk = c.kolo.workspace.locale === 'uk'
    const day = (on: string) => on.split('-').toReversed().join('.')
    for (const a of found) {
      const due = dueOf(a, c.today)
      if (due === 'none') continue
      const [patch, event, words] =
        due === 'remind'
          ? [
              { remindedFor: a.endsOn },
              'agreement.ending',
              uk ? `діє до ${day(a.endsOn!)}` : `ends on ${day(a.endsOn!)}`,
            ]
          : due === 'end'
            ? [
                { status: 'ended' as const, endedOn: a.endsOn },
                'agreement.ended',
                uk ? 'строк минув' : 'has run out',
              ]
            : [
                { endsOn: due.until },
                'agreement.renewed',
                uk ? `продовжено до ${day(due.until)}` : `goes on until ${day(due.until)}`,
              ]
      c.emit(event, await c.tx.save(agreement, a, patch as never), tellOwner(c, a, 'reminder', words))
    }
    return { noted: found.length }
  },
})

export const endings = (kolo: Kolo): Queue => ({
  name: 'agreements-endings',
  cron: '40 4 * * *',
  async run() {
    for (let found = atOnce; found === atOnce;)
      found = (await kolo.call<{ noted: number }>(systemActor('job'), 'agreement.note_ends', {})).noted
  },
})
