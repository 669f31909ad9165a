import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { amountInWords, issuerParty, renderPdf, written, type Issuer } from '#modules/documents/index.ts'
import { openDoorWorld } from './door-world.ts'

const nbsp = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

test.each([
  ['0', 'UAH', 'Нуль гривень 00 копійок', 'Zero hryvnias 00 kopiykas'],
  ['1', 'UAH', 'Одна гривня 00 копійок', 'One hryvnia 00 kopiykas'],
  ['2.01', 'UAH', 'Дві гривні 01 копійка', 'Two hryvnias 01 kopiyka'],
  ['5.02', 'UAH', 'П’ять гривень 02 копійки', 'Five hryvnias 02 kopiykas'],
  ['11.11', 'UAH', 'Одинадцять гривень 11 копійок', 'Eleven hryvnias 11 kopiykas'],
  ['21', 'UAH', 'Двадцять одна гривня 00 копійок', 'Twenty-one hryvnias 00 kopiykas'],
  ['112', 'UAH', 'Сто дванадцять гривень 00 копійок', 'One hundred twelve hryvnias 00 kopiykas'],
  [
    '1234.50',
    'UAH',
    'Одна тисяча двісті тридцять чотири гривні 50 копійок',
    'One thousand two hundred thirty-four hryvnias 50 kopiykas',
  ],
  ['1000', 'EUR', 'Одна тисяча євро 00 євроцентів', 'One thousand euros 00 cents'],
  ['1.01', 'EUR', 'Один євро 01 євроцент', 'One euro 01 cent'],
  ['2002', 'USD', 'Дві тисячі два долари США 00 центів', 'Two thousand two US dollars 00 cents'],
  ['22', 'PLN', 'Двадцять два злоті 00 грошів', 'Twenty-two zlotys 00 groszy'],
  ['1000000', 'UAH', 'Один мільйон гривень 00 копійок', 'One million hryvnias 00 kopiykas'],
  [
    '2001015.999',
    'UAH',
    'Два мільйони одна тисяча шістнадцять гривень 00 копійок',
    'Two million one thousand sixteen hryvnias 00 kopiykas',
  ],
  [
    '41000000311',
    'UAH',
    'Сорок один мільярд триста одинадцять гривень 00 копійок',
    'Forty-one billion three hundred eleven hryvnias 00 kopiykas',
  ],
  ['-3.5', 'UAH', 'Мінус три гривні 50 копійок', 'Minus three hryvnias 50 kopiykas'],
  ['7', 'CHF', 'Сім CHF 00/100', 'Seven CHF 00/100'],
])('%s %s in words', (amount, currency, uk, en) => {
  expect(amountInWords(amount, currency, 'uk')).toBe(uk)
  expect(amountInWords(amount, currency, 'en')).toBe(en)
})

test('values are written by the language of the document, and no digit is lost', () => {
  expect(nbsp(written('uk').money({ amount: '1234567.5', currency: 'UAH' }))).toBe('1 234 567,50 ₴')
  expect(written('en').money({ amount: '1234.5', currency: 'EUR' })).toBe('€1,234.50')
  expect(nbsp(written('uk').amount('123456789012345.67'))).toBe('123 456 789 012 345,67')
  expect(written('uk').date('2026-11-03')).toBe('03.11.2026')
  expect(nbsp(written('uk').longDate('2026-11-03'))).toBe('3 листопада 2026 р.')
  expect(written('en').longDate('2026-11-03')).toBe('3 November 2026')
})

test('a template becomes a PDF with its letters in it; a broken one and an endless one fail alone', async () => {
  const template = '#set text(font: "Noto Sans")\n#let d = json("/data.json")\n= #d.title'
  const pdf = await renderPdf(template, { title: 'Рахунок № 5, ґ є ї ₴' }, { standard: 'a-2b' })
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.includes('NotoSans-')).toBe(true)
  expect(pdf.includes('pdfaid:part>2')).toBe(true)
  await expect(renderPdf('#let x = ', {})).rejects.toThrow('expected expression')
  const endless = '#let x = 0\n#for i in range(20000000) { x = calc.rem(x + i, 7) }'
  await expect(renderPdf(endless, {}, { patience: 200 })).rejects.toThrow('took too long')
  expect((await renderPdf(template, { title: 'again' })).length).toBeGreaterThan(1000)
  await expect(renderPdf('#read("/etc/passwd")', {})).rejects.toThrow()
})

test('the codes of our own company are checked as anybody’s', async () => {
  const w = await openDoorWorld()
  const mistyped = { name: 'ТОВ «Водолій»', registrationCode: '32855968' }
  await expect(w.kolo.call(w.admin, 'issuer.create', { items: [mistyped] })).rejects.toMatchObject({
    problems: [{ path: 'items.0.registrationCode', code: 'mistyped' }],
  })
  await w.close()
})

test.each([
  ['АТ «Банк»', 'uk', 'IBAN UA21 в АТ «Банк»'],
  ['ПриватБанк', 'uk', 'IBAN UA21 у ПриватБанк'],
  ['Bank JSC', 'en', 'IBAN UA21 at Bank JSC'],
] as const)('the account is at %s', (bank, locale, line) => {
  const issuer = { name: 'Водолій', iban: 'UA21', bank } as Issuer
  expect(issuerParty(issuer, locale, 'UAH').lines).toContain(line)
})

test('a process that has set a document ends by itself', () => {
  const script = "import('#modules/documents/index.ts').then((m) => m.renderSvg('Hello', {}))"
  // It used to wait a minute for the thread to grow idle.
  execFileSync(process.execPath, [...process.execArgv, '--eval', script], {
    cwd: new URL('..', import.meta.url),
    timeout: 25_000,
  })
})
