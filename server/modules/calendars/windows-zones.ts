import { createRequire } from 'node:module'
import { isTimeZone } from '#core/actor.ts'

// Read with the first zone that is called as in Windows.
const require = createRequire(import.meta.url)
const cldr = (): typeof import('windows-iana') => require('windows-iana')

const canonical = (zone: string) =>
  new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone

/** What Windows calls a zone (“FLE Standard Time” of Europe/Kyiv), by CLDR; null when it has no name for it. */
export const windowsOf = (zone: string): string | null =>
  cldr().findWindows(zone)[0] ?? (isTimeZone(zone) ? (cldr().findWindows(canonical(zone))[0] ?? null) : null)

/** The zone that Windows, or anybody, calls so; `home` where several share the name. */
export function ianaOf(name: string, home: string): string | null {
  if (/^(UTC|GMT)$|\//.test(name) && isTimeZone(name)) return name
  const [first] = cldr().findIana(name)
  if (!first) return null
  const zone = windowsOf(home) === name ? home : first
  return zone === 'Europe/Kiev' ? 'Europe/Kyiv' : zone
}
