import { findingsOf } from '#core/finding.ts'
import { mayRead, mayWrite, nothing, scopesOf, type Rights } from '#core/access.ts'
import type { Actor } from '#core/actor.ts'
import type { Page } from '#core/catalogue.ts'
import { labelOf, systemFields, type Entity } from '#core/entity.ts'
import type { Field, FieldMap } from '#core/kind.ts'
import type { Kolo } from '#core/kolo.ts'
import { writable } from '#core/schema.ts'
import type { Locale } from '#core/text.ts'
import { timelineKinds } from '#core/timeline/read.ts'

/** A field as a screen needs it. */
function fieldView(key: string, f: Field, locale: Locale, rights: { create: boolean; update: boolean }) {
  return {
    kind: f.kind.name,
    input: f.input ?? f.kind.input,
    label: labelOf(key.replace(/^custom\./, ''), f)[locale],
    ...(f.hint ? { hint: f.hint[locale] } : {}),
    required: f.required,
    ...(f.managed ? { managed: true } : {}),
    ...(f.many ? { many: true } : {}),
    ...(f.custom ? { custom: true } : {}),
    ...(f.max !== undefined ? { max: f.max } : {}),
    ...(f.min !== undefined ? { min: f.min } : {}),
    ...(f.entity ? { entity: f.entity } : {}),
    ...(f.options
      ? {
          options: f.options.map((o) => ({
            key: o.key,
            label: o.label[locale],
            ...(o.color ? { color: o.color } : {}),
          })),
        }
      : {}),
    ...(f.editable ? { editableOptions: true } : {}),
    ...(f.start !== undefined ? { start: f.start } : {}),
    ...rights,
    read: true,
    ops: Object.keys(f.kind.ops),
    sort: f.kind.order([{ strings: [''], values: [] } as never], f) !== null,
  }
}

function entityView(kolo: Kolo, actor: Actor, e: Entity, entities: Entity[]) {
  const right = kolo.rightsOf(actor)[e.name] ?? nothing
  const { locale } = actor
  const stock = (verb: 'create' | 'update'): FieldMap => {
    const o = kolo.operation(`${e.name}.${verb}`)
    return kolo.may(actor, o) ? writable(e, right, verb, o.stock?.extra) : {}
  }
  const [creatable, updatable] = [stock('create'), stock('update')]
  const view = (key: string, f: Field) =>
    fieldView(key, f, locale, {
      create: Object.hasOwn(creatable, key) && !f.formula,
      update: Object.hasOwn(updatable, key) && !f.formula,
    })
  const fields = Object.entries(e.fields)
    .filter(([key]) => mayRead(right, key))
    .map(([key, f]) => [key, view(key, f)] as const)
  const system = Object.entries(systemFields as FieldMap)
    .filter(([key]) => key !== 'id')
    .map(([key, f]) => [key, { ...view(key, f), system: true }] as const)
  const shown = (keys: readonly string[]) =>
    keys.filter((key) => fields.some(([k]) => k === key) || key in systemFields)
  const found = findingsOf(kolo, e.name)
  const own = Object.keys(e.fields).filter((key) => key.startsWith('custom.') && mayRead(right, key))
  const form = e.form
    .map((s) => ({ section: s.section[locale], fields: shown(s.fields) }))
    .filter((s) => s.fields.length)
  return {
    name: e.name,
    plural: e.plural,
    label: e.label[locale],
    labelPlural: e.labelPlural[locale],
    icon: e.icon,
    title: e.title,
    ...(e.titleElse && mayRead(right, e.titleElse) ? { titleElse: e.titleElse } : {}),
    ...(e.oneOf.length ? { oneOf: e.oneOf } : {}),
    isCustom: Boolean(e.object),
    part: e.part,
    ...(e.partOf ? { partOf: e.partOf } : {}),
    ...(e.follows ? { follows: e.follows } : {}),
    fields: Object.fromEntries([...fields, ...system]),
    list: {
      columns: shown(e.list.columns),
      sort: e.list.sort,
      ...(e.list.views ? { views: e.list.views.map((v) => ({ ...v, label: v.label[locale] })) } : {}),
    },
    form: own.length
      ? [...form, { section: locale === 'uk' ? 'Власні поля' : 'Own fields', fields: own }]
      : form,
    keys: e.keys,
    ...(found.length ? { found: Object.fromEntries(found.map((f) => [f.key, f.label[locale]])) } : {}),
    rights: {
      read: right.read,
      create: right.create,
      update: right.update,
      delete: right.delete,
      export: right.export,
    },
    scopes: scopesOf(e),
    timeline: timelineKinds(kolo, actor, e),
    module: kolo.moduleOf(e),
    ...(kolo.catalogue.modules.some((m) => m.cards?.some((p) => p.on === e.name)) ? { card: true } : {}),
    related: entities.flatMap((other) =>
      Object.entries(other.fields)
        .filter(
          ([key, f]) =>
            f.entity === e.name &&
            mayRead(kolo.rightsOf(actor)[other.name] ?? nothing, key) &&
            mayWrite(kolo.rightsOf(actor)[other.name] ?? nothing, key),
        )
        .filter(() => !['user', 'team', 'role'].includes(e.name))
        .map(([key, f]) => ({
          entity: other.name,
          field: key,
          ...(f.back
            ? { label: f.back[locale] }
            : { label: other.labelPlural[locale], fieldLabel: labelOf(key, f)[locale] }),
        })),
    ),
    operations: [...kolo.catalogue.operations.values()]
      .filter((o) => o.on === e.name && kolo.may(actor, o))
      .map((o) => o.name),
  }
}

