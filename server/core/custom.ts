import sql from 'sql-template-tag'
import { scopesOf, type Rights } from './access.ts'
import type { Actor } from './actor.ts'
import type { Catalogue } from './catalogue.ts'
import type { Tx } from './database.ts'
import { entity, type Entity } from './entity.ts'
import type { Field, Option } from './kind.ts'
import { stands } from './formula.ts'
import { rolledUp, type Rollup } from './rollup.ts'
import { kinds, ref, text } from './kinds/index.ts'
import type { Operation } from './operation.ts'
import { stockOperations } from './stock.ts'
import type { Workspace } from './workspace.ts'

/** Kinds a customer may give a field of his own. */
export const customKinds = Object.keys(kinds).filter(
  (k) => !['lifecycle', 'json', 'condition', 'record', 'place'].includes(k),
)

type OptionRow = { key: string; label: string; labelUk?: string; color?: string }
type FieldRow = {
  entity: string
  key: string
  kind: string
  label: string
  label_uk: string | null
  options: OptionRow[] | null
  target: string | null
  formula: string | null
  rollup: Rollup | null
  is_required: boolean | null
  is_searchable: boolean | null
  is_many: boolean | null
}
type ObjectRow = {
  id: string
  key: string
  plural: string
  label: string
  label_uk: string | null
  label_many: string
  label_many_uk: string | null
  icon: string | null
}

/** Customers' own fields and objects: data, not code, described by the same kinds. */
export type Customs = {
  fields: Map<string, [string, Field][]>
  objects: Map<string, Entity>
  operations?: Map<string, Operation>
  apply(declared: ReadonlyMap<string, Entity>): Map<string, Entity>
}

export const noCustoms: Customs = {
  fields: new Map(),
  objects: new Map(),
  apply: (declared) => new Map(declared),
}

const optionOf = (o: OptionRow): Option => ({
  key: o.key,
  label: { en: o.label, uk: o.labelUk ?? o.label },
  ...(o.color ? { color: o.color } : {}),
})

function fieldOfRow(row: FieldRow): Field | null {
  const kind = Object.hasOwn(kinds, row.kind) ? kinds[row.kind] : undefined
  if (!kind) return null
  return {
    kind,
    custom: true,
    required: !row.rollup && (row.is_required ?? false),
    label: { en: row.label, uk: row.label_uk ?? row.label },
    search: row.is_searchable ?? false,
    ...(row.is_many ? { many: true } : {}),
    ...(row.options ? { options: row.options.map(optionOf), editable: true } : {}),
    ...(row.target ? { entity: row.target } : {}),
    ...(row.formula ? { formula: row.formula, managed: true } : {}),
    ...(row.rollup ? { rollup: row.rollup, managed: true } : {}),
  }
}

const objectEntity = (row: ObjectRow): Entity => {
  const e = entity(row.key, {
    plural: row.plural,
    table: 'custom_records',
    label: {
      en: row.label,
      uk: row.label_uk ?? row.label,
      many: { en: row.label_many, uk: row.label_many_uk ?? row.label_many },
    },
    icon: row.icon ?? 'shapes',
    title: 'name',
    fields: {
      name: text({ required: true, max: 300, search: true, label: { uk: 'Назва' } }),
      owner: ref('user', { label: { uk: 'Відповідальний' }, start: 'me', onDelete: 'clear' }),
    },
    managed: { team: ref('team', { label: { uk: 'Команда' }, onDelete: 'clear' }) },
    list: { columns: ['name', 'owner', 'updatedAt'], sort: '-updatedAt' },
    form: [{ section: { en: 'Main', uk: 'Основне' }, fields: ['name', 'owner'] }],
    access: {},
    keys: ['name'],
    gathers: true,
  }) as unknown as Entity
  return { ...e, object: row.id }
}

