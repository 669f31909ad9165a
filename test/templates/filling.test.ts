import readXlsx from 'read-excel-file/node'
import { describe, expect, test } from 'vitest'
import { moved } from '../../server/modules/templates/filling/formulas.ts'
import { fill, inspect } from '../../server/modules/templates/filling/fill.ts'
import { blocksOf, guarded } from '../../server/modules/templates/blocks.ts'
import { fillText, parse, tagsOf } from '../../server/modules/templates/tags.ts'
import { docx, paragraphs, partOf, xlsx } from './office.ts'

const at = (n: number) => `@${n}`
const data = {
  name: 'Водолій & <w:p/> {name}',
  '#isBig': true,
  '#isSmall': false,
  '#name': true,
  total: { text: '30,00 ₴', number: '30' },
  '#lines': [
    { what: 'Pump', price: { text: '10,00', number: '10' } },
    { what: 'Filter | **', price: { text: '20,00', number: '20' } },
  ],
}

describe('a text', () => {
  test.each([
    ['{name}!', 'Водолій & <w:p/> {name}!'],
    ['{#lines}{what};{/lines}', 'Pump;Filter | **;'],
    ['a\n{#lines}\n- {what} of {total}\n{/lines}\nb', 'a\n- Pump of 30,00 ₴\n- Filter | ** of 30,00 ₴\nb'],
    ['{#isBig}yes{/isBig}{^isBig}no{/}', 'yes'],
    ['{#isSmall}yes{/}{^isSmall}no{/}', 'no'],
    ['{^lines}none{/lines}', ''],
    ['{nothing}', ''],
    ['{#name}{total}, {name}{/name}', '30,00 ₴, Водолій & <w:p/> {name}'],
  ])('%s', (source, filled) => expect(fillText(parse(source, at), [data])).toBe(filled))

  test.each([
    ['{#lines}x', 'unclosed'],
    ['x{/lines}', 'unopened'],
    ['{#a}{#b}{/a}{/b}', 'crossed'],
  ])('%s does not read: %s', (source, code) => expect(() => parse(source, at)).toThrow(code))

  test('a value brings no markup of its own', () => {
    const source = '# {name}\n\n| what |\n|---|\n{#lines}\n| {what} | **{price}** |\n{/lines}\n'
    const blocks = blocksOf(fillText(parse(source, at), [{ ...data, name: '- x\n# y' }], guarded))
    expect(blocks[0]).toEqual({ kind: 'heading', level: 1, spans: [{ text: '- x\n# y', bold: false }] })
    expect(blocks[1]).toMatchObject({
      kind: 'table',
      hasHead: true,
      rows: [
        [[{ text: 'what' }]],
        [[{ text: 'Pump' }], [{ text: '10,00', bold: true }]],
        [[{ text: 'Filter | **' }], [{ text: '20,00', bold: true }]],
      ],
    })
  })
})

describe('a Word file', () => {
  const template = docx([
    'Dear {#name}{name}{/name}, {total}',
    '|{#lines}{what}|{price}{/lines}|',
    '{#isSmall}',
    'small',
    '{/}',
  ])

  test('says what it asks for', async () => {
    const tags = await inspect('docx', template)
    expect(tags.map((t) => [t.kind, t.text, t.inner.map((i) => i.text)])).toEqual([
      ['if', 'name', ['name']],
      ['value', 'total', []],
      ['if', 'lines', ['what', 'price']],
      ['if', 'isSmall', []],
    ])
  })

  test('is filled in, and a value is never markup', async () => {
    const filled = await fill('docx', template, data)
    const said = paragraphs(filled).filter(Boolean)
    expect(said[0]).toBe('Dear Водолій &amp; &lt;w:p/&gt; {name}, 30,00 ₴')
    expect(said.slice(1)).toEqual(['Pump', '10,00', 'Filter | **', '20,00'])
    expect(partOf(filled, 'word/document.xml').match(/<w:tr>/g)).toHaveLength(2)
  })

  test.each([
    ['{#lines} never closed', 'unclosed', 'lines'],
    ['{name', 'unclosed', 'name'],
    ['{/lines}', 'unopened', 'lines'],
    ['{@name}', 'raw', 'name'],
  ])('%s is refused, and where', async (text, code, place) => {
    await expect(inspect('docx', docx([text]))).rejects.toMatchObject({
      trouble: { code, place: expect.stringContaining(place) as string },
    })
  })
})

