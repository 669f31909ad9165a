import sql from 'sql-template-tag'
import { Invalid, Missing } from '#core/error.ts'
import { isId } from '#core/id.ts'
import { choice, date, json, multi, record, ref, text, time, type RecordRef } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { consent, consentSources } from './consent.ts'
import { mayWrite, standingsOf, whyNotWords, whyNotWrite, type Person } from './may-write.ts'
import { bases, channelOptions, type Basis, type Channel, type Purpose } from './purpose.ts'

const most = 1000
const isPerson = (name: string): name is Person => name === 'contact' || name === 'lead'
const invalid = (path: string, message: string) => new Invalid([{ path, message }])

function peopleIn(value: unknown): { entity: Person; ids: string[] }[] {
  const list = Array.isArray(value) ? (value as RecordRef[]) : []
  if (list.length === 0 || list.length > most) throw invalid('records', `Name one to ${most} people.`)
  for (const r of list)
    if (!r || !isPerson(r.entity) || !isId(r.id)) throw invalid('records', 'Name contacts or leads.')
  return [...Map.groupBy(list, (r) => r.entity as Person)].map(([entity, of]) => ({
    entity,
    ids: [...new Set(of.map((r) => r.id))],
  }))
}

type Line = { purpose: string; channel: Channel } & Record<string, unknown>

/** Who may change a person's record may note what he agreed to; the ledger itself is the system's to write. */
async function note(c: Context, records: unknown, lines: (of: Of) => Line[]): Promise<{ noted: number }> {
  let noted = 0
  for (const { entity, ids } of peopleIn(records)) {
    const people = (await c.tx.lockMany(c.kolo.entity(entity), ids)) as unknown as Of[]
    const items = people.flatMap((p) =>
      lines(p).map((line) => ({ record: { entity, id: p.id }, by: c.actor.user, ...line })),
    )
    await c.tx.elevated(() => c.tx.insertMany(consent, items))
    noted += items.length
  }
  return { noted }
}
type Of = { id: string; language?: string | null }

const input = {
  records: json({ required: true, label: { en: 'Whose', uk: 'Чия' } }),
  channels: multi({ required: true, options: channelOptions, label: { uk: 'Канали' } }),
  source: choice({ required: true, options: consentSources, label: { uk: 'Джерело' } }),
  proof: text({ max: 1000, label: { en: 'Proof', uk: 'Доказ' } }),
  at: time({ label: { en: 'When', uk: 'Коли' } }),
}

export const pastOrNow = (at: string | null | undefined) => {
  if (at && Date.parse(at) > Date.now() + 60_000) throw invalid('at', 'This time has not come yet.')
  return at ?? new Date().toISOString()
}
export const monthsLater = (at: string, months: number) => {
  const day = new Date(at)
  day.setUTCMonth(day.getUTCMonth() + months)
  return day.toISOString().slice(0, 10)
}

export const giveConsent = operation({
  name: 'consent.give',
  summary: { en: 'Note a consent', uk: 'Записати згоду' },
  effect: 'write',
  input: {
    ...input,
    purpose: ref('consentPurpose', { required: true, label: { uk: 'Мета' } }),
    basis: choice({ options: bases, label: { en: 'Another lawful basis', uk: 'Інша правова підстава' } }),
    until: date({ label: { en: 'Valid until', uk: 'Чинна до' } }),
  },
  needs: { consent: 'read', consentPurpose: 'read' },
  async run(c, { records, purpose, channels, source, proof, at, basis, until }) {
    const [p] = (await c.kolo.readIn(c.tx, 'consentPurpose', [purpose])) as unknown as Purpose[]
    if (!p) throw new Missing('consentPurpose', purpose)
    const other = channels.find((channel) => !p.channels.includes(channel))
    if (other) throw invalid('channels', `${p.name} is not written for by ${other}.`)
    const when = pastOrNow(at)
    const end = until ?? (p.validMonths ? monthsLater(when, Number(p.validMonths)) : null)
    return note(c, records, ({ language }) =>
      channels.map((channel) => ({
        purpose,
        channel: channel as Channel,
        state: 'given',
        basis: basis ?? p.basis,
        version: p.version,
        text: language && language !== 'uk' && p.textEn ? p.textEn : p.text,
        at: when,
        until: end,
        source,
        proof,
      })),
    )
  },
})

