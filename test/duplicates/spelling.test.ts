import { describe, expect, test } from 'vitest'
import { makeCatalogue } from '#modules/index.ts'
import { Column, type Kind } from '../../server/modules/duplicates/engine/column.ts'
import { dateDigits } from '../../server/modules/duplicates/engine/date.ts'
import { withoutLegalForm } from '../../server/modules/duplicates/engine/legal-forms.ts'
import { levelsOf, scaleOf } from '../../server/modules/duplicates/engine/levels.ts'
import { formsOf } from '../../server/modules/duplicates/engine/nicknames.ts'
import { distance, jaroWinkler } from '../../server/modules/duplicates/engine/similarity.ts'
import { folded, plain } from '../../server/modules/duplicates/engine/spelling.ts'
import { comparandsOf } from '../../server/modules/duplicates/fields.ts'

const contact = makeCatalogue().entities.get('contact')!

describe('spelling', () => {
  test.each([
    ['Мар’яна', 'mariana'],
    ["Мар'яна", 'mariana'],
    ['Марʼяна', 'mariana'],
    ['  Żółć   Œuvre ', 'zolc oeuvre'],
    ['ТОВ «Ромашка-Плюс»', 'tov romashka plius'],
    ['№ 5', 'no 5'],
  ])('%s is compared as %s', (text, expected) => expect(plain(text)).toBe(expected))

  test.each([
    ['Сергій', 'Sergey'],
    ['Сергій', 'Serhii'],
    ['Сергій', 'Sergiy'],
    ['Шевченко', 'Szewczenko'],
    ['Щербак', 'Scherbak'],
    ['Юрій', 'Yuriy'],
    ['Юрій', 'Iurii'],
    ['Хоменко', 'Khomenko'],
    ['Ігор', 'Igor'],
    ['Євген', 'Yevhen'],
    ['Григорій', 'Hryhorii'],
    ['Viktor', 'Victor'],
    ['Жук', 'Zhuk'],
    ['Philipp', 'Filip'],
    ['Марʼяна', 'Maryana'],
    ["В'ячеслав", 'Viacheslav'],
    ['Наталія', 'Natalia'],
    ['Соломія', 'Solomiya'],
    ['Ґалаґан', 'Galagan'],
    ['Їжакевич', 'Yizhakevych'],
    ['Цюпа', 'Tsiupa'],
    ['Чайковський', 'Tchaikovsky'],
    ['Гнатюк', 'Hnatyuk'],
    ['Зеленський', 'Zelensky'],
    ['Корнійчук', 'Korniychuk'],
    ['Пʼятак', 'Piatak'],
    ['Воробйов', 'Vorobiov'],
    ['Юшко', 'Yushko'],
    ['Згурський', 'Zghurskyi'],
    ['Хмельницький', 'Khmelnytskyi'],
    ['Кравець', 'Kravets'],
    ['Кузьменко', 'Kuzmenko'],
    ['Григоренко', 'Grigorenko'],
    ['Дмитрук', 'Dmitruk'],
    ['Микитенко', 'Mykytenko'],
    ['Лук’яненко', 'Lukyanenko'],
  ])('%s and %s sound alike', (a, b) => expect(folded(plain(a))).toBe(folded(plain(b))))

  test.each([
    ['ТОВ «Ромашка»', 'romashka'],
    ['Ромашка, ТОВ', 'romashka'],
    ['Товариство з обмеженою відповідальністю «Ромашка»', 'romashka'],
    ['Romashka LLC', 'romashka'],
    ['ФОП Коваль Іван Петрович', 'koval ivan petrovych'],
    ['ПП "Мрія"', 'mriia'],
    ['Müller GmbH & Co. KG', 'muller'],
    ['Nowak Sp. z o.o.', 'nowak'],
    ['Weber & Söhne Gesellschaft mit beschränkter Haftung', 'weber sohne'],
    ['Weber und Söhne GmbH', 'weber sohne'],
    ['B.V. De Leeuw', 'de leeuw'],
    ['Garibay Sociedad Limitada', 'garibay'],
    ['Коваль та сини', 'koval syny'],
    ['ТОВ', 'tov'],
    ['Ромашка (ТОВ)', 'romashka'],
    ['ТзОВ «Ромашка»', 'romashka'],
    ['ТДВ Ромашка', 'romashka'],
    ['ФГ "Нива"', 'nyva'],
    ['СФГ «Нива»', 'nyva'],
    ['АТ «Укрпошта»', 'ukrposhta'],
    ['КНП «Лікарня № 3»', 'likarnia no 3'],
    ['ОСББ «Затишок»', 'zatyshok'],
    ['Приватне підприємство «Мрія»', 'mriia'],
    ['Акціонерне товариство «Мрія»', 'mriia'],
    ['ДП «Ліс»', 'lis'],
    ['Romashka, Ltd.', 'romashka'],
    ['TOV Romashka', 'romashka'],
    ['TzOV Romashka', 'romashka'],
    ['Фізична особа-підприємець Коваль І. П.', 'koval i p'],
  ])('%s is the company %s', (text, expected) => expect(withoutLegalForm(plain(text))).toBe(expected))

  test.each([
    ['Саша', 'oleksandr'],
    ['Bob', 'robert'],
    ['Катя', 'kateryna'],
    ['Bill', 'william'],
    ['Люда', 'liudmyla'],
    ['Міша', 'mykhailo'],
    ['Діма', 'dmytro'],
    ['Женя', 'yevhen'],
    ['Женя', 'yevheniia'],
    ['Таня', 'tetiana'],
    ['Юра', 'yurii'],
    ['Петрик', 'petro'],
    ['Ярик', 'yaroslav'],
    ['Света', 'svitlana'],
    ['Надя', 'nadiia'],
    ['Люба', 'liubov'],
    ['Оля', 'olha'],
    ['Ольга', 'olha'],
    ['Николай', 'mykola'],
    ['Михаил', 'mykhailo'],
    ['Пётр', 'petro'],
    ['Оленка', 'olena'],
    ['Івась', 'ivan'],
    ['Стьопа', 'stepan'],
    ['Ксюша', 'oksana'],
    ['Соля', 'solomiia'],
    ['Маряна', 'mariana'],
    ['Гліб', 'hlib'],
    ['Глеб', 'hlib'],
    ['Уляна', 'uliana'],
    ['Стас', 'stanislav'],
  ])('%s may stand for %s', (name, full) => expect(formsOf(plain(name))).toContain(full))
})

