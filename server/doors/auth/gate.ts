import { createHash, randomBytes } from 'node:crypto'
import type { BlockList } from 'node:net'
import type pg from 'pg'
import type { Locale } from '#core/text.ts'

/** Makes a person for somebody whom a trusted identity provider vouches for; answers his id. */
export type CreatePerson = (person: { name: string; email: string; role: string }) => Promise<string>

/** What every part of the door works with. */
export type Gate = {
  /** Begins as the system role; sees the auth schema first, then the workspace. */
  pool: pg.Pool
  secret: string
  /** Where people open Kolo: `https://crm.example.com`, no slash at the end. */
  baseUrl: string
  /** Other origins that are us. */
  origins: string[]
  proxies: BlockList
  /** Origins of identity providers inside the company's network; all others must be public. */
  trustedIssuers: string[]
  appName: string
  locale: Locale
  createPerson: CreatePerson | undefined
  /** Told of what should not have happened. */
  onFault(error: unknown): void
  /** Every remembered actor is looked up anew. */
  forget(): void
}

/** The header in which the door passes on the address it has made sure of. */
export const addressHeader = 'x-kolo-address'

export const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url')

/** 256 random bits: cannot be guessed, so a plain hash is enough to store it. */
export const newSecret = () => randomBytes(32).toString('base64url')
