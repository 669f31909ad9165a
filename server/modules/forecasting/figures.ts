import { Decimal } from 'decimal.js'

export const buckets = ['won', 'commit', 'bestCase', 'pipeline', 'omitted'] as const
export type Bucket = (typeof buckets)[number]
/** Money in the company's currency, as decimal strings. `weighted`: the open ones by their probability. */
export type Figures = Record<Bucket | 'weighted', string> & { count: number }
/** One sum of a query: of a team's person, in a bucket. */
export type Sum = {
  team: string | null
  owner: string | null
  bucket: Bucket
  value: string
  weighted: string
  count: number
}
export type TeamPlace = { id: string; title: string; parent: string | null }
export type Line = Figures & {
  kind: 'team' | 'person'
  /** null: nobody's. */
  id: string | null
  title: string | null
  /** The team in which it stands. */
  team: string | null
  depth: number
  /** A team's own id and those of all below it. */
  teams: string[]
}

const zero = (): Figures => ({
  won: '0',
  commit: '0',
  bestCase: '0',
  pipeline: '0',
  omitted: '0',
  weighted: '0',
  count: 0,
})
const plus = (a: string, b: string) => new Decimal(a).plus(b).toFixed()

export function added(all: readonly Figures[]): Figures {
  const out = zero()
  for (const one of all) {
    for (const key of [...buckets, 'weighted'] as const) out[key] = plus(out[key], one[key])
    out.count += one.count
  }
  return out
}

export const figuresOf = (sums: readonly Pick<Sum, 'bucket' | 'value' | 'weighted' | 'count'>[]): Figures =>
  added(
    sums.map((s) => ({
      ...zero(),
      [s.bucket]: s.value,
      weighted: s.bucket === 'won' ? '0' : s.weighted,
      count: s.count,
    })),
  )

/** The tree of teams with people in them, each team rolled up over all below it, in the order in which it is read.
 * `wanted` names teams and people that stand there even without a deal. */
export function treeOf(
  sums: readonly Sum[],
  teams: readonly TeamPlace[],
  people: ReadonlyMap<string, string>,
  wanted: readonly { team: string | null; owner: string | null }[] = [],
): Line[] {
  const ids = new Set(teams.map((t) => t.id))
  const home = (team: string | null) => (team !== null && ids.has(team) ? team : null)
  const places = [...sums, ...wanted].map((s) => ({ ...s, team: home(s.team) }))
  const inTeam = Map.groupBy(places, (p) => p.team)
  const below = Map.groupBy(teams, (t) => home(t.parent))

  const persons = (team: string | null, depth: number): Line[] =>
    [...Map.groupBy(inTeam.get(team) ?? [], (p) => p.owner)]
      .filter(([owner, of]) => owner !== null || of.some((one) => 'bucket' in one))
      .map(([owner, of]) => ({
        kind: 'person' as const,
        id: owner,
        title: owner === null ? null : (people.get(owner) ?? null),
        team,
        depth,
        teams: [],
        ...figuresOf(of.filter((one): one is Sum => 'bucket' in one)),
      }))
      .toSorted((a, b) => new Decimal(b.won).plus(b.commit).cmp(new Decimal(a.won).plus(a.commit)))

  const branch = (place: TeamPlace, depth: number): Line[] => {
    const under = (below.get(place.id) ?? []).flatMap((t) => branch(t, depth + 1))
    const own = persons(place.id, depth + 1)
    if (under.length + own.length === 0 && !inTeam.has(place.id)) return []
    const parts = [...own, ...under.filter((l) => l.kind === 'team' && l.depth === depth + 1)]
    const all = [place.id, ...under.filter((l) => l.kind === 'team').map((l) => l.id!)]
    return [
      {
        kind: 'team',
        id: place.id,
        title: place.title,
        team: place.parent,
        depth,
        teams: all,
        ...added(parts),
      },
      ...own,
      ...under,
    ]
  }
  return [...(below.get(null) ?? []).flatMap((t) => branch(t, 0)), ...persons(null, 0)]
}
