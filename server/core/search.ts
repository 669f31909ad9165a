const apostrophes = /['’ʼ`‘ʹ"«»“”]/g

// What is plain already, as most codes and addresses are, is known sooner than made.
const normal = /^[a-z0-9@.+_-]*$/

/** Lower case, composed, without apostrophes (м’ята = м'ята = мʼята), single spaces. */
export const normalise = (text: string) =>
  normal.test(text)
    ? text
    : text.normalize('NFC').toLowerCase().replaceAll(apostrophes, '').replaceAll(/\s+/g, ' ').trim()

const initial: Record<string, string> = { є: 'ye', ї: 'yi', й: 'y', ю: 'yu', я: 'ya' }
const inside: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'h',
  ґ: 'g',
  д: 'd',
  е: 'e',
  є: 'ie',
  ж: 'zh',
  з: 'z',
  и: 'y',
  і: 'i',
  ї: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ь: '',
  ю: 'iu',
  я: 'ia',
  ъ: '',
  ы: 'y',
  э: 'e',
  ё: 'io',
}

/** Latin spelling of normalised Ukrainian text: Cabinet of Ministers resolution No. 55 of 27 January 2010. */
export const transliterate = (text: string) =>
  text
    .replaceAll('зг', 'zgh')
    .replaceAll(/(^|[^\p{L}])([єїйюя])/gu, (_, before: string, letter: string) => before + initial[letter])
    .replaceAll(/[а-яґєіїё]/g, (letter) => inside[letter] ?? letter)

/** What a record is found by: the Latin spelling of its words where it differs, and its words. Begins with a space,
 * so that the beginning of every word can be matched as ` word`. */
export function searchText(parts: (string | null | undefined)[]): string {
  const words = normalise(parts.filter(Boolean).join(' ')).split(' ')
  const latin = words.map(transliterate).filter((word, i) => word !== words[i])
  return ` ${[...latin, ...words].join(' ')}`
}

/** Text that LIKE takes for itself. */
export const escapeLike = (text: string) => text.replaceAll(/[\\%_]/g, String.raw`\$&`)

/** The words of a query, each of which a found record must contain; escaped for LIKE. Words of one or two
 * letters match only the beginning of a word, where the trigram index can help. */
export const searchPatterns = (query: string) =>
  normalise(query)
    .slice(0, 200)
    .split(' ')
    .filter(Boolean)
    .slice(0, 8)
    .map(escapeLike)
    .map((word) => (word.length < 3 ? `% ${word}%` : `%${word}%`))
