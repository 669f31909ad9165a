import sql from 'sql-template-tag'
import { isTimeZone, type Actor } from '#core/actor.ts'
import type { Queue } from '#core/background.ts'
import type { Kolo } from '#core/kolo.ts'
import { noticeSender, postNotices, type Notice } from '#modules/mail/index.ts'
import { actorOfUser } from '#modules/workspace/index.ts'
import { readDigest } from './digest.ts'
import { clockAt, dayIn } from './time-zone.ts'

const usual = 8
/** What was slept through is caught up within the same morning; later it is no digest of the day any more. */
const catchUpHours = 3
const hour = 3_600_000
const atOnce = 20

const why = {
  en: 'Kolo sends this every morning. To change the hour or switch it off: Settings, Profile, Digest by mail.',
  uk: 'Такий лист Kolo надсилає щоранку. Змінити годину або вимкнути: Налаштування, Профіль, Дайджест поштою.',
}

/** Whether the hour has come where he is, and not long ago. */
export function isDue(now: number, zone: string, at: number): boolean {
  const since = (clockAt(now, zone) % (24 * hour)) - at * hour
  return since >= 0 && since < catchUpHours * hour
}

type Reader = { user: string; zone: string; at: number; last: string | null }

/** Users who want one now and have not had the day's. */
async function dueReaders(kolo: Kolo, now: number): Promise<Reader[]> {
  const readers = await kolo.db.system((tx) =>
    tx.rows<Reader>(sql`select u.id as user, coalesce(u.time_zone, 'UTC') as zone, coalesce(s.digest_hour, ${usual})::int as at, d.day as last
      from users u left join digest_days d on d.user_id = u.id
        left join lateral (select digest, digest_hour from notification_settings
          where owner_id = u.id and deleted_at is null order by created_at desc limit 1) s on true
      where u.is_active and u.deleted_at is null and u.account_id is null and u.email is not null
        and coalesce(s.digest, 'daily') <> 'never'`),
  )
  return readers.filter(
    ({ zone, at, last }) => isTimeZone(zone) && isDue(now, zone, at) && last !== dayIn(now, zone),
  )
}

type Digest = Awaited<ReturnType<typeof readDigest.run>>
type Made = Digest & { actor: Actor }

/** As he would read it himself, with his rights; null for who may not. */
async function digestFor(kolo: Kolo, user: string): Promise<Made | null> {
  const actor = await kolo.db.system((tx) => actorOfUser(tx, user))
  if (!actor?.active || !kolo.may(actor, readDigest)) return null
  return { ...(await kolo.call<Digest>(actor, readDigest.name, {})), actor }
}

const noticeOf = ({ actor, day, subject, text, html }: Made, now: number): Notice => ({
  to: actor.user!,
  kind: 'digest',
  key: `digest ${actor.user} ${day}`,
  locale: actor.locale,
  subject,
  text,
  html,
  why: { text: why[actor.locale], path: 'settings/profile' },
  until: new Date(now + 12 * hour),
})

/** That the day's is dealt with and the letters themselves are written in one transaction: whatever is killed, and
 * whoever else does the same, each goes out once. */
const post = (kolo: Kolo, made: readonly Made[], now: number) =>
  kolo.db.system(async (tx) => {
    const days = made.map(({ actor, day }) => ({ user_id: actor.user, day }))
    const mine = await tx.rows<{ user: string }>(sql`insert into digest_days (user_id, day)
      select user_id, day from jsonb_populate_recordset(null::digest_days, ${JSON.stringify(days)}::jsonb) order by user_id
      on conflict (user_id) do update set day = excluded.day where digest_days.day <> excluded.day
      returning user_id as user`)
    const his = new Set(mine.map((m) => m.user))
    const letters = made.filter((m) => his.has(m.actor.user!) && !m.isNothing)
    await postNotices(
      tx,
      kolo,
      letters.map((m) => noticeOf(m, now)),
    )
  })

/** Writes the digests that are due. What fails for one keeps nobody else's from going out. */
export async function sendDigests(kolo: Kolo, now = Date.now()): Promise<void> {
  if (!(await kolo.db.system(noticeSender))) return
  const due = await dueReaders(kolo, now)
  const faults: unknown[] = []
  for (let i = 0; i < due.length; i += atOnce) {
    const made: Made[] = []
    for (const { user } of due.slice(i, i + atOnce)) {
      const one = await digestFor(kolo, user).catch((error: unknown) => void faults.push(error))
      if (one) made.push(one)
    }
    if (made.length) await post(kolo, made, now)
  }
  if (faults.length) throw new AggregateError(faults, faults.map((f) => (f as Error).message).join('; '))
}

export const digests = (kolo: Kolo): Queue => ({
  name: 'digests',
  options: { policy: 'exclusive', retryLimit: 0 },
  work: { pollingIntervalSeconds: 30 },
  cron: '*/10 * * * *',
  run: () => sendDigests(kolo),
})