const bytesOf = (a: string, b: string) =>
  [new TextEncoder().encode(a + b), 0, a.length, a.length, b.length] as const

test.each([
  ['Скopoпaдськa', 'skoropadska'],
  ['Kовaль', 'koval'],
  ['ТОВ ABC', 'tov abc'],
])('letters of the other alphabet in a word are read as they look: %s', (text, expected) =>
  expect(plain(text)).toBe(expected),
)

test.each([
  ['1971 06 24', '19710624'],
  ['24 06 1971', '19710624'],
  ['6 24 1971', '19710624'],
  ['5 6 1971', '19710605'],
  ['24 06 71', null],
  ['99 06 1971', null],
])('of a date in a text, %s is %s', (text, expected) => expect(dateDigits(text)).toBe(expected))

test.each([
  [{ first: 'Меланія Архипівна' }, ['melaniia'], ['arkhypivna']],
  [{ first: 'Mr. John F.' }, ['john'], ['f']],
  [{ first: 'Mary Ann' }, ['mary ann'], []],
  [{ first: 'Іван Петрович', middle: 'П.' }, ['ivan petrovych'], ['p']],
  [{ first: 'N/A', middle: 'NULL' }, [], []],
])('the given names %j', (name, first, middle) => {
  const read = (key: string) =>
    comparandsOf(contact)
      .find((c) => c.key === key)!
      .read({ name })
  expect([read('name.first'), read('name.middle')]).toEqual([first, middle])
})

