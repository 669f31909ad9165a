import sql, { empty, join, raw } from 'sql-template-tag'
import { nothing } from '#core/access.ts'
import { Forbidden, Invalid } from '#core/error.ts'
import { Joins } from '#core/expression.ts'
import { withFound } from '#core/finding.ts'
import { placeKind } from '#core/kinds/place.ts'
import { json, text } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { matching } from '#core/summary.ts'
import type { Locale } from '#core/text.ts'
import { ukrainianName } from './other-names.ts'
import { placedOf, type Placed } from './placed.ts'
import { inLatin, townOf } from './spelling.ts'

export type Counted = { key: string | null; n: number }
export type OnMap = {
  point: string
  latitude: number
  longitude: number
  name: string
  region: string
  country: string
}

const mostPlaces = 20_000

export const countPlaces = operation({
  name: 'map.places',
  summary: { en: 'Count records by their places on the map', uk: 'Порахувати записи за місцями на мапі' },
  about: {
    en: 'entity: account, contact, or what refers to one; by: the field of the place ("place", "account.place"); otherwise: the field where the first has none; filter and q as in a list. A place’s records are those that the filter [by, "at", [point]] finds; without: how many have none ([by, "empty"]); beyond: how many are in smaller places than the 20,000 told.',
    uk: 'entity: account, contact або те, що на них посилається; by: поле місця ("place", "account.place"); otherwise: поле для тих, у кого в першому місця немає; filter і q — як у списку. Записи місця знаходить фільтр [by, "at", [point]]; without: скільки записів без місця ([by, "empty"]); beyond: скільки їх у менших місцях, ніж названі 20 000.',
  },
  effect: 'read',
  input: {
    entity: text({ required: true, max: 100, label: { en: 'Of what', uk: 'Чого' } }),
    by: text({ max: 200, label: { en: 'Field of the place', uk: 'Поле місця' } }),
    otherwise: text({ max: 200, label: { en: 'Field where that has none', uk: 'Поле, коли в тому немає' } }),
    filter: json({ label: { en: 'Filter', uk: 'Фільтр' } }),
    q: text({ max: 500, label: { en: 'Words', uk: 'Слова' } }),
  },
  needs: {},
  async run({ tx, kolo, actor }, { entity, by, otherwise, filter, q }) {
    const e = kolo.entity(entity)
    const rights = kolo.rightsOf(actor)
    if ((rights[entity] ?? nothing).read === 'none')
      throw new Forbidden(`This role may not read ${e.plural}.`)
    const joins = new Joins(kolo.entityOf, rights)
    const columnOf = (path: string, input: string) => {
      const { field, columns } = joins.resolve(e, path)
      if (field.kind !== placeKind)
        throw new Invalid([{ path: input, message: `${path} is no place.`, code: 'bad_place' }])
      return columns[0]!
    }
    const own = columnOf(by ?? 'place', 'by')
    const other = otherwise ? columnOf(otherwise, 'otherwise') : sql`null`
    const query = await withFound(kolo, tx, entity, { filter: filter ?? undefined, q: q ?? undefined })
    const where = matching(e, query, joins, { entityOf: kolo.entityOf, rights })
    const counted = await tx.rows<
      Counted & { other: string | null }
    >(sql`select ${own} as key, ${other} as other, count(*)::int as n
      from ${raw(`"${e.table}" t`)} ${joins.joins.length ? join(joins.joins, ' ') : empty} where ${where} group by 1, 2`)
    const keys = new Set(counted.flatMap(({ key, other }) => [key ?? [], other ?? []].flat()))
    const placed = await placedOf(tx, kolo, [...keys])
    const there = new Set(placed.flatMap(({ key, point }) => (point ? key : [])))
    const stand = counted.map(({ key, other, n }) => ({
      key: key !== null && there.has(key) ? key : (other ?? key),
      n,
    }))
    return onMap(stand, placed, actor.locale)
  },
})

const isCyrillic = (text: string) => /\p{Script=Cyrillic}/u.test(text)

/** As most of those who wrote it in the reader's script have it; else as the gazetteer does. */
const said = (spellings: readonly string[], otherwise: string, locale: Locale) =>
  spellings.find((s) => s && isCyrillic(s) === (locale === 'uk')) ?? otherwise

function named(keys: readonly string[], { name, country, region, point }: Placed, locale: Locale) {
  const parts = keys.map((key) => key.split('|'))
  const towns = parts.map(([, region = '', city = '']) => townOf(city || region))
  const regions = parts.map(([, region = '', city]) => (city ? region : ''))
  const ours = country === 'UA' ? towns.find(isCyrillic) : undefined
  const otherwise = locale === 'uk' ? ukrainianName(country!, name!) : ours ? inLatin(ours) : name!
  return {
    name: said(towns, otherwise || point!, locale),
    region: said(regions, locale === 'uk' ? '' : region!, locale),
  }
}

/** Spellings that are one place, counted together; the largest first. */
export function onMap(counted: readonly Counted[], placed: readonly Placed[], locale: Locale) {
  const at = new Map(placed.map((p) => [p.key, p]))
  const countries = new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' })
  const spellings = counted.map(({ key, n }) => ({ key: key ?? '', n, p: at.get(key ?? '') }))
  const sum = (all: readonly { n: number }[]) => all.reduce((total, { n }) => total + n, 0)
  const { '': nowhere = [], ...there } = Object.groupBy(spellings, ({ p }) => p?.point ?? '')
  const places = Object.values(there).map((group): OnMap & { n: number } => {
    const all = group!.toSorted((a, b) => b.n - a.n)
    const p = all[0]!.p!
    return {
      point: p.point!,
      latitude: p.latitude!,
      longitude: p.longitude!,
      ...named(
        all.map(({ key }) => key),
        p,
        locale,
      ),
      country: p.country ? countries.of(p.country)! : '',
      n: sum(all),
    }
  })
  const sorted = places.toSorted((a, b) => b.n - a.n)
  return {
    places: sorted.slice(0, mostPlaces).map(({ n, ...place }) => ({ ...place, count: n })),
    without: sum(nowhere),
    beyond: sum(sorted.slice(mostPlaces)),
  }
}
