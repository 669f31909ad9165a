import sql from 'sql-template-tag'
import type { Kolo } from '#core/kolo.ts'
import { actorOfUser } from '#modules/workspace/index.ts'
import { accountOf, settingsOf, tokenOf } from './account.ts'
import { settle } from './leaving.ts'
import { GraphError, graphOf, Later, SignedOut } from './graph.ts'
import type { Run } from './kind.ts'
import { kinds } from './kinds.ts'
import { pull } from './pull.ts'
import { push, resume } from './push.ts'
import { Unsuited } from './reasons.ts'
import { cursorOf } from './items.ts'
import { placeOf } from './kind.ts'

const pause = 120
const longPause = 600
/** How long an account is somebody's without a sign of life. */
const lease = 300

/** True when nobody else works on it. */
const take = (kolo: Kolo, user: string) =>
  kolo.db.system(async (tx) => {
    const rows =
      await tx.rows(sql`update outlook_accounts set busy_until = now() + make_interval(secs => ${lease})
      where user_id = ${user}::uuid and refresh_token is not null and (busy_until is null or busy_until < now()) returning user_id`)
    return rows.length > 0
  })

/** When it goes on; `trouble`: null when all is well. */
const leave = (kolo: Kolo, user: string, seconds: number, trouble: string | null) =>
  kolo.db.system((tx) =>
    tx.rows(sql`update outlook_accounts set busy_until = null, trouble = ${trouble?.slice(0, 1000) ?? null},
      next_at = now() + make_interval(secs => ${seconds}),
      synced_at = case when ${trouble}::text is null then now() else synced_at end where user_id = ${user}::uuid`),
  )

async function runOf(kolo: Kolo, user: string): Promise<Run> {
  const { account, settings, actor } = await kolo.db.system(async (tx) => ({
    account: await accountOf(tx, user),
    settings: await settingsOf(kolo, tx),
    actor: await actorOfUser(tx, user, 'dav'),
  }))
  if (!account?.isConnected || !settings) throw new SignedOut('The account is not connected.')
  if (!actor?.active) throw new SignedOut('The user may not sign in any more.')
  let held = Date.now()
  return {
    kolo,
    actor: { ...actor, user },
    invites: account.invites,
    calendar: account.calendar,
    list: account.list,
    graph: graphOf(settings.apiUrl, (isRefused) => tokenOf(kolo, user, settings, isRefused)),
    async hold() {
      if (Date.now() - held < (lease * 1000) / 3) return
      held = Date.now()
      await kolo.db.system((tx) =>
        tx.rows(
          sql`update outlook_accounts set busy_until = now() + make_interval(secs => ${lease}) where user_id = ${user}::uuid`,
        ),
      )
    },
  }
}

/** Both ways, one sort after the other: what broke off there, what came, what goes. */
async function round(kolo: Kolo, user: string): Promise<void> {
  const run = await runOf(kolo, user)
  const account = await kolo.db.system((tx) => accountOf(tx, user))
  for (const kind of kinds) {
    if (!account?.kinds.includes(kind.name)) continue
    if (!kolo.may(run.actor, { needs: { [kind.entity]: 'read' } })) continue
    const before = await kolo.db.system((tx) => cursorOf(tx, placeOf(run, kind)))
    if (before) await resume(run, kind, before)
    const cursor = await pull(run, kind)
    await settle(run, kind)
    await push(run, kind, cursor)
  }
}

/** One round of an account. Where Microsoft asks to wait, or all breaks off, the next goes on from there. */
export async function syncAccount(kolo: Kolo, user: string): Promise<'done' | 'later' | 'trouble' | 'busy'> {
  if (!(await take(kolo, user))) return 'busy'
  try {
    await round(kolo, user)
    await leave(kolo, user, pause, null)
    return 'done'
  } catch (error) {
    if (error instanceof Later) {
      await leave(kolo, user, error.seconds, error.message)
      return 'later'
    }
    if (error instanceof SignedOut) {
      await kolo.db.system((tx) =>
        tx.rows(
          sql`update outlook_accounts set refresh_token = null, access_token = null where user_id = ${user}::uuid`,
        ),
      )
      await leave(kolo, user, longPause, error.message)
      return 'trouble'
    }
    const isTold = error instanceof GraphError || error instanceof Unsuited
    await leave(
      kolo,
      user,
      longPause,
      isTold ? `Microsoft Graph: ${error.message}` : 'It broke off; the server’s log says why.',
    )
    if (!isTold) throw error
    return 'trouble'
  }
}

/** The accounts whose time has come. */
export const due = (kolo: Kolo) =>
  kolo.db.system((tx) =>
    tx.rows<{ user: string }>(sql`select user_id as "user" from outlook_accounts
      where refresh_token is not null and next_at <= now() and (busy_until is null or busy_until < now()) order by next_at limit 100`),
  )
