import { transliterate } from '#core/search.ts'
import type { Locale, Text } from '#core/text.ts'

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** A Ukrainian name in Latin letters, its capitals kept. The rule of 2010 writes neither apostrophe nor ь. */
export const latin = (text: string) =>
  text
    .replaceAll(/['’ʼ]/g, '')
    .replaceAll('№', 'No. ')
    .replaceAll('«', '“')
    .replaceAll('»', '”')
    .replaceAll(/\p{L}+/gu, (word) => {
      const small = transliterate(word.toLowerCase())
      return word.charAt(0) === word.charAt(0).toLowerCase() ? small : capital(small)
    })

/** For addresses of sites and mailboxes: small Latin letters and dashes. */
export const slug = (text: string) =>
  latin(text)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')

/** How the company speaks: `say` picks one of two wordings, `spell` writes a name in this language's letters. */
export type Language = { locale: Locale; say: (text: Text) => string; spell: (name: string) => string }

export const speak = (locale: Locale): Language => ({
  locale,
  say: (text) => text[locale],
  spell: (name) => (locale === 'uk' ? name : latin(name)),
})
