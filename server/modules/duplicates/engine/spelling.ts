import { normalise, transliterate } from '#core/search.ts'

const leftovers: Record<string, string> = {
  ß: 'ss',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ı: 'i',
}

// Letters that look alike, Latin and Cyrillic: typed with the wrong keyboard on, or read by a scanner.
const lookalikes: Record<string, string> = Object.fromEntries(
  [...'aeopcxiykAEOPCXIYKTMHB'].map((c, i) => [c, [...'аеорсхіукАЕОРСХІУКТМНВ'][i]!]),
)
const mixed = /\p{sc=Cyrillic}/u
const inOneAlphabet = (text: string) =>
  mixed.test(text) && /[a-z]/i.test(text)
    ? text.replaceAll(/\p{L}+/gu, (w) =>
        mixed.test(w) ? w.replaceAll(/[a-z]/gi, (c) => lookalikes[c] ?? c) : w,
      )
    : text

/** Small Latin letters, digits and single spaces: Cyrillic in its official Latin spelling, no diacritics, no
 * apostrophes, other signs as spaces. */
export const plain = (text: string): string =>
  transliterate(normalise(inOneAlphabet(text)))
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßłøđæœþı]/g, (c) => leftovers[c]!)
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()

// Each rule undoes a difference between ways of writing one sound: the resolution of 2010, the older and the Russian
// transliterations, passports, Polish, German and English habits. The order matters.
const sounds: readonly (readonly [RegExp, string])[] = [
  [/shch|szcz|sch|sh|sz/g, 'S'],
  [/zgh|zh|rz/g, 'Z'],
  [/tch|tsch|ch|cz/g, 'C'],
  [/kh/g, 'h'],
  [/ph/g, 'f'],
  [/th/g, 't'],
  [/x/g, 'ks'],
  [/ck|q|c/g, 'k'],
  [/tz/g, 'ts'],
  [/w/g, 'v'],
  [/off?\b/g, 'ov'],
  [/g/g, 'h'],
  [/(?<=[a-zSZC])(?:ii|iy|yi|yy|ey|ei|ij|yj|ie|ye)\b/g, 'i'],
  [/[iyj]+(?=[aeou])/g, ''],
  [/[yj]/g, 'i'],
  [/oo|ou/g, 'u'],
  [/([a-zSZC])\1+/g, '$1'],
]

/** A spelling that writings of one name share: Сергій, Serhii, Sergey, Sergiy → serhi. Takes what `plain` gives. */
export const folded = (text: string): string =>
  sounds.reduce((t, [pattern, by]) => t.replaceAll(pattern, by), text)
