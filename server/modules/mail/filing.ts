import sql, { join } from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Candidate } from './thread.ts'

type Party = { id: string; address: string; changed: string }
export type KnownContact = Party & { account: string | null }
export type KnownDeal = {
  id: string
  contact: string | null
  account: string | null
  changed: string
}
export type Known = {
  contacts: readonly KnownContact[]
  accounts: readonly Party[]
  deals: readonly KnownDeal[]
  /** Open ones: who is a client is known as one. */
  leads: readonly Party[]
}
export type Filing = {
  contact: string | null
  account: string | null
  deal: string | null
  lead: string | null
  filedBy: 'address' | null
  candidates: Candidate[] | null
  isAmbiguous: boolean
}

const latest = <T extends { changed: string }>(some: readonly T[]) =>
  some.toSorted((a, b) => (a.changed < b.changed ? 1 : -1))

/** Which records a thread belongs to, by the addresses of the others in it, who matters most first. Of several that
 * share an address: who has an open deal, then who was changed last; of several open deals the contact's own, then the
 * one changed last. What else it might have been is kept, to be shown. */
export function fileByAddress(addresses: readonly string[], known: Known): Filing {
  const dealsOf = (c: KnownContact) => known.deals.filter((d) => d.contact === c.id)
  const at = addresses.find((a) => known.contacts.some((c) => c.address === a))
  const contacts = latest(known.contacts.filter((c) => c.address === at))
  const contact = contacts.find((c) => dealsOf(c).length > 0) ?? contacts[0]
  const accounts = latest(
    known.accounts.filter(
      (a) => a.address === addresses.find((x) => known.accounts.some((k) => k.address === x)),
    ),
  )
  const account = contact ? contact.account : (accounts[0]?.id ?? null)
  const own = contact ? dealsOf(contact) : []
  const deals = latest(
    own.length
      ? own
      : known.deals.filter((d) => account !== null && d.account === account && d.contact === null),
  )
  const deal = deals[0]?.id ?? null
  const leads =
    contact || account
      ? []
      : latest(
          known.leads.filter(
            (l) => l.address === addresses.find((x) => known.leads.some((k) => k.address === x)),
          ),
        )
  const lead = leads[0]?.id ?? null
  const among = (entity: Candidate['entity'], some: readonly { id: string }[], chosen: string | null) =>
    some.length > 1 ? some.map(({ id }) => ({ entity, id, chosen: id === chosen })) : []
  const candidates = [
    ...among('contact', contacts, contact?.id ?? null),
    ...(contact ? [] : among('account', accounts, account)),
    ...among('deal', deals, deal),
    ...among('lead', leads, lead),
  ].slice(0, 30)
  return {
    contact: contact?.id ?? null,
    account,
    deal,
    lead,
    filedBy: contact || account || lead ? 'address' : null,
    candidates: candidates.length ? candidates : null,
    isAmbiguous: candidates.length > 0,
  }
}

/** Who has one of these addresses, and their open deals. Sees everything: who may see the thread then is decided by
 * the record it is filed to. */
export async function knownBy(tx: Tx, addresses: readonly string[]): Promise<Known> {
  if (addresses.length === 0) return { contacts: [], accounts: [], deals: [], leads: [] }
  const asked = sql`unnest(${[...addresses]}::text[]) a(address)`
  const having = sql`emails @> jsonb_build_array(jsonb_build_object('value', a.address)) and p.deleted_at is null`
  const contacts = await tx.rows<KnownContact>(
    sql`select p.id, p.account_id as account, a.address, p.updated_at as changed from ${asked} join contacts p on p.${having}`,
  )
  const accounts = await tx.rows<Party>(
    sql`select p.id, a.address, p.updated_at as changed from ${asked} join accounts p on p.${having}`,
  )
  const leads = await tx.rows<Party>(
    sql`select p.id, a.address, p.updated_at as changed from ${asked} join leads p on p.${having} and p.status in ('new', 'working')`,
  )
  const of = [
    ...contacts.map((c) => c.id),
    ...contacts.flatMap((c) => c.account ?? []),
    ...accounts.map((a) => a.id),
  ]
  const ids = [...new Set(of)]
  const open = (column: 'contact_id' | 'account_id') =>
    sql`select id, contact_id as contact, account_id as account, updated_at as changed from deals
      where ${column === 'contact_id' ? sql`contact_id` : sql`account_id`} = any(${ids}::uuid[]) and status = 'open' and deleted_at is null`
  const deals = ids.length
    ? await tx.rows<KnownDeal>(sql`${join([open('contact_id'), open('account_id')], ' union ')}`)
    : []
  return { contacts, accounts, deals, leads }
}

/** The part of what is known that concerns these addresses. */
export function concerning(addresses: readonly string[], { contacts, accounts, deals, leads }: Known): Known {
  const has = (p: Party) => addresses.includes(p.address)
  return { contacts: contacts.filter(has), accounts: accounts.filter(has), leads: leads.filter(has), deals }
}

/** The company's own addresses: its mailboxes' and its people's. Mail among them is filed to nobody. */
export const ownAddresses = async (tx: Tx): Promise<Set<string>> =>
  new Set(
    (
      await tx.rows<{
        address: string
      }>(sql`select lower(address) as address from mailboxes where deleted_at is null
        union select lower(email) from users where email is not null and account_id is null`)
    ).map((r) => r.address),
  )

/** `doctor@example.com` or all of `@example.com`. */
export const isPrivateAddress = (address: string, rules: readonly string[] | null) =>
  (rules ?? []).some((r) => {
    const rule = r.trim().toLowerCase()
    return rule.startsWith('@') ? address.endsWith(rule) : address === rule
  })
