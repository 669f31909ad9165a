import type { Catalogue } from '../catalogue.ts'
import type { Planned } from '../screens/activities/journal.ts'
import { inStore } from './database.ts'

/** What is said of a record without a network: its name and the ways to reach it. */
export type KeptRecord = { entity: string; id: string; title: string; values: Record<string, unknown> }
export type KeptNote = { on: readonly string[]; at: string; who: string; text: string }
/** An activity, with what its own page would say too. */
export type KeptActivity = Planned & {
  account: { id: string; title: string } | null
  contact: { id: string; title: string } | null
  description: string | null
}
export type KeptDay = {
  /** When the server said so. */
  at: string
  activities: readonly KeptActivity[]
  records: readonly KeptRecord[]
  /** Contact people, with the account they belong to. */
  people: readonly (KeptRecord & { account: string })[]
  notes: readonly KeptNote[]
}
type Kept = { catalogue: Catalogue; day: KeptDay }

const whose = 'kolo.user'

/** Whose things are kept on this device. */
export const keptUser = () => localStorage.getItem(whose)

/** Keeps it for this user. What was kept of another one goes first. */
export async function keep<K extends keyof Kept>(user: string, name: K, value: Kept[K]) {
  if (keptUser() !== user) return
  await inStore('kept', 'readwrite', (s) => s.put({ user, value }, name))
}

export async function begin(user: string) {
  if (keptUser() !== user) await forget()
  localStorage.setItem(whose, user)
}

export async function kept<K extends keyof Kept>(name: K): Promise<Kept[K] | null> {
  const user = keptUser()
  if (!user) return null
  const found = (await inStore('kept', 'readonly', (s) => s.get(name))) as
    | { user: string; value: Kept[K] }
    | undefined
  return found?.user === user ? found.value : null
}

/** At sign-out, and when the server does not know the session any more. */
export async function forget() {
  if (!keptUser()) return
  localStorage.removeItem(whose)
  await inStore('kept', 'readwrite', (s) => s.clear()).catch(() => {})
}

export const nameOf = (r: { entity: string; id: string }) => `${r.entity}:${r.id}`

/** Is there anything to show of it without a network? */
export async function isKept(entity: string, id: string): Promise<boolean> {
  const day = await kept('day').catch(() => null)
  const all = [...(day?.records ?? []), ...(day?.people ?? [])]
  return entity === 'activity'
    ? (day?.activities.some((a) => a.id === id) ?? false)
    : all.some((r) => r.entity === entity && r.id === id)
}
