import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useCatalogue, type Catalogue, type Entity } from '../../catalogue.ts'
import type { Ask, Filter } from '../../records.ts'
import { parentOf } from '../../kinds/reference.tsx'
import { readColumns, type Column } from './columns.ts'
import type { Definition, ListSearch, Shape } from './search.ts'
import { useViews, type SavedView } from './use-views.ts'

/** A function where the change depends on what the address says by then: keys come quicker than screens. */
type Change = Partial<ListSearch> | ((now: ListSearch) => Partial<ListSearch>)

/** What the user sees now: the saved view, with what the address overrides. */
export type ListState = Omit<ListSearch, 'columns' | 'as' | 'view'> & {
  entity: Entity
  as: Shape
  columns: Column[]
  sort: string
  saved: SavedView | undefined
  /** The definition as it now is, to be saved. */
  definition: Definition
  /** The address says other than the saved view. */
  isChanged: boolean
  ask: Ask
  set: (change: Change, options?: { replace?: boolean }) => void
}

const parts = ['as', 'filter', 'sort', 'columns', 'group', 'by', 'sum'] as const

/** '-' in the address says "none", against a view that has one. */
export const given = (value: string | undefined) => (value === '-' ? undefined : value)
export const isNothing = (filter: Filter | undefined) =>
  !filter || ('and' in filter && filter.and.length === 0) || ('or' in filter && filter.or.length === 0)

const sameAs = (kept: unknown, now: unknown) =>
  JSON.stringify(kept ?? null) === JSON.stringify(now) ||
  (kept === undefined && (now === '-' || (typeof now === 'object' && isNothing(now as Filter))))

function definitionOf(saved: SavedView | undefined, search: ListSearch): Definition {
  const own = Object.fromEntries(parts.flatMap((p) => (search[p] === undefined ? [] : [[p, search[p]]])))
  return { ...saved?.definition, ...own }
}

/** Everything the table shows is asked for, and nothing else. */
const fieldsOf = (entity: Entity, columns: readonly Column[], definition: Definition) => {
  const more = [given(definition.group), definition.by, definition.sum].filter(
    (p) => p !== undefined && p in entity.fields,
  )
  return [...new Set([entity.title, ...columns.map((c) => c.path), ...more])].join(',')
}

/** A group's records must come one after another: its field sorts first; by position where there is one, and then by
 * what the position is in (a stage's pipeline). */
export function groupSort(catalogue: Catalogue, entity: Entity, group: string): string[] {
  const target = catalogue.entities[entity.fields[group]?.entity ?? '']
  if (!target?.fields['position']) return [group]
  const parent = parentOf(target)
  return [...(parent ? [`${group}.${parent}`] : []), `${group}.position`]
}

export function useList(entity: Entity): ListState {
  const catalogue = useCatalogue()
  const search = useSearch({ from: '/signed-in/$plural' }) as ListSearch
  const navigate = useNavigate()
  const views = useViews(entity.name)
  const saved = search.view ? views?.find((v) => v.id === search.view) : undefined
  const set = useCallback(
    (change: Change, options?: { replace?: boolean }) =>
      void navigate({
        to: '.',
        search: ((now: ListSearch) => ({
          ...now,
          ...(typeof change === 'function' ? change(now) : change),
        })) as never,
        replace: options?.replace ?? false,
      }),
    [navigate],
  )
  return useMemo(() => {
    const definition = definitionOf(saved, search)
    const columns = readColumns(catalogue, entity, definition.columns)
    const sort = definition.sort ?? entity.list.sort
    const group = given(definition.group)
    const order = group
      ? [
          ...groupSort(catalogue, entity, group),
          ...sort.split(',').filter((s) => s.replace('-', '') !== group),
        ]
      : [sort]
    const filter = isNothing(definition.filter) ? undefined : definition.filter
    return {
      ...definition,
      q: search.q,
      bin: search.bin,
      peek: search.peek,
      entity,
      as: definition.as ?? 'table',
      columns,
      sort,
      group,
      filter,
      saved,
      definition,
      isChanged: parts.some((p) => search[p] !== undefined && !sameAs(saved?.definition[p], search[p])),
      ask: {
        filter,
        sort: order.slice(0, 3).join(','),
        fields: fieldsOf(entity, columns, definition),
        q: search.q,
        bin: search.bin,
      },
      set,
    }
  }, [catalogue, entity, saved, search, set])
}
