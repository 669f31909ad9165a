import { field, type Field, type FieldMap, type Value } from './kind.ts'
import { ref, referenceKind } from './kinds/reference.ts'
import { time } from './kinds/date.ts'
import { number } from './kinds/number.ts'
import { sentence, snake, type Text } from './text.ts'

/** Which rows a right reaches: his own, his team's and below, all, or (a client's user) his account's; of what follows
 * its record, those whose record he reaches (`record`). */
export type Scope = 'none' | 'own' | 'team' | 'record' | 'all' | 'client'
export type Right = { read?: Scope; create?: boolean; update?: Scope; delete?: Scope; export?: boolean }
/** A built-in role's right to begin with: `sees` names the only fields it has, `looks` those it may not write. */
type Given = Right & { sees?: readonly string[]; looks?: readonly string[] }

/** A way to look at a list that everybody finds among its views. */
export type ListView = { label: Text; filter: unknown; sort: string }

/** Names of fields: a user, a team, a yes-or-no. */
export type Keepers = { user: string; team: string; alone: string }

type Declaration<F extends FieldMap, M extends FieldMap> = {
  label: { en?: string; uk: string; many: Text }
  /** The field that names a record to people. */
  title: (keyof F | keyof M) & string
  /** The field that names a record whose title is empty. */
  titleElse?: keyof M & string
  fields: F
  managed?: M
  icon?: string
  list: { columns: readonly string[]; sort: string; views?: readonly ListView[] }
  form: readonly { section: Text; fields: readonly string[] }[]
  /** Default rights of the built-in roles. The administrator has them all. */
  access: Record<string, Given>
  /** The field by which a client's user is tied to a record; 'id' when the record is his account itself. */
  client?: string
  /** The yes-or-no field by which an owner shows a record to everybody who may read such records at all. */
  sharedBy?: string
  /** Who keeps a record, beside those whose role lets them see it: this user and the members of this team always see
   * it; while the yes-or-no field `alone` says so nobody else does, whatever his role. */
  keepers?: Keepers
  /** Other fields by which an import may find the record again, best first. */
  keys?: readonly string[]
  /** One of these is filled in, or there is nothing to know a record by. A refusal names the first. */
  oneOf?: readonly (keyof F & string)[]
  /** Kept out of navigation and search. */
  part?: boolean
  /** The reference to the record it is a part of: it has that record's owner and team, and so its readers. */
  partOf?: string
  /** Written by operations only: nobody creates, changes or deletes it by itself, whatever his role. */
  ledger?: boolean
  /** What refers to a record of it belongs to that record's timeline. */
  gathers?: boolean
  /** Why the law keeps its records when a person is erased: they then name nobody. */
  keptByLaw?: Text
  /** Fields worth seeing where a timeline tells of a record. */
  shows?: readonly string[]
  /** The reference to the record of any entity that it stands on: who reaches that record reaches it (scope
   * `record`). It has that record's owner and team; standing on none, those of the user in `mine`. */
  follows?: string
  /** Of what follows its record: the user whose own it is (scope `own`), also when he does not reach the record. */
  mine?: string
  /** Of what follows its record: the list of people ([{user}, …]) who read it beside those who reach the record. */
  sharedWith?: string
  /** Of what follows its record: the yes-or-no field by which it is hidden from all but whose own it is and those it is
   * shared with, whatever their role. */
  privateBy?: string
  plural?: string
  table?: string
}

export type Entity<F extends FieldMap = FieldMap, M extends FieldMap = FieldMap> = {
  name: string
  plural: string
  table: string
  label: Text
  labelPlural: Text
  icon: string
  title: string
  titleElse: string | null
  fields: F & M
  typed: string[]
  list: { columns: readonly string[]; sort: string; views?: readonly ListView[] }
  form: readonly { section: Text; fields: readonly string[] }[]
  access: Record<string, Given>
  client: string | null
  sharedBy: string | null
  keepers: Keepers | null
  keys: readonly string[]
  oneOf: readonly string[]
  part: boolean
  partOf: string | null
  ledger: boolean
  gathers: boolean
  keptByLaw: Text | null
  shows: readonly string[]
  follows: string | null
  mine: string | null
  sharedWith: string | null
  privateBy: string | null
  /** A customer's own object: its rows live in one table, told apart by this id. */
  object?: string
  row?: { f: F; m: M }
}

/** An entity of whatever fields: what takes any of them says so with this. */
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyEntity = Entity<any, any>

