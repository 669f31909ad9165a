import { gunzipSync } from 'node:zlib'
import sql from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import { newId } from '#core/id.ts'
import { date, longText } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'

export type ReadRate = { currency: string; base: string; rate: string; date: string; source: 'ecb' | 'nbu' }

const decimal = /^\d+(\.\d+)?$/

/** The European Central Bank's history (eurofxref-hist.csv): a day on each line, what one euro costs in each column;
 * N/A and the comma at the end of each line say nothing. */
export function readEcb(text: string, since: string): ReadRate[] {
  const [head = '', ...lines] = text.split(/\r?\n/)
  const names = head.split(',').map((n) => n.trim())
  return lines.flatMap((line): ReadRate[] => {
    const [day = '', ...cells] = line.split(',').map((c) => c.trim())
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day < since) return []
    return cells.flatMap((rate, i) => {
      const currency = names[i + 1] ?? ''
      if (!decimal.test(rate) || Number(rate) === 0 || !/^[A-Z]{3}$/.test(currency)) return []
      return [{ currency: 'EUR', base: currency, rate, date: day, source: 'ecb' as const }]
    })
  })
}

type NbuRow = { cc?: unknown; rate?: unknown; exchangedate?: unknown }

/** The National Bank of Ukraine's JSON: what one of each currency costs in hryvnias, on the day written DD.MM.YYYY. */
export function readNbu(rows: readonly NbuRow[], since: string): ReadRate[] {
  return rows.flatMap(({ cc, rate, exchangedate }) => {
    const [, d, m, y] = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(String(exchangedate)) ?? []
    const day = `${y}-${m}-${d}`
    if (!y || typeof rate !== 'number' || !(rate > 0) || !/^[A-Z]{3}$/.test(String(cc)) || day < since)
      return []
    return [{ currency: String(cc), base: 'UAH', rate: String(rate), date: day, source: 'nbu' as const }]
  })
}

/** Either file, as its text, or the first one packed and in base64. Throws Invalid. */
export function readRates(file: string, since: string): ReadRate[] {
  const wrong = (message: string): never => {
    throw new Invalid([{ path: 'file', message, code: 'bad_file' }])
  }
  let text = file.trim()
  try {
    // A gzip's first three bytes, in base64.
    if (text.startsWith('H4sI'))
      text = gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: 64_000_000 }).toString()
    const rates = text.startsWith('[') ? readNbu(JSON.parse(text) as NbuRow[], since) : readEcb(text, since)
    if (rates.length > 0) return rates
  } catch {
    return wrong('This is neither the ECB’s history of rates nor the NBU’s JSON.')
  }
  return wrong('The file has no rates since that day.')
}

const atOnce = 20_000

/** Rates of banks: written in one go, with one fact in the history for all; the same file again changes nothing. */
export const importRates = operation({
  name: 'exchangeRate.import',
  summary: { en: 'Take in rates of a bank', uk: 'Взяти курси банку' },
  effect: 'write',
  input: {
    file: longText({
      required: true,
      max: 20_000_000,
      label: { en: 'File of the ECB or the NBU', uk: 'Файл ЄЦБ або НБУ' },
    }),
    since: date({ label: { en: 'Since', uk: 'Починаючи з' } }),
  },
  needs: { exchangeRate: 'create' },
  async run(c, { file, since }) {
    const rates = readRates(file, since ?? '0001-01-01')
    const now = new Date().toISOString()
    let written = 0
    for (let at = 0; at < rates.length; at += atOnce) {
      const rows = rates.slice(at, at + atOnce).map((r) => ({ id: newId(), ...r }))
      const done = await c.tx
        .rows(sql`insert into exchange_rates (id, currency, base, rate, date, source, created_at, created_by,
          updated_at, updated_by, revision, custom)
        select id, currency, base, rate, date, source, ${now}::timestamptz, ${c.actor.user}::uuid, ${now}::timestamptz, ${c.actor.user}::uuid, 1, '{}'
        from jsonb_populate_recordset(null::exchange_rates, ${JSON.stringify(rows)}::jsonb)
        on conflict (currency, base, date, source) where deleted_at is null do update
          set rate = excluded.rate, updated_at = excluded.updated_at, updated_by = excluded.updated_by,
            revision = exchange_rates.revision + 1 where exchange_rates.rate <> excluded.rate
        returning 1`)
      written += done.length
    }
    c.emit('exchangeRate.imported', undefined, { read: rates.length, written })
    return { read: rates.length, written }
  },
})
