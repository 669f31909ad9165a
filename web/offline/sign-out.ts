import { api, Unreachable } from '../api.ts'
import { show } from '../shell/overlays.ts'
import { say } from '../ui/toast.tsx'
import { forget } from './kept.ts'
import { discardAll } from './queue.ts'
import { waitingNow } from './waiting.ts'

/** What is kept on this device goes too. What the server does not have yet is asked about first. `cannot` is said without a
 * network: only the server can end a session. */
export function signOut(cannot: string) {
  const leave = async () => {
    try {
      await api('auth/sign-out', { method: 'POST', body: {} })
    } catch (error) {
      if (error instanceof Unreachable) return void say(cannot, { tone: 'danger' })
    }
    await discardAll().catch(() => {})
    await forget()
    location.assign('/sign-in')
  }
  if (waitingNow().length > 0) show({ kind: 'waiting', leave: () => void leave() })
  else void leave()
}
