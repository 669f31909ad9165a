import type { Caller } from './actor.ts'
import { record } from './audit.ts'
import type { Gate } from './gate.ts'
import { personByEmail } from './people.ts'
import { consume, isSpent, type Limit } from './rate-limit.ts'

/** Wrong app passwords of one person from one address: a phone with an old one must not lock out his others. */
const wrongAppPasswords: Limit = { max: 20, window: 900 }

/** Too many wrong ones: not even a right one opens for a while. */
export class Spent extends Error {}

function basicOf(headers: Headers): { email: string; password: string } | null {
  const given = /^basic +([\w+/=-]+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  const text = given ? Buffer.from(given, 'base64').toString('utf8') : ''
  const colon = text.indexOf(':')
  return colon > 0 && text.length < 1000 && !text.includes('\0')
    ? { email: text.slice(0, colon).trim(), password: text.slice(colon + 1) }
    : null
}

/** Who asks by `Authorization: Basic` with his address and an app password; null when nobody we know. */
export async function passThrough(
  gate: Gate,
  callerOf: (email: string, password: string) => Promise<Caller | null>,
  headers: Headers,
  address: string,
): Promise<Caller | null> {
  const given = basicOf(headers)
  if (!given) return null
  const key = `dav|${given.email.toLowerCase().slice(0, 200)}|${address}`
  const caller = await callerOf(given.email, given.password)
  if (await isSpent(gate, key, wrongAppPasswords)) throw new Spent()
  if (caller) return caller
  await consume(gate, key, wrongAppPasswords)
  const person = await personByEmail(gate, given.email)
  const payload = { email: given.email.slice(0, 200), method: 'app password', address }
  await record(gate, { name: 'auth.failed', user: person?.id ?? null, payload })
  return null
}