describe('a sheet', () => {
  const template = xlsx([
    ['For {name}'],
    ['{#lines}{what}', 2, '{price}', '=B2*C2{/lines}'.replace('{/lines}', ''), '{/lines}'],
    ['Total', '', '', '=SUM(D2:D2)'],
    ['{#isSmall}gone', '', '', '', '{/isSmall}'],
    ['last', '{total}'],
  ])

  test('says what it asks for', async () => {
    const tags = await inspect('xlsx', template)
    expect(tags.map((t) => [t.kind, t.text, t.inner.map((i) => i.text)])).toEqual([
      ['value', 'name', []],
      ['if', 'lines', ['what', 'price']],
      ['if', 'isSmall', []],
      ['value', 'total', []],
    ])
  })

  test('repeats its rows, keeps figures figures, and formulas count what they counted', async () => {
    const filled = await fill('xlsx', template, data)
    const sheet = partOf(filled, 'xl/worksheets/sheet1.xml')
    expect([...sheet.matchAll(/<f>([^<]*)</g)].map((f) => f[1])).toEqual(['B2*C2', 'B3*C3', 'SUM(D2:D3)'])
    const [read] = (await readXlsx(Buffer.from(filled))) as unknown as [{ data: unknown[][] }]
    expect(read.data.map((row) => row.slice(0, 3))).toEqual([
      ['For Водолій & <w:p/> {name}', null, null],
      ['Pump', 2, 10],
      ['Filter | **', 2, 20],
      ['Total', null, null],
      ['last', 30, null],
    ])
  })

  test('names the cell where it does not read', async () => {
    await expect(inspect('xlsx', xlsx([['ok'], ['{/lines}']]))).rejects.toMatchObject({
      trouble: { code: 'unopened', place: '{/lines}, sheet1, 2' },
    })
  })

  test.each([
    ['SUM(D5:D5)', 'SUM(D5:D9)'],
    ['D5+"D5"', 'D5+"D5"'],
    ['$D$5*A7', '$D$5*A11'],
    ['LOG10(D5)', 'LOG10(D5)'],
  ])('%s becomes %s', (formula, said) =>
    expect(
      moved(
        formula,
        new Map([
          [5, { first: 5, last: 9 }],
          [6, { first: 10, last: 10 }],
        ]),
      ),
    ).toBe(said),
  )
})

describe('hostile files', () => {
  const bomb = 'a'.repeat(9_000_000)
  test.each([
    ['a bomb', docx(['x'], { 'word/big.xml': bomb }), 'too_large'],
    [
      'too many parts',
      docx(['x'], Object.fromEntries(Array.from({ length: 2100 }, (_, i) => [`p${i}`, '']))),
      'too_large',
    ],
    [
      'an entity',
      docx(['x'], { 'word/styles.xml': '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>' }),
      'entities',
    ],
    ['a macro', docx(['x'], { 'word/vbaProject.bin': 'x' }), 'macros'],
    ['a sheet for a text', xlsx([['x']]), 'not_office'],
    ['no archive', Buffer.from('PK and nothing'), 'not_office'],
  ])('%s is refused', async (_name, bytes, code) => {
    await expect(inspect('docx', bytes)).rejects.toMatchObject({ trouble: { code } })
  })

  test('what comes of one is bounded', async () => {
    const rows = Array.from({ length: 1000 }, () => ({ what: 'x'.repeat(20_000) }))
    expect(() => fillText(parse('{#lines}{what}{/lines}', at), [{ '#lines': rows }])).toThrow('too_large')
    expect(tagsOf(parse('{#lines}{what}{/lines}', at))).toHaveLength(1)
  })
})