/** `house`: what is there without them; its currency is asked for whenever money is added up. */
export async function customOf(
  tx: Tx,
  house: { readonly catalogue: Catalogue; readonly workspace: Workspace },
): Promise<Customs> {
  const { catalogue } = house
  const currency = () => house.workspace.currency
  const objectRows =
    await tx.rows<ObjectRow>(sql`select id, key, plural, label, label_uk, label_many, label_many_uk, icon
    from custom_objects where deleted_at is null order by created_at, id`)
  const fieldRows =
    await tx.rows<FieldRow>(sql`select entity, key, kind, label, label_uk, options, target, formula, rollup, is_required, is_searchable, is_many
    from custom_fields where deleted_at is null order by position nulls last, created_at, id`)
  const optionRows = await tx.rows<
    OptionRow & { entity: string; field: string }
  >(sql`select entity, field, key, label, label_uk as "labelUk", color
    from choice_options where deleted_at is null order by position nulls last, created_at, id`)
  const holder = (entity: string, key: string, f?: Field) => f?.set ?? `${entity} ${key}`
  const added = Map.groupBy(optionRows, (row) =>
    holder(row.entity, row.field, catalogue.entities.get(row.entity)?.fields[row.field]),
  )
  const objects = new Map(
    objectRows.filter((o) => !catalogue.entities.has(o.key)).map((o) => [o.key, objectEntity(o)]),
  )
  const fields = new Map<string, [string, Field][]>()
  for (const row of fieldRows) {
    const f = fieldOfRow(row)
    if (!f || (f.entity && !catalogue.entities.has(f.entity) && !objects.has(f.entity))) continue
    fields.set(row.entity, [...(fields.get(row.entity) ?? []), [`custom.${row.key}`, f]])
  }
  const operations = new Map([...objects.values()].flatMap(stockOperations).map((o) => [o.name, o]))
  const withOptions = (e: Entity, key: string, f: Field): Field => {
    const more = f.editable ? added.get(holder(e.name, key, f)) : undefined
    return more ? { ...f, options: [...(f.options ?? []), ...more.map(optionOf)] } : f
  }
  const withFields = (e: Entity, own: readonly [string, Field][]): Entity => {
    const all = [...Object.entries(e.fields), ...own]
    const whole = { ...e, fields: Object.fromEntries(all.map(([key, f]) => [key, withOptions(e, key, f)])) }
    // A formula that lost a field is left out, so that the lists of everybody go on.
    const standing = all.filter(([key, f]) => !f.formula || stands(whole, key, f.formula))
    return standing.length === all.length
      ? whole
      : { ...e, fields: Object.fromEntries(standing.map(([key]) => [key, whole.fields[key]!])) }
  }
  return {
    fields,
    objects,
    operations,
    apply(declared) {
      const all = [...declared, ...objects]
      const plain = new Map(
        all.map(([name, e]) => [
          name,
          withFields(
            e,
            (fields.get(name) ?? []).filter(([, f]) => !f.rollup),
          ),
        ]),
      )
      const made = (e: Entity): [string, Field][] =>
        (fields.get(e.name) ?? []).flatMap(([key, f]): [string, Field][] => {
          const field = f.rollup ? rolledUp(e, f, plain, currency) : f
          return field ? [[key, field]] : []
        })
      return new Map(
        all.map(([name, e]) => [
          name,
          fields.get(name)?.some(([, f]) => f.rollup) ? withFields(e, made(e)) : plain.get(name)!,
        ]),
      )
    },
  }
}

/** Which of the customers' objects a role may reach, as the settings that their one table's policies read. */
export function objectSettings(objects: Iterable<Entity>, rights: Rights, actor: Actor): string {
  const all = [...objects]
  if (all.length === 0 || actor.role === 'system') return ''
  const lists: Record<string, string[]> = {}
  for (const e of all) {
    const right = rights[e.name]
    if (!right) continue
    for (const verb of ['read', 'update'] as const)
      if (scopesOf(e).includes(right[verb])) (lists[`${verb}_${right[verb]}`] ??= []).push(e.object!)
    if (right.create) (lists['create'] ??= []).push(e.object!)
  }
  return Object.entries(lists)
    .map(([name, ids]) => `; set local app.objects_${name} = '${ids.join(',')}'`)
    .join('')
}
