import { normalise, transliterate } from '#core/search.ts'

const plainOf: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  þ: 'th',
}

/** A name without what spellings of it differ in: script, case, accents, apostrophes, dashes, й or и, ия or иї. */
export const fold = (name: string): string => {
  // Most names of the gazetteer are no more than letters.
  if (/^[A-Za-z -]*$/.test(name)) return evened(name.replaceAll(/[ -]/g, '').toLowerCase())
  const low = normalise(name)
  const latin = /[а-яґєіїё]/.test(low) ? transliterate(low) : low
  return evened(
    latin
      .normalize('NFD')
      .replaceAll(/[łøđðßæœıþ]/g, (letter) => plainOf[letter]!)
      .replaceAll(/[^\p{L}\p{N}]/gu, ''),
  )
}
const evened = (latin: string) => latin.replaceAll('y', 'i').replaceAll(/i{2,}/g, 'i')

/** A Ukrainian name in Latin letters, as passports and road signs have it. */
export const inLatin = (name: string): string =>
  transliterate(normalise(name)).replaceAll(/(^|[ -])\p{L}/gu, (start) => start.toUpperCase())

const kindsOfTown = /^(?:м|місто|смт|с|село|селище|с-ще|сщ|г|город|пос|city of|town of)(?:\.\s*|\s+)/iu

/** “м. Київ, Печерський район” → “Київ”. */
export const townOf = (text: string): string =>
  text
    .split(/[,;(/]/)[0]!
    .trim()
    .replace(kindsOfTown, '')
    .trim()

const wordsOfRegion =
  /(?:^|[\s-])(?:область|обл|oblast|obl|region|województwo|woj|voivodeship|kraj|county|land|canton|judetul|județul|megye)(?=$|[\s.-])\.?/giu

/** A region's name without the word that says what it is. */
export const regionName = (text: string): string => fold(text.replaceAll(wordsOfRegion, ' '))

/** The beginnings of Ukrainian postcodes, by region, as GeoNames numbers regions. */
const postcodes: readonly (readonly [from: number, to: number, region: string])[] = [
  [1, 6, '12'],
  [7, 9, '13'],
  [10, 13, '27'],
  [14, 17, '02'],
  [18, 20, '01'],
  [21, 24, '23'],
  [25, 28, '10'],
  [29, 32, '09'],
  [33, 35, '19'],
  [36, 39, '18'],
  [40, 42, '21'],
  [43, 45, '24'],
  [46, 48, '22'],
  [49, 53, '04'],
  [54, 57, '16'],
  [58, 60, '03'],
  [61, 64, '07'],
  [65, 68, '17'],
  [69, 72, '26'],
  [73, 75, '08'],
  [76, 78, '06'],
  [79, 82, '15'],
  [83, 87, '05'],
  [88, 90, '25'],
  [91, 94, '14'],
  [95, 98, '11'],
  [99, 99, '20'],
]
export const regionOfPostcode = (start: string): string | undefined =>
  /^\d\d$/.test(start)
    ? postcodes.find(([from, to]) => from <= Number(start) && Number(start) <= to)?.[2]
    : undefined
