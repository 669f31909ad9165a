import { readFileSync } from 'node:fs'
import type { Locale } from './journey.ts'

const texts = (locale: Locale, file: string) =>
  JSON.parse(
    readFileSync(new URL(`../../web/locales/${locale}/${file}.json`, import.meta.url), 'utf8'),
  ) as object

/** What the screens say in a language, by the same keys as they use: a journey reads what a person reads. */
export function sayer(locale: Locale) {
  return (key: string, values: Record<string, string | number> = {}): string => {
    const [file, ...path] = key.split('.')
    let found: unknown = texts(locale, file!)
    for (const part of path) found = (found as Record<string, unknown> | undefined)?.[part]
    if (typeof found !== 'string') throw new Error(`No text ${key} in ${locale}.`)
    return found.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]))
  }
}
