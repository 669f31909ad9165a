import { beforeAll, describe, expect, test } from 'vitest'
import { addMonths, monthGrid, parseDay } from './days.ts'
import { startCondition, toFilter, toGroup, withOp } from './derived/list/filter-model.ts'
import { readSearch } from './derived/list/search.ts'
import { cellsOf } from './derived/lines/pasted.ts'
import { sumOf } from './derived/lines/sum.ts'
import { formatDate, formatMoney, parseDecimal, weekdays } from './format.ts'
import i18next from 'i18next'
import type { Field } from './catalogue.ts'
import './kinds/index.ts'
import { pointOf } from './kinds/ways-edit.tsx'

beforeAll(async () => {
  await i18next.init({ lng: 'uk', resources: {} })
})
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

describe('a day as it is typed', () => {
  const today = '2026-11-23'
  test.each([
    ['23.11.2026', '2026-11-23'],
    ['1.2.26', '2026-02-01'],
    ['1/2/1999', '1999-02-01'],
    ['7', '2026-11-07'],
    ['07.12', '2026-12-07'],
    ['2026-12-31', '2026-12-31'],
    ['завтра', '2026-11-24'],
    ['Yesterday', '2026-11-22'],
    ['+14', '2026-12-07'],
    ['31.02.2026', null],
    ['soon', null],
  ])('%s → %s', (typed, day) => expect(parseDay(typed, today)).toBe(day))

  test('the last day of a month stays the last', () => expect(addMonths('2026-01-31', 1)).toBe('2026-02-28'))
  test('a month begins on Monday', () => {
    expect(monthGrid('2026-11-23')[0]).toBe('2026-10-26')
    expect(weekdays()[0]).toBe('пн')
  })
})

describe('numbers as Ukrainian writes them', () => {
  test.each([
    ['1 234,56', '1234.56'],
    ['1234.5', '1234.5'],
    ['1.234,5', '1234.5'],
    ['1,234,567', '1234567'],
    ['−5', '-5'],
    [',5', '0.5'],
    ['12abc', null],
    ['', null],
  ])('%s → %s', (typed, number) => expect(parseDecimal(typed)).toBe(number))

  test('money and dates', () => {
    expect(plain(formatMoney({ amount: '1234.56', currency: 'UAH' }))).toBe('1 234,56 ₴')
    expect(plain(formatMoney({ amount: '123456789012345.67', currency: 'UAH' }))).toBe(
      '123 456 789 012 345,67 ₴',
    )
    expect(formatDate('2026-11-03')).toBe('03.11.2026')
  })
})

describe('a filter on screen', () => {
  test('comes back as it went in', () => {
    const filter = {
      and: [
        ['amount', 'gte', '10'],
        {
          or: [
            ['stage', 'in', ['a']],
            ['owner', 'empty'],
          ],
        },
      ],
    } as const
    expect(toFilter(toGroup(filter))).toEqual(filter)
  })
  test('keeps what it cannot draw', () => {
    const filter = { and: [{ not: ['name', 'is', 'x'] }] } as const
    expect(toFilter(toGroup(filter))).toEqual(filter)
  })
  test('leaves out what is not whole', () => {
    expect(
      toFilter({
        any: false,
        items: [
          { path: 'name', op: 'contains' },
          { path: 'owner', op: 'notEmpty' },
        ],
      }),
    ).toEqual({
      and: [['owner', 'notEmpty']],
    })
  })
  test('another operator keeps what fits', () => {
    expect(withOp({ path: 'stage', op: 'is', value: 'a' }, 'in')).toEqual({
      path: 'stage',
      op: 'in',
      value: ['a'],
    })
    expect(withOp({ path: 'closeDate', op: 'is', value: '2026-01-01' }, 'this').value).toBe('month')
    expect(withOp({ path: 'name', op: 'contains', value: 'x' }, 'empty').value).toBeUndefined()
  })
  test('begins with what people mean most often', () => {
    const field = (input: string, ops: string[], more = {}) =>
      ({
        input,
        kind: input,
        ops,
        label: '',
        read: true,
        create: true,
        update: true,
        sort: true,
        ...more,
      }) as Field
    expect(startCondition('name', field('text', ['is', 'contains', 'in'])).op).toBe('contains')
    expect(startCondition('kind', field('choice', ['is', 'in'], { options: [] })).op).toBe('in')
    expect(startCondition('isActive', field('boolean', ['is']))).toEqual({
      path: 'isActive',
      op: 'is',
      value: true,
    })
  })
})

test('an address that makes no sense is read as an ordinary list', () => {
  expect(
    Object.values(readSearch({ as: 'pie', filter: 7, sort: [], bin: 'x' })).filter((v) => v !== undefined),
  ).toEqual([])
})

describe('lines of a document', () => {
  test.each([
    [
      'a\tb\nc\td\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a\t\tb\r\n', [['a', '', 'b']]],
    ['"two\nlines ""and"" a\ttab"\t5', [['two\nlines "and" a\ttab', '5']]],
    ['one', [['one']]],
    ['\n\n', []],
  ])('%j is pasted', (text, cells) => expect(cellsOf(text)).toEqual(cells))

  test('amounts add up by currency without a float', () => {
    const uah = (amount: string) => ({ amount, currency: 'UAH' })
    expect(sumOf([uah('0.1'), uah('0.2'), null, { amount: '-5', currency: 'EUR' }])).toEqual([
      uah('0.3000'),
      { amount: '-5.0000', currency: 'EUR' },
    ])
    expect(sumOf([uah('999999999999999.99'), uah('0.01')])).toEqual([uah('1000000000000000.0000')])
  })
})

test.each([
  ['50.4501, 30.5234', { latitude: 50.4501, longitude: 30.5234 }],
  ['-33.87;151', { latitude: -33.87, longitude: 151 }],
  ['50.45° 30.52°', { latitude: 50.45, longitude: 30.52 }],
  ['', {}],
  ['91, 0', null],
  ['50.45', null],
  ['Київ, 1', null],
])('the point %s', (typed, point) => expect(pointOf(typed)).toEqual(point))
