import sql from 'sql-template-tag'
import { isTimeZone, type Actor } from '#core/actor.ts'
import type { Queue } from '#core/background.ts'
import { Forbidden, Invalid, Missing } from '#core/error.ts'
import type { Kolo } from '#core/kolo.ts'
import { clockAt, isDue } from '#modules/activities/index.ts'
import { noticeSender, postNotices, type Notice } from '#modules/mail/index.ts'
import { actorOfUser } from '#modules/workspace/index.ts'
import type { Report } from './report.ts'
import { reportTable } from './report-words.ts'

const at = 7
const why = {
  en: 'You asked Kolo for this report. To stop it: open the report, Mail.',
  uk: 'Ви попросили Kolo надсилати цей звіт. Щоб зупинити: відкрийте звіт, «Поштою».',
}

type Wanted = { id: string; view: string; every: 'day' | 'week' | 'month'; user: string; zone: string }

/** Whether a report is to go out on this day: YYYY-MM-DD. */
export const isDay = (every: Wanted['every'], day: string): boolean =>
  every === 'day' || (every === 'week' ? new Date(`${day}T00:00:00Z`).getUTCDay() === 1 : day.endsWith('-01'))

const dayAt = (now: number, zone: string) => new Date(clockAt(now, zone)).toISOString().slice(0, 10)

const keyOf = (w: Wanted, now: number) => `report ${w.id} ${dayAt(now, w.zone)}`

/** Those whose morning it is, and whose letter is not written yet. */
async function due(kolo: Kolo, now: number): Promise<Wanted[]> {
  return kolo.db.system(async (tx) => {
    const all =
      await tx.rows<Wanted>(sql`select m.id, m.view_id as view, m.every, u.id as user, coalesce(u.time_zone, 'UTC') as zone
      from report_mails m join users u on u.id = m.owner_id join views v on v.id = m.view_id
      where m.deleted_at is null and v.deleted_at is null and u.is_active and u.deleted_at is null and u.email is not null`)
    const those = all.filter(
      (w) => isTimeZone(w.zone) && isDue(now, w.zone, at) && isDay(w.every, dayAt(now, w.zone)),
    )
    const keys = those.map((w) => keyOf(w, now))
    const sent = await tx.rows<{ key: string }>(sql`select key from notices where key = any(${keys}::text[])`)
    const there = new Set(sent.map((s) => s.key))
    return those.filter((w) => !there.has(keyOf(w, now)))
  })
}

type Definition = Record<string, unknown>

/** The address of a saved report, as its screen reads it. */
const pathOf = (view: string, definition: Definition) =>
  `reports?${new URLSearchParams(
    Object.entries({ ...definition, view }).map(([key, v]) => [
      key,
      typeof v === 'string' ? v : JSON.stringify(v),
    ]),
  )}`

/** What a saved report asks: its address, read as the screen reads it. */
export function questionOf({ measures, ...rest }: Definition) {
  const asked = ['of', 'rows', 'columns', 'date', 'period', 'from', 'to', 'comparison', 'filter']
  return {
    ...Object.fromEntries(asked.flatMap((key) => (rest[key] === undefined ? [] : [[key, rest[key]]]))),
    ...(typeof measures === 'string' ? { measures: measures.split(',') } : {}),
  }
}

/** The letter, as its reader would see the report; null when he may not any more. */
async function letterOf(kolo: Kolo, w: Wanted, now: number): Promise<Notice | null> {
  const actor = await kolo.db.system((tx) => actorOfUser(tx, w.user))
  if (!actor?.active) return null
  try {
    return await written(kolo, actor, w, now)
  } catch (error) {
    if (error instanceof Missing || error instanceof Forbidden || error instanceof Invalid) return null
    throw error
  }
}

async function written(kolo: Kolo, actor: Actor, w: Wanted, now: number): Promise<Notice> {
  const view = await kolo.get(actor, 'view', w.view, ['name', 'definition'])
  const definition = view['definition'] as Definition
  const report = await kolo.call<Report>(actor, 'report.read', questionOf(definition))
  const subject = String(view['name'])
  return {
    to: w.user,
    kind: 'report',
    key: keyOf(w, now),
    locale: actor.locale,
    subject,
    ...reportTable(report, subject, actor.locale),
    why: { text: why[actor.locale], path: pathOf(w.view, definition) },
    until: new Date(now + 12 * 3_600_000),
  }
}

/** Writes the reports that are due; each goes out once a day, whatever is killed. */
export async function sendReports(kolo: Kolo, now = Date.now()): Promise<void> {
  if (!(await kolo.db.system(noticeSender))) return
  for (const w of await due(kolo, now)) {
    const letter = await letterOf(kolo, w, now)
    if (letter) await kolo.db.system((tx) => postNotices(tx, kolo, [letter]))
  }
}

export const reportsByMail = (kolo: Kolo): Queue => ({
  name: 'report-mails',
  options: { policy: 'exclusive', retryLimit: 0 },
  work: { pollingIntervalSeconds: 30 },
  cron: '*/10 * * * *',
  run: () => sendReports(kolo),
})
