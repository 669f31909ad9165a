import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { api } from './api.ts'
import type { Locale } from './i18n.ts'
import type { Theme } from './theme.ts'

export type Option = { key: string; label: string; color?: string }

export type Field = {
  kind: string
  label: string
  hint?: string
  required?: boolean
  managed?: boolean
  many?: boolean
  max?: number
  min?: number
  scale?: number
  options?: readonly Option[]
  editableOptions?: boolean
  /** Of a reference: the entity it leads to. */
  entity?: string
  currency?: string
  /** What a new record gets: a value, 'me' or 'today'. */
  start?: unknown
  read: boolean
  create: boolean
  update: boolean
  /** Filter operators. */
  ops: readonly string[]
  sort: boolean
  /** The control that shows and edits it. */
  input: string
  /** Every record has it and nobody types it: who made it, when it was changed. */
  system?: boolean
  /** A customer's own. */
  custom?: boolean
}

export type Scope = 'none' | 'own' | 'team' | 'record' | 'all' | 'client'

export type Entity = {
  name: string
  plural: string
  label: string
  labelPlural: string
  icon: string
  /** The field that names a record. */
  title: string
  /** The field that names a record whose title is empty. */
  titleElse?: string
  /** One of these is filled in. */
  oneOf?: readonly string[]
  isCustom: boolean
  /** Lives inside other records: out of navigation. */
  part?: boolean
  /** The reference to the record it is a part of. */
  partOf?: string
  /** Stands on records of any kind, by this field. */
  follows?: string
  /** What lists may be asked for by name, and what it is called. */
  found?: Record<string, string>
  /** By what an import finds a record again. */
  keys?: readonly string[]
  fields: Record<string, Field>
  list: {
    columns: readonly string[]
    sort: string
    views?: readonly { label: string; filter: unknown; sort: string }[]
  }
  form: readonly { section: string; fields: readonly string[] }[]
  rights: { read: Scope; create: boolean; update: Scope; delete: Scope; export: boolean }
  related: readonly { entity: string; field: string; label: string; fieldLabel?: string }[]
  operations: readonly string[]
  /** The module that brings it. */
  module: string
  /** Modules whose facts its timeline may hold. */
  timeline: readonly string[]
  /** Modules have something to say of it in five seconds. */
  card?: boolean
}

export type Operation = {
  summary: string
  entity: string
  effect: 'read' | 'write'
  input: Record<string, Partial<Field> & { kind: string }>
}

/** A screen made by hand, at `/path`. */
export type Page = { path: string; label: string; icon: string }

export type Catalogue = {
  user: {
    id: string
    name: string
    email: string
    role: string
    roleName: string
    locale: Locale
    timeZone: string
    theme?: Theme
    isAdministrator?: boolean
  }
  workspace: {
    name: string
    currency: string
    locale: Locale
    country: string
    nextStepRequired?: boolean
  }
  version: string
  entities: Record<string, Entity>
  operations: Record<string, Operation>
  navigation: readonly {
    module: string
    label: string
    /** Screens before its lists, and after them. */
    pages: readonly Page[]
    tools: readonly Page[]
    entities: readonly string[]
    /** Names and paths of what is seldom opened. */
    aside: readonly string[]
  }[]
}

/** Everything this user may see, in his language. */
export const catalogueQuery = queryOptions({
  queryKey: ['catalogue'],
  queryFn: ({ signal }) => api<Catalogue>('catalogue', { signal }),
  staleTime: Infinity,
  retry: false,
})

export const useCatalogue = () => useSuspenseQuery(catalogueQuery).data

/** The entity of a name; throws when this user knows none, which the caller has made sure of. */
export function useEntity(name: string): Entity {
  const entity = useCatalogue().entities[name]
  if (!entity) throw new Error(`No entity ${name}.`)
  return entity
}

export const byPlural = (catalogue: Catalogue, plural: string) =>
  Object.values(catalogue.entities).find((e) => e.plural === plural)

/** A field by its path: "name", "account.industry", "custom.size". */
export function fieldAt(catalogue: Catalogue, entity: Entity, path: string): Field | undefined {
  const own = entity.fields[path]
  if (own) return own
  const dot = path.indexOf('.')
  if (dot < 0) return undefined
  const target = entity.fields[path.slice(0, dot)]?.entity
  const next = target ? catalogue.entities[target] : undefined
  return next && fieldAt(catalogue, next, path.slice(dot + 1))
}

/** "Account › Industry" */
export function labelAt(catalogue: Catalogue, entity: Entity, path: string): string {
  const own = entity.fields[path]
  if (own) return own.label
  const dot = path.indexOf('.')
  const first = entity.fields[path.slice(0, dot)]
  const next = first?.entity ? catalogue.entities[first.entity] : undefined
  return first && next ? `${first.label} › ${labelAt(catalogue, next, path.slice(dot + 1))}` : path
}

/** May this user change a field of an existing record? Rows are judged by the server. */
export const mayUpdate = (entity: Entity, field: Field | undefined) =>
  field !== undefined && field.update && entity.rights.update !== 'none'

/** Whether this role has the page made by hand at that address. */
export const hasPage = ({ navigation }: Catalogue, path: string) =>
  navigation.some((m) => [...m.pages, ...m.tools].some((page) => page.path === path))