/** Every record carries these; nobody types them. */
export const systemFields = {
  id: field<string, {}>(referenceKind, { label: { en: 'Id', uk: 'Ідентифікатор' } }),
  createdAt: time({ label: { uk: 'Створено' } }),
  createdBy: ref('user', { label: { uk: 'Створив' } }),
  updatedAt: time({ label: { uk: 'Змінено' } }),
  updatedBy: ref('user', { label: { uk: 'Змінив' } }),
  deletedAt: time({ label: { uk: 'Вилучено' } }),
  revision: number({ label: { uk: 'Версія' } }),
} satisfies FieldMap

const inheritedFields = {
  owner: ref('user', { label: { uk: 'Відповідальний' }, onDelete: 'clear' }),
  team: ref('team', { label: { uk: 'Команда' }, onDelete: 'clear' }),
} satisfies FieldMap

/** The column names of the system fields; their references are not foreign keys with `_id`. */
export const systemColumns: Record<keyof typeof systemFields, string> = {
  id: 'id',
  createdAt: 'created_at',
  createdBy: 'created_by',
  updatedAt: 'updated_at',
  updatedBy: 'updated_by',
  deletedAt: 'deleted_at',
  revision: 'revision',
}

const plurals = (name: string) =>
  name.endsWith('y') && !/[aeiou]y$/.test(name)
    ? `${name.slice(0, -1)}ies`
    : /(s|x|ch|sh)$/.test(name)
      ? `${name}es`
      : `${name}s`

/** Declares a noun: its fields, list, form and default rights. The table is written by hand in a migration. */
export function entity<const F extends FieldMap, const M extends FieldMap = {}>(
  name: string,
  d: Declaration<F, M>,
): Entity<F, M> {
  const inherited: FieldMap = d.partOf || d.follows ? inheritedFields : {}
  const managed = Object.fromEntries(
    Object.entries({ ...(d.managed as FieldMap | undefined), ...inherited } as FieldMap).map(([key, f]) => [
      key,
      { ...f, managed: true },
    ]),
  ) as unknown as M
  const plural = d.plural ?? plurals(name)
  return {
    name,
    plural,
    table: d.table ?? snake(plural),
    label: { en: d.label.en ?? sentence(name), uk: d.label.uk },
    labelPlural: d.label.many,
    icon: d.icon ?? 'circle',
    title: d.title,
    titleElse: d.titleElse ?? null,
    fields: { ...d.fields, ...managed },
    typed: Object.keys(d.fields),
    list: d.list,
    form: d.form,
    access: d.access,
    client: d.client ?? null,
    sharedBy: d.sharedBy ?? null,
    keepers: d.keepers ?? null,
    keys: d.keys ?? [],
    oneOf: d.oneOf ?? [],
    part: d.part ?? d.partOf !== undefined,
    partOf: d.partOf ?? null,
    ledger: d.ledger ?? false,
    gathers: d.gathers ?? false,
    keptByLaw: d.keptByLaw ?? null,
    shows: d.shows ?? [],
    follows: d.follows ?? null,
    mine: d.mine ?? null,
    sharedWith: d.sharedWith ?? null,
    privateBy: d.privateBy ?? null,
  }
}

/** What a record is when an operation reads it. */
export type Row<E> =
  E extends Entity<infer F, infer M>
    ? {
        id: string
        revision: number
        createdAt: string
        updatedAt: string
        custom: Record<string, unknown>
      } & {
        [K in keyof F]: Value<F[K]>
      } & { [K in keyof M]: Value<M[K]> }
    : never

export const fieldOf = (e: Entity, key: string): Field | undefined =>
  Object.hasOwn(e.fields, key)
    ? e.fields[key]
    : Object.hasOwn(systemFields, key)
      ? (systemFields as FieldMap)[key]
      : undefined

export const labelOf = (key: string, f: Field): Text => ({
  en: f.label?.en ?? sentence(key),
  uk: f.label?.uk ?? f.label?.en ?? sentence(key),
})

/** Column names of a field in its table. A customer's own field has none. */
export const columnNames = (key: string, f: Field): string[] =>
  Object.hasOwn(systemColumns, key)
    ? [systemColumns[key as keyof typeof systemColumns]]
    : f.custom
      ? []
      : f.kind.columns(f).map((c) => snake(key) + c.suffix)

export const ownerField = (e: Entity) => (Object.hasOwn(e.fields, 'owner') ? 'owner_id' : null)
export const searchable = (e: Entity) => Object.values(e.fields).some((f) => f.search && !f.custom)
