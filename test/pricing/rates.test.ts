import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ratesOn } from '../../server/modules/pricing/rates.ts'
import { readRates } from '../../server/modules/pricing/import-rates.ts'
import { world, type World } from '#test/world/world.ts'

const history = join(import.meta.dirname, '../../../shared/data/fx/eurofxref-hist.csv.gz')
const nbu = (rate: number, day = '18.09.2026') =>
  JSON.stringify([{ r030: 840, txt: 'Долар США', rate, cc: 'USD', exchangedate: day }])

test('the NBU’s JSON and the ECB’s lines, with their N/A and last comma', () => {
  expect(readRates(nbu(44.6648), '0001-01-01')).toEqual([
    { currency: 'USD', base: 'UAH', rate: '44.6648', date: '2026-09-18', source: 'nbu' },
  ])
  const ecb = 'Date,USD,CYP,\n2026-04-13,1.1702,N/A,\n2026-04-10,1.17,N/A,\n'
  expect(readRates(ecb, '2026-04-11')).toEqual([
    { currency: 'EUR', base: 'USD', rate: '1.1702', date: '2026-04-13', source: 'ecb' },
  ])
})

test.each([['nothing at all'], ['[{]'], ['[{"cc":"USD"}]'], ['Date,USD\n2026-04-13,0'], ['H4sIAAAA']])(
  'what is neither is refused: %s',
  (file) => expect(() => readRates(file, '0001-01-01')).toThrow(/file/),
)

describe('kept', () => {
  let w: World
  beforeAll(async () => {
    w = await world()
  })
  afterAll(() => w.close())
  const take = (file: string, since?: string) =>
    w.kolo.call(w.system, 'exchangeRate.import', { file, ...(since && { since }) })
  const on = async (day: string) =>
    (await w.db.system((tx) => ratesOn(tx, ['USD', 'UAH'], [day]))).get(day) ?? []

  test('the last known holds for days without one; given by hand goes first; the same again changes nothing', async () => {
    expect(await take(nbu(44.6648))).toEqual({ read: 1, written: 1 })
    expect(await take(nbu(44.6648))).toEqual({ read: 1, written: 0 })
    expect(await take(nbu(44.7))).toEqual({ read: 1, written: 1 })
    expect(await on('2026-09-17')).toEqual([])
    expect(await on('2026-09-21')).toMatchObject([{ rate: '44.7', date: '2026-09-18', source: 'nbu' }])
    await w.kolo.call(w.system, 'exchangeRate.create', {
      items: [{ currency: 'USD', base: 'UAH', rate: 45, date: '2026-09-18' }],
    })
    expect(await on('2026-09-21')).toMatchObject([{ rate: '45', source: 'manual' }])
    const { items } = await w.kolo.list(w.system, 'exchangeRate', { sort: '-date' })
    expect(items).toHaveLength(2)
  })

  test.skipIf(!existsSync(history))('the ECB’s whole history (../shared/data/fx)', async () => {
    const { read, written } = await take(readFileSync(history).toString('base64'), '2024-01-01')
    expect(read).toBeGreaterThan(15_000)
    expect(written).toBe(read)
    const rates = (await w.db.system((tx) => ratesOn(tx, ['PLN'], ['2026-04-12']))).get('2026-04-12')!
    expect(rates.find((r) => r.base === 'PLN')).toMatchObject({
      currency: 'EUR',
      date: '2026-04-10',
      source: 'ecb',
    })
  })
})
