import sql, { raw } from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import { choice, emailOf, phoneOf, text, time } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { consent, consentSources } from './consent.ts'
import type { Person } from './may-write.ts'
import { pastOrNow } from './note-consent.ts'
import type { Basis, Channel } from './purpose.ts'

const most = 1000

/** Somebody writes “do not write to me” from an address: everything that stands on it is withdrawn, wherever it stands. */
export const withdrawByAddress = operation({
  name: 'consent.withdraw_by_address',
  summary: { en: 'Withdraw all consents of an address', uk: 'Відкликати всі згоди за адресою' },
  about: {
    en: 'All purposes and channels of every contact and lead with this e-mail or phone, also of those you may not see; answers how many.',
    uk: 'Усі цілі й канали кожного контакту та ліда з цією поштою чи телефоном, також тих, кого ви не бачите; відповідає, скількох.',
  },
  effect: 'write',
  input: {
    address: text({ required: true, max: 320, label: { en: 'E-mail or phone', uk: 'Пошта або телефон' } }),
    source: choice({ required: true, start: 'mail', options: consentSources, label: { uk: 'Джерело' } }),
    proof: text({ max: 1000, label: { en: 'Proof', uk: 'Доказ' } }),
    at: time({ label: { en: 'When', uk: 'Коли' } }),
  },
  needs: { consent: 'read', consentPurpose: 'update' },
  async run(c, { address, source, proof, at }) {
    const isEmail = address.includes('@')
    const value = isEmail ? emailOf(address) : phoneOf(address)
    if (!value)
      throw new Invalid([{ path: 'address', message: 'Write an e-mail address or a phone number.' }])
    const when = pastOrNow(at)
    const having = sql`${raw(isEmail ? 'emails' : 'phones')} @> ${JSON.stringify([{ value }])}::jsonb and deleted_at is null limit ${most}`
    // A person's will is honoured on every record of his, also where who notes it may not look; nothing of them is told.
    return c.tx.elevated(async () => {
      const people = [
        ...(await c.tx.rows<{ id: string }>(sql`select id from contacts where ${having}`)).map(({ id }) => ({
          entity: 'contact' as Person,
          id,
        })),
        ...(await c.tx.rows<{ id: string }>(sql`select id from leads where ${having}`)).map(({ id }) => ({
          entity: 'lead' as Person,
          id,
        })),
      ]
      const purposes = await c.tx.rows<{ id: string; basis: Basis; channels: Channel[] }>(
        sql`select id, basis, channels from consent_purposes where deleted_at is null`,
      )
      const lines = people.flatMap((record) =>
        purposes.flatMap((p) =>
          p.channels.map((channel) => ({
            record,
            purpose: p.id,
            channel,
            state: 'withdrawn' as const,
            basis: p.basis,
            at: when,
            source,
            proof: proof || value,
            by: c.actor.user,
          })),
        ),
      )
      if (lines.length) await c.tx.insertMany(consent, lines)
      return { people: people.length, noted: lines.length }
    })
  },
})