export const withdrawConsent = operation({
  name: 'consent.withdraw',
  summary: { en: 'Withdraw a consent', uk: 'Відкликати згоду' },
  about: {
    en: 'Without a purpose: everything; without channels: by all of them.',
    uk: 'Без мети: усе; без каналів: усіма.',
  },
  effect: 'write',
  input: {
    ...input,
    channels: multi({ options: channelOptions, label: { uk: 'Канали' } }),
    source: choice({ options: consentSources, label: { uk: 'Джерело' } }),
    purpose: ref('consentPurpose', { label: { uk: 'Мета' } }),
  },
  needs: { consent: 'read', consentPurpose: 'read' },
  async run(c, { records, purpose, channels, source, proof, at }) {
    const purposes = await c.tx.rows<{ id: string; basis: Basis; channels: Channel[] }>(
      sql`select id, basis, channels from consent_purposes where deleted_at is null and (${purpose ?? null}::uuid is null or id = ${purpose ?? null}::uuid)`,
    )
    const when = pastOrNow(at)
    return note(c, records, () =>
      purposes.flatMap((p) =>
        p.channels
          .filter((channel) => !channels?.length || channels.includes(channel))
          .map((channel) => ({
            purpose: p.id,
            channel,
            state: 'withdrawn',
            basis: p.basis,
            at: when,
            source: source ?? 'other',
            proof: proof ?? null,
          })),
      ),
    )
  },
})

async function seenPerson(c: Context, given: unknown): Promise<{ entity: Person; id: string }> {
  const { entity, id } = given as RecordRef
  if (!isPerson(entity)) throw invalid('record', 'Name a contact or a lead.')
  const [seen] = await c.kolo.readIn(c.tx, entity, [id], [])
  if (!seen) throw new Missing(entity, id)
  return { entity, id }
}

export const consentState = operation({
  name: 'consent.state',
  summary: { en: 'What a person has agreed to', uk: 'На що особа погодилася' },
  about: {
    en: 'By purpose and channel: whether we may write, and if not why.',
    uk: 'За метою та каналом: чи можна писати, а якщо ні, то чому.',
  },
  effect: 'read',
  input: { record: record({ required: true, label: { en: 'Whose', uk: 'Чия' } }) },
  needs: { consent: 'read', consentPurpose: 'read' },
  async run(c, { record: given }) {
    const { entity, id } = await seenPerson(c, given)
    const purposes = await c.tx.rows<
      Pick<Purpose, 'id' | 'name' | 'basis' | 'version' | 'isActive'> & { channels: Channel[] }
    >(
      sql`select id, name, basis, channels, version::int as version, is_active as "isActive" from consent_purposes
        where deleted_at is null order by is_active desc nulls last, name`,
    )
    const standings = await c.tx.elevated(() => standingsOf(c.tx, entity, [id]))
    return {
      purposes: purposes.map((p) => ({
        ...p,
        channels: p.channels.map((channel) => {
          const standing = standings.find((s) => s.purpose === p.id && s.channel === channel) ?? null
          const why = whyNotWrite({
            purpose: p as never,
            channel,
            standing,
            hasAddress: true,
            today: c.today,
          })
          return {
            channel,
            state: standing?.state ?? null,
            at: standing?.at ?? null,
            until: standing?.until ?? null,
            version: standing?.version ?? null,
            may: why === null,
            why: why && whyNotWords[why][c.actor.locale],
          }
        }),
      })),
    }
  },
})

export const consentMay = operation({
  name: 'consent.may',
  summary: { en: 'May we write to this person?', uk: 'Чи можна написати цій особі?' },
  effect: 'read',
  input: {
    record: record({ required: true, label: { en: 'To whom', uk: 'Кому' } }),
    purpose: ref('consentPurpose', { required: true, label: { uk: 'Мета' } }),
    channel: choice({ required: true, options: channelOptions, label: { uk: 'Канал' } }),
  },
  needs: { consent: 'read', consentPurpose: 'read' },
  async run(c, { record: given, purpose, channel }) {
    const { entity, id } = await seenPerson(c, given)
    const why = (
      await mayWrite(c.tx, { entity, ids: [id], purpose, channel: channel as Channel, today: c.today })
    ).get(id)!
    return { may: why === null, code: why, why: why && whyNotWords[why][c.actor.locale] }
  },
})
