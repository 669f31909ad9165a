import sql, { raw } from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Text } from '#core/text.ts'
import type { Basis, Channel } from './purpose.ts'

/** How a consent stands: the last line of the ledger for one purpose and channel. */
export type Standing = { state: 'given' | 'withdrawn'; basis: Basis; until: string | null }
export type Asked = {
  purpose: { isActive: boolean | null; basis: Basis; channels: readonly string[] }
  channel: Channel
  standing: Standing | null
  hasAddress: boolean
  today: string
}
export type WhyNot =
  | 'gone'
  | 'purpose_off'
  | 'other_channel'
  | 'withdrawn'
  | 'no_consent'
  | 'expired'
  | 'no_address'

export const whyNotWords: Record<WhyNot, Text> = {
  gone: { en: 'There is no such person.', uk: 'Такої особи немає.' },
  purpose_off: { en: 'We do not write for this purpose now.', uk: 'Зараз із цією метою не пишемо.' },
  other_channel: {
    en: 'This purpose is not written for by this channel.',
    uk: 'Із цією метою цим каналом не пишемо.',
  },
  withdrawn: { en: 'The person has withdrawn.', uk: 'Особа відмовилася.' },
  no_consent: { en: 'The person has not agreed.', uk: 'Особа не давала згоди.' },
  expired: { en: 'The consent has run out.', uk: 'Строк згоди минув.' },
  no_address: { en: 'There is no address for this channel.', uk: 'Для цього каналу немає адреси.' },
}

/** What follows from a contract or a law needs no consent, so it is not taken back with one. */
const isBinding = (basis: Basis) => basis === 'contract' || basis === 'legalObligation'

/** Why we may not write; null when we may. */
export function whyNotWrite({ purpose, channel, standing, hasAddress, today }: Asked): WhyNot | null {
  if (purpose.isActive === false) return 'purpose_off'
  if (!purpose.channels.includes(channel)) return 'other_channel'
  const basis = standing?.state === 'given' ? standing.basis : purpose.basis
  if (standing?.state === 'withdrawn' && !isBinding(basis)) return 'withdrawn'
  if (basis === 'consent') {
    if (!standing) return 'no_consent'
    if (standing.until !== null && standing.until < today) return 'expired'
  }
  return hasAddress ? null : 'no_address'
}

export type Person = 'contact' | 'lead'
export type StandingRow = Standing & {
  person: string
  purpose: string
  channel: Channel
  at: string
  version: number | null
}

/** How the consents of people stand. A contact made of a lead has what he agreed to as a lead. */
export const standingsOf = (tx: Tx, entity: Person, ids: readonly string[], purpose: string | null = null) =>
  tx.rows<StandingRow>(sql`
    with whose as (
      select id as person, id as record from unnest(${ids}::uuid[]) id
      union all select contact_id, id from leads where ${entity} = 'contact' and contact_id = any(${ids}::uuid[]))
    select distinct on (w.person, c.purpose_id, c.channel) w.person, c.purpose_id as purpose, c.channel, c.state, c.basis,
      c.until::text as until, c.at, c.version::int as version
    from whose w join consents c on c.record_id = w.record and c.record_entity in ('contact', 'lead')
    where c.deleted_at is null and (${purpose}::uuid is null or c.purpose_id = ${purpose}::uuid)
    order by w.person, c.purpose_id, c.channel, c.at desc, c.id desc`)

const ways: Record<Person, Record<Channel, string>> = {
  contact: {
    email: `emails <> '[]'`,
    phone: `phones <> '[]'`,
    sms: `phones <> '[]'`,
    viber: `phones <> '[]' or messengers @> '[{"kind":"viber"}]'`,
    telegram: `messengers @> '[{"kind":"telegram"}]'`,
    whatsapp: `phones <> '[]' or messengers @> '[{"kind":"whatsapp"}]'`,
    letter: `addresses <> '[]'`,
  },
  lead: {
    email: `emails <> '[]'`,
    phone: `phones <> '[]'`,
    sms: `phones <> '[]'`,
    viber: `phones <> '[]'`,
    telegram: 'false',
    whatsapp: `phones <> '[]'`,
    letter: 'false',
  },
}

/** May we write to these people for this purpose by this channel? For each the reason why not, or null. Whoever sends
 * asks this in the transaction that puts the message out. It reads as the system: who may not see consents must not be
 * let past them for it. */
export async function mayWrite(
  tx: Tx,
  {
    entity,
    ids,
    purpose,
    channel,
    today,
  }: {
    entity: Person
    ids: readonly string[]
    purpose: string
    channel: Channel
    today: string
  },
): Promise<Map<string, WhyNot | null>> {
  return tx.elevated(async () => {
    const about = await tx.one<Asked['purpose']>(
      sql`select basis, channels, is_active as "isActive" from consent_purposes where id = ${purpose}::uuid and deleted_at is null`,
    )
    const people = await tx.rows<{ id: string; has: boolean | null }>(
      sql`select id, (${raw(ways[entity][channel])}) as has from ${raw(entity === 'contact' ? 'contacts' : 'leads')}
        where id = any(${ids}::uuid[]) and deleted_at is null`,
    )
    const byId = new Map(people.map((p) => [p.id, p]))
    const standings = (await standingsOf(tx, entity, ids, purpose)).filter((s) => s.channel === channel)
    const last = new Map(standings.map((s) => [s.person, s]))
    const reason = (id: string): WhyNot | null => {
      const person = byId.get(id)
      if (!person) return 'gone'
      if (!about) return 'purpose_off'
      const standing = last.get(id) ?? null
      return whyNotWrite({ purpose: about, channel, standing, hasAddress: person.has === true, today })
    }
    return new Map(ids.map((id) => [id, reason(id)]))
  })
}
