import { describe, expect, test } from 'vitest'
import { Unreadable, type Field } from '#core/kind.ts'
import { kinds } from '#core/kinds/index.ts'
import { optionOf } from '#core/kinds/choice.ts'
import { dateOf } from '#core/kinds/date.ts'
import { linkOf } from '#core/kinds/link.ts'
import { decimalOf } from '#core/kinds/number.ts'
import { nameOf, nameText } from '#core/kinds/person-name.ts'
import { sanitise } from '#core/kinds/rich-text.ts'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { emailOf, phoneOf } from '#core/kinds/index.ts'
import { samples } from './samples.ts'

const options = [
  { key: 'a', label: { en: 'First', uk: 'Перший' } },
  { key: 'b', label: { en: "Second one's", uk: 'Дев’ятий' } },
]
const field = (name: string, more: Partial<Field> = {}) =>
  ({ kind: kinds[name]!, required: false, options, ...more }) as Field
const refused = (run: () => unknown) => {
  try {
    return run()
  } catch (error) {
    return error instanceof Unreadable ? 'refused' : error
  }
}

describe('every kind', () => {
  // What is computed is never written.
  const names = Object.keys(kinds).filter((k) => !['formula', 'condition', 'rollup'].includes(k))
  test.each(names)('%s keeps what it takes: schema, write, read', (name) => {
    for (const f of [field(name), field(name, { many: true })]) {
      const value = samples[name]!('mark', 5, f)
      const taken = f.kind.schema(f).parse(value)
      const cells = f.kind.write(taken, f)
      expect(cells.length).toBe(f.kind.columns(f).length)
      const said = name === 'time' ? [String(cells[0]).replace('T', ' ').replace('Z', '+00')] : cells
      expect(f.kind.read(said, f)).toEqual(taken)
      expect(
        f.kind.read(
          cells.map(() => null),
          f,
        ),
      ).toBeNull()
      expect(typeof f.kind.format(taken, 'uk', f)).toBe('string')
    }
  })

  // What a table's cell shows is not always the whole value (a file, a place in one line), and two words do not say
  // which of them is the surname: such fields have columns of their own in a file.
  const asWritten = names.filter(
    (k) =>
      !['file', 'image', 'address', 'messenger', 'personName', 'reference', 'richText', 'json'].includes(k),
  )
  test.each(asWritten)('%s reads what it wrote', (name) => {
    const f = field(name)
    const value = f.kind.schema(f).parse(samples[name]!('mark', 5, f))
    const text = f.kind.format(value, 'en', f)
    expect(f.kind.schema(f).parse(f.kind.parse(text, { date: 'YMD' }, f))).toEqual(value)
  })
})

test.each([
  ['1 234,56', {}, '1234.56'],
  ['1,234.56', {}, '1234.56'],
  ['1.234,56', {}, '1234.56'],
  ['1,234,567', {}, '1234567'],
  ['1,5', {}, '1.5'],
  ['1,234', { decimal: '.' }, '1234'],
  ['1,234', { decimal: ',' }, '1.234'],
  ['(12.5)', {}, '-12.5'],
  ['−5', {}, '-5'],
  ['+7', {}, '7'],
  ["1'000", {}, '1000'],
  ['1\u00a0000', {}, '1000'],
  ['.5', {}, '.5'],
  ['1e3', {}, '1e3'],
  ['', {}, 'refused'],
  ['12a', {}, 'refused'],
  ['1.2.3', {}, 'refused'],
  ['--1', {}, 'refused'],
  ['∞', {}, 'refused'],
  ['1e9999', {}, 'refused'],
] as const)('the number %j as %j is %s', (text, format, wanted) => {
  expect(refused(() => decimalOf(text, format))).toBe(wanted)
})

