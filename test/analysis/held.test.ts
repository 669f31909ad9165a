import { expect, test } from 'vitest'
import { Held } from '../../server/modules/analysis/held.ts'

test('so many bytes are held, of what was asked for last', () => {
  const held = new Held<{ is: string }>(10, 60_000)
  const put = (is: string, size: number) => held.set(is, { is }, size)
  put('a', 4)
  put('b', 4)
  expect(held.get('a')).toEqual({ is: 'a' })
  put('c', 4)
  expect(held.get('b')).toBeUndefined()
  expect(held.get('a')).toEqual({ is: 'a' })
  // The same anew takes the place of the old one.
  put('a', 6)
  expect(held.get('c')).toEqual({ is: 'c' })
  expect(held.get('a')).toEqual({ is: 'a' })
  // Greater than all that may be held: not kept, and nothing else either.
  put('d', 11)
  expect(['a', 'c', 'd'].map((key) => held.get(key))).toEqual([undefined, undefined, undefined])
})
