import { describe, expect, it } from 'vitest'
import { normalise } from '#core/search.ts'
import { edrpouOf, ibanOf, rnokppOf, vatOf } from '#modules/parties/identifiers.ts'
import { makeCompany } from '../server/sample/index.ts'
import { company, otherDays, today } from './sample-world.ts'

const uk = company(today)
const en = company(today, 'en')
type Sample = { key: string } & Record<string, unknown>
const recordsOf = (c: typeof uk): Sample[] =>
  (Object.values(c).filter(Array.isArray).flat() as Sample[]).filter((r) => 'key' in r)

const wrong = (codes: (string | undefined)[], read: (code: string) => string | null) =>
  codes.filter((code) => code !== undefined && read(code) !== code)

describe('the sample company', () => {
  it('is as large as it says', () => {
    const count = (list: unknown[]) => list.length
    expect(count(uk.users)).toBe(60)
    expect(count(uk.accounts)).toBeGreaterThan(400)
    expect(count(uk.contacts)).toBeGreaterThan(650)
    expect(count(uk.products)).toBe(125)
    expect(count(uk.users.filter((u) => !u.email))).toBe(47)
    expect(count(uk.teams)).toBe(21)
    expect(count(uk.deals)).toBeGreaterThan(2300)
    expect(count(uk.deals)).toBeLessThan(2800)
    expect(uk.accounts.filter((a) => a.kind === 'household').length).toBe(70)
  })

  it('is always the same for the same day, and never older than the day', () => {
    expect(makeCompany({ today, locale: 'uk' })).toEqual(uk)
    for (const day of otherDays) {
      const { deals, accountRoles } = company(day)
      const last = deals
        .map((d) => d.openedOn)
        .toSorted()
        .at(-1)!
      expect(last <= day && last > `${Number(day.slice(0, 4)) - 1}`).toBe(true)
      expect(
        accountRoles.every((r) => r.since <= day && (r.until ?? day) <= day && r.since <= (r.until ?? day)),
      ).toBe(true)
    }
  })

  it('carries only codes that are right', () => {
    const home = uk.accounts.filter((a) => a.addresses?.[0]?.country === 'UA')
    const people = [...uk.accounts, ...uk.contacts].flatMap((r) => r.taxId ?? [])
    expect(home.flatMap((a) => a.registrationCode ?? []).length).toBeGreaterThan(250)
    expect(people.length).toBeGreaterThan(50)
    expect(
      wrong(
        home.map((a) => a.registrationCode),
        edrpouOf,
      ),
    ).toEqual([])
    expect(
      wrong(
        uk.accounts.map((a) => a.vatId),
        vatOf,
      ),
    ).toEqual([])
    expect(
      wrong(
        uk.accounts.map((a) => a.iban),
        ibanOf,
      ),
    ).toEqual([])
    expect(wrong(people, rnokppOf)).toEqual([])
  })

  it('writes a person’s birthday and sex into his tax number', () => {
    const people = uk.contacts.filter((c) => c.taxId && c.birthday)
    expect(people.length).toBeGreaterThan(20)
    for (const { taxId, birthday, name } of people) {
      const days = (Date.parse(birthday!) - Date.parse('1899-12-31')) / 86_400_000
      expect(Number(taxId!.slice(0, 5))).toBe(days)
      expect(Number(taxId![8]) % 2 === 1, name.middle).toBe(name.middle!.endsWith('ч'))
    }
  })

  it('enters no company twice, but for two pairs made on purpose', () => {
    const byCode = Map.groupBy(
      uk.accounts.filter((a) => a.registrationCode),
      (a) => a.registrationCode,
    )
    const twice = [...byCode.values()].filter((same) => same.length > 1).map((same) => same.map((a) => a.key))
    expect(twice).toEqual([uk.stories.twins.slice(0, 2), uk.stories.twins.slice(2)])
  })

  it('calls and writes to nobody real', () => {
    const ways = [...uk.accounts, ...uk.contacts, ...uk.users] as {
      emails?: { value: string }[]
      phones?: { value: string }[]
    }[]
    const emails = [
      ...ways.flatMap((r) => r.emails ?? []).map((e) => e.value),
      ...uk.signIns.map((s) => s.email),
    ]
    expect(emails.filter((e) => !/^[a-z0-9._-]+@[a-z0-9-]+\.example$/.test(e))).toEqual([])
    expect(new Set(emails).size).toBe(emails.length)
    const phones = ways.flatMap((r) => r.phones ?? []).map((p) => p.value)
    expect(phones.filter((p) => !/^\+380\d{2}000\d{4}$/.test(p))).toEqual([])
  })

  it('refers only to what is there', () => {
    const keys = new Set(recordsOf(uk).map((r) => r.key))
    const prefixes = new Set([...keys].map((k) => k.slice(0, k.indexOf(':'))))
    const references = recordsOf(uk).flatMap((r) =>
      Object.values(r).filter(
        (v): v is string =>
          typeof v === 'string' && /^[a-z-]+:\S+$/.test(v) && prefixes.has(v.slice(0, v.indexOf(':'))),
      ),
    )
    expect(keys.size).toBe(recordsOf(uk).length)
    expect(references.length).toBeGreaterThan(10_000)
    // Whoever sets the company up is nobody of its staff.
    expect(references.filter((to) => !keys.has(to) && to !== 'user:founder')).toEqual([])
    expect(new Set(uk.users.map((u) => u.role)).size).toBe(6)
  })

  it('is the same in English, without a Cyrillic letter', () => {
    // But for what products are called for clients who speak Ukrainian.
    const said = JSON.stringify(en, (key, value) => (key === 'nameUk' ? undefined : value))
    expect(said.match(/[^"]*[\u0400-\u04FF][^"]*/g)).toBeNull()
    expect(en.products.map((p) => p.nameUk)).toEqual(uk.products.map((p) => p.name))
    expect(en.deals.map((d) => [d.openedOn, d.stage, d.amount.amount])).toEqual(
      uk.deals.map((d) => [d.openedOn, d.stage, d.amount.amount]),
    )
    expect(en.accounts.map((a) => a.registrationCode)).toEqual(uk.accounts.map((a) => a.registrationCode))
  })

  it('is Ukrainian in Ukrainian: names in Latin letters are brands, people from abroad and two entered carelessly', () => {
    const latin = uk.contacts.filter((c) => !/[\u0400-\u04FF]/.test(c.name.last))
    expect(latin.length).toBe(7)
    expect(uk.deals.filter((d) => !/[\u0400-\u04FF]/.test(d.name))).toEqual([])
  })

  it.each(['uk', 'en'] as const)('names no two accounts alike (%s)', (locale) => {
    const names = company(today, locale).accounts.map((a) => normalise(a.name))
    expect(new Set(names).size).toBe(names.length)
  })

  it('lets one of each role and branch sign in', () => {
    expect(uk.signIns.length).toBe(14)
    expect(new Set(uk.signIns.map((s) => s.role)).size).toBe(7)
    expect(uk.users.filter((u) => u.email).length).toBe(13)
  })
})
