import { emailOf } from '#core/kinds/index.ts'
import type { Person } from './message.ts'

export const nameOf = (p: Person) => p.name || p.address

/** The addresses of some people, each once. */
export const addressesOf = (...lists: (readonly Person[] | null | undefined)[]): string[] => [
  ...new Set(lists.flatMap((l) => l ?? []).flatMap((p) => emailOf(p.address) ?? [])),
]

const asked = /^\s*(?:"?([^"<]*?)"?\s*<([^<>]+)>|([^\s<>]+))\s*$/

/** `Olena <olena@example.com>` or the address alone; null when it is neither. */
export function personOf(text: string): Person | null {
  const found = asked.exec(text)
  const address = emailOf(found?.[2] ?? found?.[3] ?? '')
  const name = found?.[1]?.trim()
  return address ? { address, ...(name ? { name: name.slice(0, 300) } : {}) } : null
}
