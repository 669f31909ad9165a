import { describe, expect, test } from 'vitest'
import { sentence, snake } from '#core/text.ts'
import { isId, newId } from '#core/id.ts'
import { Names } from '#core/names.ts'
import { normalise, searchPatterns, searchText, transliterate } from '#core/search.ts'
import { parseFormula } from '#core/formula.ts'
import { Invalid } from '#core/error.ts'
import { isTimeZone, todayOf, systemActor } from '#core/actor.ts'

describe('ids', () => {
  test('sort in the order they are made, also within a millisecond, and when the clock goes back', () => {
    const made = Array.from({ length: 20_000 }, (_, i) =>
      newId(i < 10_000 ? 1_800_000_000_000 : 1_799_999_999_000),
    )
    expect(made.toSorted()).toEqual(made)
    expect(new Set(made).size).toBe(made.length)
  })
  test('are UUIDs of version 7 that say when', () => {
    const id = newId(1_900_000_000_000)
    expect(isId(id)).toBe(true)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-/)
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(1_900_000_000_000)
  })
  test.each(['', 'x', newId().toUpperCase(), `${newId()} `, newId().replaceAll('-', '')])(
    '%j is none',
    (text) => {
      expect(isId(text)).toBe(false)
    },
  )
})

test.each([
  ['Україна', 'ukraina'],
  ['Їжакевич', 'yizhakevych'],
  ['Згурський', 'zghurskyi'],
  ['Юрій Щербухи', 'yurii shcherbukhy'],
  ['Єнакієве', 'yenakiieve'],
  ['Ґалаґан', 'galagan'],
  ["Знам'янка", 'znamianka'],
  ['ТОВ «Ромашка»', 'tov romashka'],
])('%s is spelt %s in Latin', (text, latin) => expect(transliterate(normalise(text))).toBe(latin))

describe('search', () => {
  const finds = (query: string, ...parts: string[]) => {
    const text = searchText(parts)
    return searchPatterns(query).every((p) => {
      const inside = p.slice(1, -1).replaceAll(/\\(.)/g, '$1')
      return text.includes(inside)
    })
  }
  test.each([
    ['шевч', 'Шевченко Тарас', true],
    ['тарас шевч', 'Шевченко Тарас', true],
    ['shevch', 'Шевченко Тарас', true],
    ['ченк', 'Шевченко', true],
    ["м'ята", 'М’ята', true],
    ['мʼята', "М'ята", true],
    ['50%', 'знижка 50% сьогодні', true],
    ['5_', '55', false],
    ['ше', 'Шевченко', true],
    ['нк', 'Шевченко', false],
    ['шевч петро', 'Шевченко Тарас', false],
    ['0671234567', '+380671234567 0671234567', true],
    ['ЇЖАК', 'їжак', true],
    ['и\u0306', 'й', true],
  ])('%j in %j: %s', (query, text, found) => expect(finds(query, text)).toBe(found))

  test('is bounded, whatever is typed', () => {
    expect(searchPatterns('a '.repeat(1000)).length).toBeLessThanOrEqual(8)
    expect(searchPatterns('x'.repeat(100_000))[0]!.length).toBeLessThanOrEqual(202)
    expect(searchPatterns('   ')).toEqual([])
    expect(searchText([null, undefined, ''])).toBe(' ')
  })

  test('holds the Latin spelling of only those words that have another', () => {
    expect(searchText(['Коваль Ольга', 'olha@kovali.ua'])).toBe(' koval olha коваль ольга olha@kovali.ua')
  })
})

test('a statement has a name of its own for each role, once it was asked often enough and while there is room', () => {
  const names = new Names('n', 2, 3)
  const asked = (role: string, text: string) => [1, 2, 3, 4].map(() => names.of(role, text))
  expect(asked('a', 'select 1')).toEqual([undefined, undefined, 'n_0', 'n_0'])
  expect(asked('b', 'select 1')).toEqual([undefined, undefined, 'n_1', 'n_1'])
  expect(asked('c', 'select 1')).toEqual([undefined, undefined, undefined, undefined])
  expect(names.of('a', 'select 1')).toBe('n_0')
})

describe('formulas', () => {
  const shown = (text: string): string => {
    const show = (n: any): string =>
      n.op === 'number'
        ? n.value
        : n.op === 'field'
          ? n.path
          : n.op === 'negative'
            ? `-${show(n.of)}`
            : n.op === 'call'
              ? `${n.name}(${n.args.map(show).join(',')})`
              : `(${show(n.left)}${n.sign}${show(n.right)})`
    return show(parseFormula(text))
  }
  test.each([
    ['1+2*3', '(1+(2*3))'],
    ['(1+2)*3', '((1+2)*3)'],
    ['8/4/2', '((8/4)/2)'],
    ['5-3-1', '((5-3)-1)'],
    ['-a*b', '(-a*b)'],
    ['--a', '--a'],
    ['a<b+1', '(a<(b+1))'],
    ['if(a>=1,b,c)', 'if((a>=1),b,c)'],
    ['max(1,2,3)', 'max(1,2,3)'],
    ['today()', 'today()'],
    [' a . b ', null],
    ['account.name', 'account.name'],
    ['1.5.2', null],
    ['a b', null],
    ['a +', null],
    ['(a', null],
    ['a)', null],
    ['', null],
    ["'text'", null],
    ['a;b', null],
    ['a--', null],
    ['a || b', null],
    ['$1', null],
    ['max(1,', null],
  ] as const)('%j reads as %s', (text, wanted) => {
    if (wanted === null) expect(() => shown(text)).toThrow(Invalid)
    else expect(shown(text)).toBe(wanted)
  })
})

test.each([
  ['closeDate', 'Close date', 'close_date'],
  ['name', 'Name', 'name'],
  ['isActive', 'Is active', 'is_active'],
])('%s is said %s and written %s', (key, said, written) => {
  expect(sentence(key)).toBe(said)
  expect(snake(key)).toBe(written)
})

test('today is where the actor is', () => {
  const late = new Date('2026-03-31T22:30:00Z')
  expect(todayOf({ ...systemActor(), timeZone: 'Europe/Kyiv' }, late)).toBe('2026-04-01')
  expect(todayOf({ ...systemActor(), timeZone: 'America/New_York' }, late)).toBe('2026-03-31')
  expect(isTimeZone('Europe/Kyiv')).toBe(true)
  expect(isTimeZone('Nowhere/There')).toBe(false)
})
