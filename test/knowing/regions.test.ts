import { expect, test } from 'vitest'
import { isSameRegion, spellingsOfRegion } from '#modules/parties/index.ts'

test.each<[string, string, boolean]>([
  ['Львівська', 'Львівська область', true],
  ['львівська  обл.', 'Lviv region', true],
  ['Lvivska', 'Lviv Oblast', true],
  ['Івано-Франківська', 'Ivano-Frankivsk oblast', true],
  ['Львівська', 'Львів', false],
  ['Київська область', 'Київ', false],
  ['Kyiv', 'м. Київ', true],
  ['Крим', 'Crimea', true],
  ['Bavaria', 'bavaria ', true],
  ['Одеська', 'Сумська', false],
])('%s and %s: %s', (a, b, wanted) => {
  expect(isSameRegion(a, b)).toBe(wanted)
  expect(spellingsOfRegion(a).includes(b)).toBe(wanted && b === b.trim() && !/^bavaria/i.test(b))
})
