import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const web = join(import.meta.dirname, '../web')
type Texts = { [key: string]: string | Texts }

const flat = (texts: Texts, before = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[before + key, value] as [string, string]] : flat(value, `${before}${key}.`),
  )

const read = (locale: string) =>
  new Map(
    globSync(`locales/${locale}/*.json`, { cwd: web }).flatMap((file) =>
      flat(JSON.parse(readFileSync(join(web, file), 'utf8')) as Texts, `${basename(file, '.json')}.`),
    ),
  )

const forms = { en: ['one', 'other'], uk: ['one', 'few', 'many', 'other'] } as const
type Locale = keyof typeof forms
const locales = Object.keys(forms) as Locale[]
const texts = Object.fromEntries(locales.map((l) => [l, read(l)])) as Record<Locale, Map<string, string>>

const base = (key: string) => key.replace(/_(one|few|many|other)$/, '')
const keys = (l: Locale) => new Set([...texts[l].keys()].map(base))

const code = globSync('**/*.{ts,tsx}', {
  cwd: web,
  exclude: (name) => name === 'dist' || name === 'node_modules',
})
  .map((file) => readFileSync(join(web, file), 'utf8'))
  .join('\n')

/** 'list.filter' said whole, or `list.ops.${op}`: everything that begins so. */
const whole = new Set([...code.matchAll(/['"`]([a-zA-Z][\w]*(?:\.[\w]+)+)['"`]/g)].map((m) => m[1]!))
const beginnings = [...code.matchAll(/`([a-zA-Z]\w*\.[\w.]*)\$\{/g)].map((m) => m[1]!)
const asked = new Set([...code.matchAll(/\bt\(\s*['"]([\w.]+)['"]/g)].map((m) => m[1]!))

describe('texts of the web', () => {
  test('the languages have the same keys', () => {
    expect([...keys('uk')].filter((k) => !keys('en').has(k))).toEqual([])
    expect([...keys('en')].filter((k) => !keys('uk').has(k))).toEqual([])
  })

  test.each(locales)('every plural of %s has all its forms', (locale) => {
    const counted = [...texts[locale].keys()].filter((k) => k !== base(k)).map(base)
    const missing = counted.flatMap((k) =>
      forms[locale].map((f) => `${k}_${f}`).filter((k) => !texts[locale].has(k)),
    )
    expect(missing).toEqual([])
  })

  test('both languages fill the same blanks', () => {
    const blanks = (l: Locale, key: string) =>
      [
        ...new Set(
          [...texts[l]].filter(([k]) => base(k) === key).flatMap(([, v]) => v.match(/\{\{\w+/g) ?? []),
        ),
      ].sort()
    expect([...keys('en')].filter((k) => blanks('en', k).join() !== blanks('uk', k).join())).toEqual([])
  })

  test('every text is used', () => {
    const unused = [...keys('en')].filter((k) => !whole.has(k) && !beginnings.some((b) => k.startsWith(b)))
    expect(unused).toEqual([])
  })

  test('every text that is asked for is there', () => {
    expect([...asked].filter((k) => !keys('en').has(k))).toEqual([])
  })

  test('Ukrainian is not left in English', () => {
    const same = [...texts.uk].filter(
      ([k, v]) => v === texts.en.get(k) && /[a-z]{3}/.test(v.replaceAll(/\{\{\w+\}\}/g, '')),
    )
    expect(same.map(([k]) => k)).toEqual([])
  })
})
