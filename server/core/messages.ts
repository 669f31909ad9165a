import { Conflict, Forbidden, Invalid, Missing, Refused } from './error.ts'
import { missing } from './missing.ts'
import type { Locale } from './text.ts'
import { ukrainian } from './ukrainian.ts'

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
const patternsOf = (said: Record<string, string>) =>
  Object.entries(said)
    .filter(([english]) => english.includes('{}'))
    .map(([english, said]) => {
      const source = english.split('{}').map(escaped).join('([^]*?)')
      return { pattern: new RegExp(`^${source}$`), said }
    })
const patterns = patternsOf(ukrainian)

/** A door has sentences of its own: it tells them here once. */
export function alsoSaid(sentences: Record<string, string>): void {
  Object.assign(ukrainian, sentences)
  patterns.push(...patternsOf(sentences))
}

// Longer than any sentence of ours: something foreign, which the patterns should not chew on.
const longest = 1000

/** The sentence in the reader's language; one that is not ours stays as it is. */
export function inLocale(sentence: string, locale: Locale): string {
  const told = missing(sentence, locale)
  if (told) return told
  if (locale === 'en' || sentence.length > longest) return sentence
  if (Object.hasOwn(ukrainian, sentence)) return ukrainian[sentence]!
  for (const { pattern, said } of patterns) {
    const found = pattern.exec(sentence)
    if (!found) continue
    let at = 0
    return said.replaceAll('{}', () => found[++at] ?? '')
  }
  return sentence
}

const spoken = [Invalid, Refused, Missing, Forbidden, Conflict]

/** The same error, saying what it says in the reader's language. A fault is nobody's to read and stays. */
export function errorIn<E>(error: E, locale: Locale): E {
  if (!(error instanceof Error) || !spoken.some((kind) => error instanceof kind)) return error
  if (error instanceof Invalid)
    error.problems = error.problems.map((p) => ({ ...p, message: inLocale(p.message, locale) }))
  error.message = inLocale(error.message, locale)
  return error
}

/** Every English sentence that has a Ukrainian one. */
export const sentences = Object.keys(ukrainian)
