import type { Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Auth } from '#doors/auth/index.ts'

export type SignIn = { name: string; email: string; role: string }

export async function loadSample(
  _kolo: Kolo,
  _auth: Auth,
  _by: Actor,
  _password: string,
  _onProgress: (s: string) => void,
): Promise<SignIn[]> {
  return []
}