describe('similarity', () => {
  // Winkler 1990, and the worked examples that every implementation is checked by.
  test.each([
    ['martha', 'marhta', 0.9611],
    ['dwayne', 'duane', 0.84],
    ['dixon', 'dicksonx', 0.8133],
    ['abc', 'xyz', 0],
    ['same', 'same', 1],
  ])('Jaro–Winkler of %s and %s', (a, b, expected) =>
    expect(jaroWinkler(...bytesOf(a, b))).toBeCloseTo(expected, 4),
  )

  test.each([
    ['kitten', 'sitting', 3],
    ['ca', 'ac', 1],
    ['ivanenko', 'ivanneko', 1],
    ['ivanenko', 'ivanenko', 0],
    ['', 'abc', 3],
    ['abcdef', 'azced', 3],
  ])('distance of %s and %s', (a, b, expected) => {
    expect(distance(...bytesOf(a, b), 5)).toBe(expected)
    expect(distance(...bytesOf(b, a), 5)).toBe(expected)
    expect(distance(...bytesOf(a, b), 0)).toBe(expected === 0 ? 0 : 1)
  })
})

describe('levels', () => {
  const level = (kind: Kind, a: string, b: string) => {
    const c = new Column({ key: 'k', kind }, 2)
    c.append([a])
    c.append([b])
    c.seal()
    const [x, y] = [c.first(0), c.first(1)]
    return scaleOf[kind][(x === y ? 1 : levelsOf[kind](c, x, y)) - 1]
  }
  test.each<[Kind, string, string, string]>([
    ['first', 'oleksandr', 'sashko', 'sameName'],
    ['first', 'robert', 'bob', 'sameName'],
    ['first', 'j', 'john', 'partly'],
    ['first', 'ivan', 'petro', 'different'],
    ['first', 'yurii', 'yuliia', 'different'],
    ['first', 'iryna', 'inna', 'different'],
    ['first', 'oksana', 'oleksandr', 'different'],
    ['first', 'iu', 'iuliia', 'partly'],
    ['first', 'shch', 'shchastyslav', 'partly'],
    ['middle', 'oleksandrovych', 'oleksandrivna', 'different'],
    ['middle', 'serhiivna', 'sergeevna', 'similar'],
    ['last', 'shevchenko', 'szewczenko', 'sameName'],
    ['last', 'shevchenko', 'shevchneko', 'oneTypingError'],
    ['last', 'koval', 'koval ivanenko', 'similar'],
    ['last', 'koval', 'tkachuk', 'different'],
    ['middle', 'i', 'ivanovych', 'partly'],
    ['title', 'romashka plius', 'plius romashka', 'sameWords'],
    ['title', 'mahazyn 12', 'mahazyn 13', 'partly'],
    ['text', 'stusa 12', 'stusa 14', 'partly'],
    ['text', 'stusa 12', 'stusa 12 79000 lviv', 'similar'],
    ['text', 'stusa 12 79001 lviv', '79001 lviv stusa 12', 'sameWords'],
    ['text', 'tullaroop street', 'tullarop street', 'oneTypingError'],
    ['code', '32855961', '32855916', 'oneTypingError'],
    ['code', '32855961', '32805916', 'twoTypingErrors'],
    ['code', '12', '13', 'different'],
    ['code', '1949', '1994', 'oneTypingError'],
    ['code', '194', '1949', 'different'],
    ['date', '19710624', '19710524', 'oneTypingError'],
    ['date', '19711203', '19710312', 'oneTypingError'],
    ['date', '19710624', '19710101', 'sameYear'],
    ['date', '19710624', '19850101', 'different'],
    ['postcode', 'tq13 8df', 'tq13 8hu', 'near'],
    ['email', 'ivan@ukr.net', 'ivan@gmail.com', 'sameMailbox'],
    ['email', 'ivanenko@ukr.net', 'ivanneko@ukr.net', 'oneTypingError'],
    ['email', 'i.koval@ukr.net', 'o.koval@ukr.net', 'different'],
    ['email', 'ikoval@ukr.net', 'okoval@ukr.net', 'different'],
    ['email', 'koval.i@ukr.net', 'koval.o@ukr.net', 'different'],
    ['email', 'info@romashka.ua', 'info@voloshka.ua', 'different'],
    ['email', 'koval@ukr.net', 'koval@ukr.met', 'sameMailbox'],
    ['email', 'ivan12@ukr.net', 'ivan17@ukr.net', 'different'],
    ['phone', '+380671234567', '0671234567', 'sameEnding'],
    ['phone', '+380671234567', '+380671234576', 'oneTypingError'],
  ])('%s: %s and %s are %s', (kind, a, b, expected) => expect(level(kind, a, b)).toBe(expected))
})
