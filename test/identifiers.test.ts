import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  bankCodeOf,
  edrpouOf,
  emailOf,
  euVatOf,
  ibanOf,
  passportOf,
  phoneOf,
  rnokppOf,
  vatOf,
} from '#modules/parties/identifiers.ts'

describe('EDRPOU', () => {
  it.each(['32855961', '14360570', '00032129', '20077720', '10000062', '30000005', ' 3285 5961 '])(
    '%s is right',
    (n) => {
      expect(edrpouOf(n)).toBe(n.replaceAll(' ', ''))
    },
  )
  it.each(['32855968', '00000000', '1234567', '123456789', 'VV855961', ''])('%s is wrong', (n) => {
    expect(edrpouOf(n)).toBeNull()
  })
})

describe('RNOKPP', () => {
  it.each(['1759013776', '3184710691'])('%s is right', (n) => expect(rnokppOf(n)).toBe(n))
  it.each(['1759013777', '0000000000', '175901377'])('%s is wrong', (n) => expect(rnokppOf(n)).toBeNull())
  it('has documents in its place', () => {
    expect(passportOf('бв 123456')).toBe('БВ123456')
    expect(passportOf('001234567')).toBe('001234567')
    expect(passportOf('12345')).toBeNull()
  })
})

describe('IBAN and VAT', () => {
  it('knows a Ukrainian account and its bank', () => {
    const iban = ibanOf('UA21 3223 1300 0002 6007 2335 6600 1')!
    expect([iban, bankCodeOf(iban)]).toEqual(['UA213223130000026007233566001', '322313'])
    expect(ibanOf('UA213223130000026007233566002')).toBeNull()
  })
  it('checks the length alone of a Ukrainian VAT number, and the sum of an EU one', () => {
    expect(vatOf('UA328559610123')).toBe('328559610123')
    expect(vatOf('DE136,695 976')).toBe('DE136695976')
    expect(vatOf('DE136695977')).toBeNull()
  })
})

describe('phones', () => {
  it.each([
    ['067 123-45-67', '+380671234567'],
    ['(044) 123 45 67', '+380441234567'],
    ['380441234567', '+380441234567'],
    ['8-067-123-45-67', '+380671234567'],
    ['8 (044) 123-45-67', '+380441234567'],
    ['+48 22 123 45 67', '+48221234567'],
    ['0048221234567', '+48221234567'],
  ])('%s → %s', (text, e164) => expect(phoneOf(text)).toBe(e164))
  it('reads local numbers as of the workspace’s country', () => {
    expect(phoneOf('22 123 45 67', 'PL')).toBe('+48221234567')
  })
})

it('e-mails are kept in lower case, their domain in ASCII', () => {
  expect(emailOf(' Ivan@ПРИКЛАД.укр ')).toBe('ivan@xn--80aikifvh.xn--j1amh')
  expect(emailOf('no at sign')).toBeNull()
})

const set = `${import.meta.dirname}/../../shared/data/phones-ids/stdnum/tests`

type Vector = { file: string; number: string; valid: boolean }

/** The numbers of a doctest: the lists said to be valid, and single calls with their outcome. */
function vectors(file: string, call = 'validate'): Vector[] {
  const text = readFileSync(`${set}/${file}`, 'utf8')
  // A list is followed by the line that filters it: those that are `not` valid, or those that are.
  const listed = [...text.matchAll(/>>> numbers = '''([\s\S]*?)'''\s+>>> (.*)/g)].flatMap((m) =>
    m[1]!
      .split('\n')
      .map((line) => line.replace(/^\s*\.\.\.\s?/, '').trim())
      .filter(Boolean)
      .map((number) => ({ file, number, valid: /\bnot \w+\.(is_valid|validate)\(x\)/.test(m[2]!) })),
  )
  const single = [...text.matchAll(new RegExp(`>>> \\w+\\.${call}\\('([^']*)'\\).*\\n(.*)`, 'g'))]
  return [...listed, ...single.map((m) => ({ file, number: m[1]!, valid: !m[2]!.startsWith('Traceback') }))]
}

describe.skipIf(!existsSync(set))('phones-ids', () => {
  const wrong = (all: Vector[], of: (text: string) => string | null) =>
    all
      .filter((v) => (of(v.number) !== null) !== v.valid)
      .map((v) => `${v.number} should be ${v.valid ? 'valid' : 'refused'}`)

  it.each([
    ['test_ua_edrpou.doctest', edrpouOf, 200],
    ['test_ua_rntrc.doctest', rnokppOf, 50],
    ['test_eu_vat.doctest', euVatOf, 200],
    ['test_iban.doctest', ibanOf, 100],
  ])('%s', (file, of, least) => {
    // EU… is a one-stop-shop registration, not the number of a country: its rule is not published.
    const all = vectors(file).filter((v) => !/^EU\d/.test(v.number))
    expect(all.length).toBeGreaterThan(least)
    expect(wrong(all, of)).toEqual([])
  })

  it.each([
    ['test_be_vat.doctest', 'BE'],
    ['test_bg_vat.doctest', 'BG'],
    ['test_fr_tva.doctest', 'FR'],
    ['test_ie_vat.doctest', 'IE'],
  ])('%s, as a number of its country', (file, prefix) => {
    const all = vectors(file).map((v) => ({
      ...v,
      number: v.number.replace(new RegExp(`^(${prefix})?`, 'i'), prefix),
    }))
    expect(all.length).toBeGreaterThan(1)
    expect(wrong(all, euVatOf)).toEqual([])
  })

  it('the set has 162 files', () => {
    expect(readdirSync(set).filter((f) => f.endsWith('.doctest'))).toHaveLength(162)
  })
})