test.each([
  ['01.02.2026', 'DMY', '2026-02-01'],
  ['1/2/26', 'MDY', '2026-01-02'],
  ['1/2/49', 'DMY', '2049-02-01'],
  ['1/2/50', 'DMY', '1950-02-01'],
  ['2026-02-01', 'MDY', '2026-02-01'],
  ['2026-02-01T10:00', 'DMY', '2026-02-01'],
  ['29.02.2024', 'DMY', '2024-02-29'],
  ['29.02.2026', 'DMY', 'refused'],
  ['31.04.2026', 'DMY', 'refused'],
  ['13/13/2026', 'MDY', 'refused'],
  ['00.00.0000', 'DMY', 'refused'],
  ['завтра', 'DMY', 'refused'],
  ['1.2', 'DMY', 'refused'],
] as const)('the date %j as %s is %s', (text, date, wanted) => {
  expect(refused(() => dateOf(text, { date }))).toBe(wanted)
})

test.each([
  ['067 123 45 67', '+380671234567'],
  ['8 (067) 123-45-67', '+380671234567'],
  ['380671234567', '+380671234567'],
  ['+380 67 123 4567', '+380671234567'],
  ['tel:+48221234567', '+48221234567'],
  ['12', null],
  ['nobody', null],
] as const)('the phone %j is %s', (text, wanted) => expect(phoneOf(text)).toBe(wanted))

test('a Ukrainian number that is written whole reads as the library of numbers reads it', () => {
  const whole = Array.from({ length: 70 }, (_, i) => `+380${30 + i}${1_234_567 + i * 123_456}`.slice(0, 13))
  expect(whole.map((text) => parsePhoneNumberFromString(text)?.number)).toEqual(whole)
  expect(whole.map((text) => phoneOf(text, 'PL'))).toEqual(whole)
})

test.each([
  ['Olena@Example.COM', 'olena@example.com'],
  ['mailto:a@b.ua', 'a@b.ua'],
  ['a@приклад.укр', 'a@xn--80aikifvh.xn--j1amh'],
  ['a@b', null],
  ['a b@c.ua', null],
  ['@c.ua', null],
  ['a@b..ua', null],
  ['a@b.ua, c@d.ua', null],
  [`${'x'.repeat(65)}@b.ua`, null],
] as const)('the e-mail %j is %s', (text, wanted) => expect(emailOf(text)).toBe(wanted))

test.each([
  ['example.com', 'https://example.com'],
  ['http://a.b/c?d', 'http://a.b/c?d'],
  ['localhost:3000/x', 'https://localhost:3000/x'],
  ['javascript:alert(1)', null],
  ['JavaScript:alert(1)', null],
  ['data:text/html,x', null],
  ['ftp://a.b', null],
  ['a b', null],
  ['', null],
  ['https://', null],
] as const)('the link %j is %s', (text, wanted) => expect(linkOf(text)).toBe(wanted))

test.each([
  ['Шевченко Тарас Григорович', { last: 'Шевченко', first: 'Тарас', middle: 'Григорович' }],
  ['Тарас Шевченко', { first: 'Тарас', last: 'Шевченко' }],
  ['Шевченко, Тарас Григорович', { last: 'Шевченко', first: 'Тарас', middle: 'Григорович' }],
  ['Шевченко', { last: 'Шевченко' }],
  ['Тарас Григорович Шевченко', { last: 'Шевченко', first: 'Тарас', middle: 'Григорович' }],
  ['Shevchenko Taras Hryhorovych', { last: 'Shevchenko', first: 'Taras', middle: 'Hryhorovych' }],
  ['Косач Лариса Петрівна', { last: 'Косач', first: 'Лариса', middle: 'Петрівна' }],
  ['Szewczenko Taras Hryhorowycz', { last: 'Szewczenko', first: 'Taras', middle: 'Hryhorowycz' }],
  ['Шевченко Т.', { last: 'Шевченко', first: 'Т.' }],
  ['Шевченко Тарас Г.', { last: 'Шевченко', first: 'Тарас', middle: 'Г.' }],
  ['Shevchenko T. H.', { last: 'Shevchenko', first: 'T.', middle: 'H.' }],
  ['John S.', { first: 'John', last: 'S.' }],
  ['J. R. Tolkien', { first: 'J. R.', last: 'Tolkien' }],
  ['Vincent Willem van Gogh', { first: 'Vincent Willem van', last: 'Gogh' }],
])('the name %j is %j, and no word of it is lost', (text, wanted) => {
  expect(nameOf(text)).toEqual(wanted)
  expect(
    nameText(nameOf(text))
      .split(/[\s,]+/)
      .toSorted(),
  ).toEqual(text.split(/[\s,]+/).toSorted())
})

