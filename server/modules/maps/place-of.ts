import { countryOf } from '#core/country.ts'
import { largestFirst, type Gazetteer, type Town } from './gazetteer.ts'
import { fold, regionName, regionOfPostcode, townOf } from './spelling.ts'
import { spellingsOfRegion } from '#modules/parties/index.ts'

export type Place = {
  /** Its name everywhere: latitude and longitude in degrees. */
  point: string
  latitude: number
  longitude: number
  name: string
  country: string
  region: string
}

// What is meant when nothing else tells: a town so large that people leave out where it is.
const large = 100_000

const placeAt = (
  latitude: number,
  longitude: number,
  digits: number,
  rest: Omit<Place, 'point' | 'latitude' | 'longitude'>,
) => ({
  point: `${latitude.toFixed(digits)},${longitude.toFixed(digits)}`,
  latitude,
  longitude,
  ...rest,
})

/** The only one, or by far the best known: a village that could be any of several is none. */
function meant(towns: readonly Town[], least = 0): Town | null {
  const [first, second] = largestFirst(towns)
  if (!first || first.population < least) return null
  return second && first.population === 0 ? null : first
}

/** Berlin is in Germany, even where a village at home bears the name. */
const betterKnown = (here: Town | null, anywhere: Town | null) =>
  here && !(anywhere && anywhere.population > 100 * here.population) ? here : anywhere

function regionCode({ regions }: Gazetteer, country: string, region: string): string | undefined {
  const known = regions.get(country)
  const spellings = country === 'UA' ? spellingsOfRegion(region) : [region]
  for (const one of spellings) {
    const code = known?.get(regionName(one))
    if (code !== undefined) return code
  }
  return undefined
}

function townIn(
  g: Gazetteer,
  towns: readonly Town[],
  country: string,
  region: string,
  postcode: string,
): Town | null {
  const code = region ? regionCode(g, country, region) : undefined
  if (code !== undefined) {
    const there = towns.filter((t) => t.region === code)
    // A city may be a region of its own, and is still said to lie in the one around it.
    return there.length ? meant(there) : meant(towns, large)
  }
  const likely = country === 'UA' ? regionOfPostcode(postcode) : undefined
  const there = towns.filter((t) => t.region === likely)
  return meant(there.length ? there : towns)
}

/** Where a spelling of the database (see place_key in migrations/0361) is; null when that cannot be told. `home`: the
 * country of an address that names none. */
export function placeOf(key: string, g: Gazetteer, home: string): Place | null {
  const exact = /^@(-?[\d.]+),(-?[\d.]+)$/.exec(key)
  if (exact) return placeAt(Number(exact[1]), Number(exact[2]), 2, { name: '', country: '', region: '' })
  const [country = '', region = '', city = '', postcode = ''] = key.split('|')
  const name = townOf(city || region)
  const all = name ? (g.towns.get(fold(name)) ?? []) : []
  const said = countryOf(country)
  const own = all.filter((t) => t.country === (said ?? home))
  const here = townIn(g, own, said ?? home, city ? region : '', postcode)
  const town = said ? here : betterKnown(here, meant(all, large))
  return (
    town &&
    placeAt(town.latitude, town.longitude, 3, {
      name: town.name,
      country: town.country,
      region: g.regionNames.get(`${town.country}.${town.region}`) ?? '',
    })
  )
}
