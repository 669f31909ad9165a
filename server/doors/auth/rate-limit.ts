import type { Gate } from './gate.ts'

export type Limit = { max: number; window: number }

/** Counts one attempt in the database, so that every process counts together, in one statement, so that many at
 * once cannot slip through. `window` is in seconds. */
export async function consume(gate: Gate, key: string, { max, window }: Limit) {
  const counted = await gate.pool.query<{ count: number; retryAfter: number }>(
    `insert into rate_limit as r (key, count, since) values ($1, 1, now())
     on conflict (key) do update set
       count = case when r.since <= now() - make_interval(secs => $2) then 1 else r.count + 1 end,
       since = case when r.since <= now() - make_interval(secs => $2) then now() else r.since end
     returning count, ceil(extract(epoch from since - now()) + $2)::int as "retryAfter"`,
    [key, window],
  )
  const { count, retryAfter } = counted.rows[0]!
  return count <= max ? { allowed: true, retryAfter: null } : { allowed: false, retryAfter }
}

/** Is the limit reached already? Counts nothing. */
export async function isSpent(gate: Gate, key: string, { max, window }: Limit): Promise<boolean> {
  const found = await gate.pool.query(
    `select 1 from rate_limit where key = $1 and count >= $2 and since > now() - make_interval(secs => $3)`,
    [key, max, window],
  )
  return found.rows.length > 0
}

/** Wrong passwords for one address, from wherever: above what a person mistypes, below what a guesser needs. */
export const wrongPasswords: Limit = { max: 20, window: 900 }
export const wrongPasswordsKey = (email: string) => `wrong|${email.toLowerCase().slice(0, 200)}`

/** Requests from one address (an office may share one), by path. */
export const limitsByPath: Record<string, Limit | false> = {
  '/get-session': false,
  '/sign-in/email': { max: 40, window: 60 },
  '/sign-in/sso': { max: 40, window: 60 },
  '/change-password': { max: 10, window: 60 },
  '/two-factor/*': { max: 20, window: 60 },
  '/passkey/*': { max: 60, window: 60 },
}
export const limitOfLinks: Limit = { max: 30, window: 60 }
