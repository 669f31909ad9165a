import type { Catalogue, Entity } from '../../catalogue.ts'
import { everywhere, panels, type Panel } from './panels.ts'

/** The parts of a record's page, in their order; shown are those that have something. */
export const tabNames = ['overview', 'timeline', 'sales', 'service', 'marketing', 'files', 'more'] as const
export type TabName = (typeof tabNames)[number]

/** Where a module's records stand on the pages of others' records. Of one's own module they stand in the overview. */
const places: Record<string, TabName> = {
  sales: 'sales',
  pricing: 'sales',
  approvals: 'sales',
  quoting: 'sales',
  quotes: 'sales',
  documents: 'sales',
  agreements: 'sales',
  orders: 'sales',
  dunning: 'sales',
  configurator: 'sales',
  activities: 'timeline',
  mail: 'timeline',
  comments: 'timeline',
  service: 'service',
  marketing: 'marketing',
  files: 'files',
}

export type Relation = Entity['related'][number]
export type Tab = { name: TabName; panels: readonly Panel[]; relations: readonly Relation[]; count: number }

const tabOf = (entity: Entity, other: Entity): TabName =>
  other.module === entity.module || other.partOf ? 'overview' : (places[other.module] ?? 'more')

/** What a record's page has, part by part. `counts` are by `entity.field`. */
export function tabsOf(
  { entities }: Catalogue,
  entity: Entity,
  counts: Readonly<Record<string, number>> = {},
): Tab[] {
  const isKnown = (p: Panel) => (p.shows ?? []).every((key) => entities[key.split('.')[0]!])
  // Nothing stands on what itself stands on a record, or is a part of one.
  const alone = !entity.part && !entity.follows
  const own = [...(panels[entity.name] ?? []), ...(alone ? everywhere.filter(isKnown) : [])]
  const drawn = new Set(own.flatMap((p) => p.shows ?? []))
  return tabNames.flatMap((name) => {
    const here = own
      .filter((p) => (p.tab ?? 'overview') === name)
      .toSorted((a, b) => (a.order ?? 50) - (b.order ?? 50))
    const related = entity.related.filter((r) => {
      const other = entities[r.entity]
      return other && tabOf(entity, other) === name
    })
    const relations = related.filter((r) => !drawn.has(`${r.entity}.${r.field}`))
    const isAlways = name === 'overview' || name === 'timeline'
    if (!isAlways && here.length + relations.length === 0) return []
    const counted = new Set([
      ...relations.map((r) => `${r.entity}.${r.field}`),
      ...here.flatMap((p) => p.shows ?? []),
    ])
    const count = [...counted].reduce((sum, key) => sum + (counts[key] ?? 0), 0)
    return [{ name, panels: here, relations, count: name === 'overview' ? 0 : count }]
  })
}
