import type { Kolo } from '#core/kolo.ts'
import type { Tx } from '#core/database.ts'
import type { Address, Messenger, PersonName, Reference, Way } from '#core/kinds/index.ts'
import { writeCard, type Card } from './card.ts'

const keys = [
  'name',
  'jobTitle',
  'department',
  'account',
  'emails',
  'phones',
  'addresses',
  'messengers',
  'birthday',
  'tags',
  'description',
  'vcard',
] as const

/** A contact as the actor may read it. */
export type SeenContact = {
  id: string
  revision: number
  name: PersonName | null
  account?: (Reference & { title?: string | null }) | null
  jobTitle?: string | null
  department?: string | null
  emails?: Way[] | null
  phones?: Way[] | null
  addresses?: Address[] | null
  messengers?: Messenger[] | null
  birthday?: string | null
  tags?: string[] | null
  description?: string | null
  vcard?: string | null
}

export async function contactsOf(
  kolo: Kolo,
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, SeenContact>> {
  if (ids.length === 0) return new Map()
  const rights = kolo.rightsOf(tx.actor)['contact']
  const fields = keys.filter((key) => rights?.fields[key] !== 'none')
  const rows = (await kolo.readIn(tx, 'contact', ids, fields)) as unknown as SeenContact[]
  return new Map(rows.map((r) => [r.id, r]))
}

export const cardOf = (c: SeenContact): Card => ({
  name: c.name,
  jobTitle: c.jobTitle ?? null,
  company: c.account?.title ?? null,
  department: c.department ?? null,
  emails: c.emails ?? [],
  phones: c.phones ?? [],
  addresses: c.addresses ?? [],
  messengers: c.messengers ?? [],
  birthday: c.birthday ?? null,
  tags: c.tags ?? [],
  description: c.description ?? null,
})

export const textOfContact = (c: SeenContact): string => writeCard(c.vcard ?? null, cardOf(c), c.id)