test('an option by its key or its name in any language, however it is spaced, cased or apostrophed', () => {
  for (const text of ['a', 'A', 'first', ' First ', 'ПЕРШИЙ', "дев'ятий", 'Девʼятий', 'second ones'])
    expect([text, refused(() => optionOf(field('choice'), text))]).toEqual([
      text,
      /пер|first|^\s*a/i.test(text) ? 'a' : 'b',
    ])
  expect(refused(() => optionOf(field('choice'), 'third'))).toBe('refused')
})

describe('rich text', () => {
  test.each([
    ['<p>a <b>b</b></p>', '<p>a <b>b</b></p>'],
    ['<script>alert(1)</script>x', 'x'],
    ['<scr<script></script>ipt>alert(1)</script>', 'ipt&gt;alert(1)'],
    ['<img src=x onerror=alert(1)>', ''],
    ['<p onclick="x()">a</p>', '<p>a</p>'],
    ['<a href="javascript:alert(1)">a</a>', '<a>a</a>'],
    ['<a href=" https://x.y " onclick="z">a</a>', '<a href="https://x.y" rel="noopener noreferrer">a</a>'],
    ["<a href='mailto:a@b.c'>a</a>", '<a href="mailto:a@b.c" rel="noopener noreferrer">a</a>'],
    ['<a href="java\nscript:alert(1)">a</a>', '<a>a</a>'],
    ['<!-- <b> -->x', 'x'],
    ['<style>*{}</style><p>x</p>', '<p>x</p>'],
    ['a < b > c', 'a &lt; b &gt; c'],
    ['<svg/onload=alert(1)>', ''],
    ['<P>x</P>', '<p>x</p>'],
    ['<b', '&lt;b'],
  ])('%j becomes %j', (html, wanted) => expect(sanitise(html)).toBe(wanted))

  const hostile = [
    '<',
    '>',
    '</',
    '<!--',
    '-->',
    '<script',
    '<script>',
    '</script>',
    'on x=',
    '"',
    "'",
    '<a href="',
    '<p ',
    'javascript:',
    '&lt;',
    '/>',
    '<iframe',
    '<b>',
    '</b>',
    '\n',
    '=',
    '<svg',
    '`',
  ]
  test('whatever is put together of hostile pieces, only harmless tags come out, and again the same', () => {
    let seed = 7
    const random = (n: number) => (seed = (Math.imul(seed, 48_271) >>> 0) % 2_147_483_647) % n
    for (let i = 0; i < 5000; i++) {
      const html = Array.from({ length: 1 + random(9) }, () => hostile[random(hostile.length)]!).join('')
      const clean = sanitise(html)
      const rest = clean.replaceAll(
        /<\/?(?:p|br|b|strong|i|em|u|s|a|ul|ol|li|h[123]|blockquote|code|pre|hr)>|<a href="(?:https?:|mailto:|tel:)[^"<]*" rel="noopener noreferrer">/g,
        '',
      )
      expect([html, /[<>]/.test(rest)]).toEqual([html, false])
      expect([html, sanitise(clean)]).toEqual([html, clean])
    }
  })

  // By the square of its length it would take minutes.
  test.each(['<script', '<!--', '<a', '<a href="', "<a '", '<style>', '<b x="'])(
    'a long run of %j takes no time',
    (piece) => {
      const long = piece.repeat(2_000_000 / piece.length)
      expect(sanitise(long).length).toBeLessThan(long.length * 10)
    },
  )
})
