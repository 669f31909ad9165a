import { normalise, transliterate } from '#core/search.ts'

/** Oblasts of Ukraine: the adjective that names each, and what it is called in English. */
const oblasts: readonly (readonly [string, string])[] = [
  ['Вінницька', 'Vinnytsia'],
  ['Волинська', 'Volyn'],
  ['Дніпропетровська', 'Dnipropetrovsk'],
  ['Донецька', 'Donetsk'],
  ['Житомирська', 'Zhytomyr'],
  ['Закарпатська', 'Zakarpattia'],
  ['Запорізька', 'Zaporizhzhia'],
  ['Івано-Франківська', 'Ivano-Frankivsk'],
  ['Київська', 'Kyiv'],
  ['Кіровоградська', 'Kirovohrad'],
  ['Луганська', 'Luhansk'],
  ['Львівська', 'Lviv'],
  ['Миколаївська', 'Mykolaiv'],
  ['Одеська', 'Odesa'],
  ['Полтавська', 'Poltava'],
  ['Рівненська', 'Rivne'],
  ['Сумська', 'Sumy'],
  ['Тернопільська', 'Ternopil'],
  ['Харківська', 'Kharkiv'],
  ['Херсонська', 'Kherson'],
  ['Хмельницька', 'Khmelnytskyi'],
  ['Черкаська', 'Cherkasy'],
  ['Чернівецька', 'Chernivtsi'],
  ['Чернігівська', 'Chernihiv'],
]
const capital = (latin: string) => latin.replaceAll(/(^|-)\p{L}/gu, (start) => start.toUpperCase())

/** All the ways in which people write a region; each group is one region. A city of the same name is none of them. */
const groups: readonly (readonly string[])[] = [
  ...oblasts.map(([adjective, english]) => {
    const latin = capital(transliterate(adjective.toLowerCase()))
    return [
      adjective,
      ...['область', 'обл.', 'обл'].map((word) => `${adjective} ${word}`),
      latin,
      ...[latin, english].flatMap((name) =>
        ['oblast', 'Oblast', 'region', 'Region', 'obl.'].map((word) => `${name} ${word}`),
      ),
    ]
  }),
  ['АР Крим', 'Крим', 'Автономна Республіка Крим', 'Crimea', 'AR Crimea', 'Autonomous Republic of Crimea'],
  ['Київ', 'м. Київ', 'місто Київ', 'Kyiv', 'Kyiv city', 'City of Kyiv'],
]
const plain = (text: string) => normalise(text.replaceAll('.', ' ')).replaceAll(/\s+/g, ' ').trim()
const groupOf = new Map(groups.flatMap((names) => names.map((name) => [plain(name), names] as const)))

/** How else a region may be written, itself among them. */
export const spellingsOfRegion = (region: string): readonly string[] => {
  const own = region.trim()
  return [...new Set([own, ...(groupOf.get(plain(own)) ?? [])])]
}

/** “Львівська”, “Львівська обл.” and “Lviv region” are one region; what is no oblast is compared by its letters. */
export const isSameRegion = (a: string, b: string): boolean => {
  const [one, other] = [plain(a), plain(b)]
  return one === other || (groupOf.get(one) !== undefined && groupOf.get(one) === groupOf.get(other))
}
