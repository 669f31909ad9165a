import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'
import { operation } from '#core/operation.ts'
import type { Locale } from '#core/text.ts'
import { consent } from './consent.ts'
import { monthsLater } from './note-consent.ts'
import type { Channel, Wording } from './purpose.ts'

/** What a form asks a person to agree to, in the words that stand now. */
export type Agreement = { purpose: string; version: number; text: string }
type Asked = {
  id: string
  channels: Channel[]
  months: number | null
  version: number
  versions: Wording[] | null
}

const asked = (tx: Tx) =>
  tx.rows<Asked>(sql`select id, channels, valid_months::int as months, version::int as version, versions from consent_purposes
    where asks_in_forms and basis = 'consent' and is_active and deleted_at is null order by name limit 10`)

const inWords = ({ text, textEn }: Wording, locale: Locale) => (locale !== 'uk' && textEn) || text

/** What every web form asks, besides what it cannot do without. */
export const agreementsAsked = async (kolo: Kolo, locale: Locale): Promise<Agreement[]> =>
  (await kolo.db.system(asked)).flatMap(({ id, version, versions }) => {
    const now = versions?.find((w) => w.version === version)
    return now ? [{ purpose: id, version, text: inWords(now, locale) }] : []
  })

const byPhone: readonly Channel[] = ['phone', 'sms', 'viber', 'whatsapp']

export type Ticked = {
  lead: string
  /** By the purpose: the version of its words that was read. */
  versions: ReadonlyMap<string, number>
  locale: Locale
  hasEmail: boolean
  hasPhone: boolean
  /** Where, when and from where it was ticked. */
  proof: string
}

const noted = (t: Ticked) =>
  operation({
    name: 'consent.by_form',
    summary: { en: 'Agree in a web form', uk: 'Погодитися у вебформі' },
    effect: 'write',
    input: {},
    needs: {},
    async run({ tx }) {
      const at = new Date().toISOString()
      const lines = (await asked(tx)).flatMap((p) => {
        const read = t.versions.get(p.id)
        const wording = read === undefined ? undefined : p.versions?.find((w) => w.version === read)
        if (!wording) return []
        const channels = p.channels.filter(
          (channel) => (channel === 'email' && t.hasEmail) || (byPhone.includes(channel) && t.hasPhone),
        )
        return channels.map((channel) => ({
          record: { entity: 'lead', id: t.lead },
          purpose: p.id,
          channel,
          state: 'given' as const,
          basis: 'consent' as const,
          version: wording.version,
          text: inWords(wording, t.locale),
          at,
          until: p.months ? monthsLater(at, p.months) : null,
          source: 'form' as const,
          proof: t.proof.slice(0, 1000),
        }))
      })
      if (lines.length) await tx.insertMany(consent, lines)
      return lines.length
    },
  })

/** Notes what somebody ticked in a form, in the transaction that keeps his answers. As the system: he is nobody here. */
export const noteTicked = (kolo: Kolo, tx: Tx, ticked: Ticked): Promise<unknown> =>
  kolo.runIn(tx, noted(ticked) as never, {})
