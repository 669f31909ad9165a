const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
let codes: Map<string, string> | undefined
/** What Intl names, and no country. */
const notCountries = new Set(['EU', 'EZ', 'UN', 'XA', 'XB', 'QO', 'ZZ'])
function countries(): Map<string, string> {
  if (codes) return codes
  codes = new Map([
    ['ukr', 'UA'],
    ['usa', 'US'],
    ['uk', 'GB'],
  ])
  // The last one said stands: Ukrainian and English go before others’ names for others.
  for (const locale of ['es', 'fr', 'it', 'ro', 'hu', 'sk', 'cs', 'de', 'pl', 'uk', 'en']) {
    const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' })
    for (const code of letters.flatMap((a) => letters.map((b) => a + b))) {
      const name = notCountries.has(code) ? undefined : names.of(code)
      // Old codes (DD, SU) bear the names of those that came after them.
      if (name && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`) {
        codes.set(code.toLowerCase(), code)
        codes.set(name.toLowerCase(), code)
      }
    }
  }
  return codes
}

/** ISO 3166-1 alpha-2 of a country as people write it, in English, Ukrainian or a neighbour’s
 * language; null when it is none. */
export const countryOf = (text: string | null | undefined): string | null =>
  countries().get((text ?? '').trim().toLowerCase()) ?? null
