import { isId } from './id.ts'
import type { Locale, Text } from './text.ts'

const kinds = new Map<string, Text>()
/** What people call each kind of record: no sentence names it as programs do. */
export function nameKinds(entities: Iterable<{ name: string; label: Text }>): void {
  for (const { name, label } of entities) kinds.set(name, label)
}

/** An id tells a person nothing; programs have it beside the sentence. */
export function missing(sentence: string, locale: Locale): string | null {
  const [, name = '', id] = /^There is no (\w+) (\S+), or you may not see it\.$/.exec(sentence) ?? []
  const kind = kinds.get(name)?.[locale]
  if (!kind || !isId(id)) return null
  return locale === 'uk'
    ? `Немає такого запису (${kind.toLowerCase()}), або у вас немає на це права.`
    : `There is no such ${kind.toLowerCase()}, or you may not do this with it.`
}
