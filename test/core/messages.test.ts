import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Forbidden, Invalid, Missing } from '#core/error.ts'
import { kinds } from '#core/kinds/index.ts'
import type { Field } from '#core/kind.ts'
import { errorIn, inLocale, sentences } from '#core/messages.ts'
import { check, fieldSchema } from '#core/schema.ts'

const root = join(import.meta.dirname, '../..')
const files = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.ts') && !f.endsWith('messages.ts'))
    .map((f) => join(folder, f))

/** The sentences that a file gives to its problems and errors; what is put into one is written {}. */
function sentencesIn(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8')
  const literal = String.raw`(\`(?:[^\`\\]|\\.)*\`|'(?:[^'\\]|\\.)*')`
  const before = [
    String.raw`message: `,
    String.raw`new Unreadable\(\s*`,
    String.raw`new Forbidden\(\s*`,
    String.raw`\bbad\(\s*`,
    String.raw`unreadable\(\s*`,
    String.raw`problem\(\s*'\w+',\s*`,
    String.raw`\.never\(`,
    String.raw`\.refine\(\s*[^'\`]*?,\s*`,
    String.raw`const \w*[mM]essage = `,
  ]
  return before.flatMap((b) =>
    [...text.matchAll(new RegExp(b + literal, 'g'))].map(([, found = '']) =>
      found
        .slice(1, -1)
        .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '{}')
        .replaceAll(String.raw`\'`, "'"),
    ),
  )
}

const isSentence = (text: string) => /^[A-Z“{]/.test(text) && /[a-z]/.test(text) && !/^\{\}$/.test(text)

describe('messages', () => {
  test('every sentence in core and the modules has its Ukrainian one', () => {
    const said = [...files('server/core'), ...files('server/modules')].flatMap((path) =>
      sentencesIn(path)
        .filter(isSentence)
        .map((sentence) => ({ path, sentence })),
    )
    expect(said.length).toBeGreaterThan(40)
    expect(said.filter(({ sentence }) => !sentences.includes(sentence))).toEqual([])
  })

  const badValues = [
    undefined,
    null,
    5,
    1e300,
    1.5,
    true,
    'x'.repeat(300_000),
    '\u0000',
    '',
    'zz',
    [],
    {},
    [1],
    { a: 1 },
    [{ value: 1 }],
  ]
  const fields: Partial<Field>[] = [
    {},
    { many: true },
    { max: 3, min: 1 },
    { options: [{ key: 'a', label: { en: 'A', uk: 'А' } }] },
  ]

  test.each(Object.keys(kinds))('whatever is wrong with a %s is said in Ukrainian', (name) => {
    for (const more of fields)
      for (const value of badValues)
        try {
          check(fieldSchema({ kind: kinds[name]!, required: true, ...more } as Field), value, 'uk')
        } catch (error) {
          expect(error).toBeInstanceOf(Invalid)
          for (const { message } of (error as Invalid).problems) expect(message).toMatch(/[а-яіїєґ]/)
        }
  })

  test('what a sentence is about comes along', () => {
    expect(inLocale('“абв” is not a number.', 'uk')).toBe('«абв» — не число.')
    expect(inLocale('amount cannot be compared by has; use one of: is, lt.', 'uk')).toBe(
      'amount не можна порівняти через has; можна: is, lt.',
    )
    expect(inLocale('“a $& b” is not JSON.', 'uk')).toBe('«a $& b» — не JSON.')
  })

  test('an error is said in the language of its reader, a fault in none', () => {
    expect(errorIn(new Missing('deal', '1'), 'uk').message).toContain('Немає запису deal 1')
    expect(errorIn(new Forbidden('This role may not read deals.'), 'uk').message).toContain('не може читати')
    expect(errorIn(new Error('Required'), 'uk').message).toBe('Required')
    expect(errorIn(new Missing('deal', '1'), 'en').message).toContain('There is no deal')
  })

  // By the square of its length it would take minutes.
  test('a long foreign text is left alone at once', () => {
    const long = 'There is no '.repeat(100_000)
    expect(inLocale(long, 'uk')).toBe(long)
  })
})
