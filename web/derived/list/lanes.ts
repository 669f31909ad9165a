import { useQuery } from '@tanstack/react-query'
import { api, query } from '../../api.ts'
import { useCatalogue, type Entity, type Field } from '../../catalogue.ts'
import { titleOf } from '../../kinds/index.ts'
import { parentOf } from '../../kinds/reference.tsx'
import { keys, type Filter, type Page, type Rec, type Ref } from '../../records.ts'

/** One column of a board: the value its records have, and its name. */
export type Lane = { key: string; value: unknown; title: string; color?: string | undefined; filter: Filter }

/** A reference's target may itself belong to something (a stage to a pipeline): the board then shows one of those. */
export function useLanes(
  by: string | undefined,
  field: Field | undefined,
  parent: string | undefined,
): { lanes: Lane[]; parents: Ref[]; parent: string | undefined } {
  const catalogue = useCatalogue()
  const target = field?.entity ? catalogue.entities[field.entity] : undefined
  const key = parentOf(target)
  const records = useQuery({
    queryKey: [...keys.lists(target?.plural ?? ''), 'lanes'],
    queryFn: async ({ signal }) =>
      (await api<Page>(`${target!.plural}${query({ limit: 100, sort: target!.list.sort })}`, { signal }))
        .items,
    enabled: target !== undefined,
    staleTime: 60_000,
  }).data
  if (!by || !field) return { lanes: [], parents: [], parent: undefined }
  if (!target)
    return {
      lanes: (field.options ?? []).map((o) => ({
        key: o.key,
        value: o.key,
        title: o.label,
        color: o.color,
        filter: [by, 'is', o.key],
      })),
      parents: [],
      parent: undefined,
    }
  const all = records ?? []
  const parents = key
    ? [...new Map(all.flatMap((r) => (r[key] ? [[(r[key] as Ref).id, r[key] as Ref]] : []))).values()]
    : []
  const chosen = parents.find((p) => p.id === parent)?.id ?? parents[0]?.id
  const shown = key && chosen ? all.filter((r) => (r[key] as Ref | null)?.id === chosen) : all
  return {
    lanes: shown.slice(0, 30).map((r) => laneOf(by, target, r, titleOf(catalogue, target.name, r))),
    parents,
    parent: chosen,
  }
}

const laneOf = (by: string, target: Entity, r: Rec, title: string): Lane => {
  // The first choice with colours says how such a record is meant: a stage that wins is green.
  const coloured = Object.entries(target.fields).find(([, f]) => f.options?.some((o) => o.color))
  const option = coloured?.[1].options?.find((o) => o.key === r[coloured[0]])
  return { key: r.id, value: { id: r.id, title }, title, color: option?.color, filter: [by, 'is', r.id] }
}
