import { newId } from '#core/id.ts'
import type { Actor } from '#core/actor.ts'
import type { Gate } from './gate.ts'

export type AuthEvent = {
  name:
    | 'auth.signed_in'
    | 'auth.failed'
    | 'auth.signed_out'
    | 'auth.password_set'
    | 'auth.two_factor_enabled'
    | 'auth.two_factor_disabled'
    | 'auth.backup_codes_made'
    | 'auth.backup_code_used'
    | 'auth.passkey_added'
    | 'auth.passkey_removed'
    | 'auth.key_created'
    | 'auth.key_revoked'
    | 'auth.invited'
    | 'auth.invitation_used'
    | 'auth.session_revoked'
    | 'auth.access_ended'
    | 'auth.provider_saved'
    | 'auth.provider_removed'
  /** Whose access it is about. */
  user: string | null
  /** Who did it; the user himself when absent. */
  by?: Actor | undefined
  payload?: Record<string, unknown>
}

/** Appends to the audit log of the workspace. Whoever awaits this does not answer before it is written. */
export async function record(gate: Gate, { name, user, by, payload = {} }: AuthEvent): Promise<void> {
  await gate.pool.query(
    `insert into events (id, name, entity, record_id, actor_id, via, operation, request_id, payload)
     values ($1, $2, 'user', $3, $4, $5, $2, $6, $7)`,
    [
      newId(),
      name,
      user,
      by ? by.user : user,
      by?.via ?? 'web',
      by?.requestId ?? null,
      JSON.stringify(payload),
    ],
  )
}