type View = ReturnType<typeof viewOf>
const made = new WeakMap<Rights, Map<Locale, View>>()

/** What this user may see of the catalogue, in his language. Made once for a role's rights, which are a new object after
 * any change, since every page that opens asks for it. */
export const catalogueView = (kolo: Kolo, actor: Actor): View =>
  made
    .getOrInsertComputed(kolo.rightsOf(actor), () => new Map<Locale, View>())
    .getOrInsertComputed(actor.locale, () => viewOf(kolo, actor))

function viewOf(kolo: Kolo, actor: Actor) {
  const rights = kolo.rightsOf(actor)
  const entities = [...kolo.allEntities()].filter((e) => (rights[e.name] ?? nothing).read !== 'none')
  const operations = [...kolo.catalogue.operations.values()].filter((o) => !o.stock && kolo.may(actor, o))
  const { locale } = actor
  const own = entities.filter((e) => e.object)
  // A client's user has lists of what is his; the pages are for the house.
  const isClient = Object.values(rights).some((right) => right.read === 'client')
  const pageOf = (p: Page) =>
    !isClient && kolo.may(actor, p) ? [{ path: p.path, label: p.label[locale], icon: p.icon }] : []
  const { modules } = kolo.catalogue
  const navigation = modules
    .filter((m) => !m.area)
    .map((m) => {
      const guests = modules.filter((x) => x.area === m.name)
      return {
        module: m.name,
        label: m.label[locale],
        pages: (m.pages ?? []).flatMap(pageOf),
        tools: guests.flatMap((x) => x.pages ?? []).flatMap(pageOf),
        entities: [m, ...guests]
          .flatMap((x) => x.entities)
          .filter((e) => !e.part && entities.some((x) => x.name === e.name))
          .map((e) => e.name),
        aside: [m, ...guests].flatMap((x) => x.aside ?? []),
      }
    })
  return {
    entities: Object.fromEntries(entities.map((e) => [e.name, entityView(kolo, actor, e, entities)])),
    operations: Object.fromEntries(
      operations.map((o) => [
        o.name,
        {
          name: o.name,
          summary: o.summary[locale],
          effect: o.effect,
          ...(o.on ? { entity: o.on } : {}),
          input: Object.fromEntries(
            Object.entries(o.input).map(([key, f]) => [
              key,
              fieldView(key, f as Field, locale, { create: true, update: true }),
            ]),
          ),
        },
      ]),
    ),
    navigation: [
      ...navigation,
      ...(own.length
        ? [
            {
              module: 'own',
              label: locale === 'uk' ? 'Власне' : 'Own',
              pages: [],
              tools: [],
              entities: own.map((e) => e.name),
              aside: [],
            },
          ]
        : []),
    ].filter((n) => n.entities.length + n.pages.length + n.tools.length > 0),
  }
}
