import type { Actor } from './actor.ts'
import type { Background } from './background.ts'
import type { CardPart } from './card.ts'
import type { AnyEntity, Entity } from './entity.ts'
import type { Finding } from './finding.ts'
import type { Kolo } from './kolo.ts'
import type { Need, Operation, AnyOperation } from './operation.ts'
import { stockOperations } from './stock.ts'
import type { Locale, Text } from './text.ts'

/** A screen made by hand; its address is `/path`. Shown to those whose role has what it needs, before the lists of its
 * module; after the lists where the module stands in another's area. */
export type Page = { path: string; label: Text; icon: string; needs: Record<string, Need> }

/** How a timeline tells of an event, where its name and what changed do not say it well. */
export type Told = {
  text?: Text
  icon?: string
  /** When it happened, if that may be long before it was written: the earliest of these fields of its record, or a field
   * of the record of `entity` whose id it carries as `by`. */
  at?: readonly string[] | { entity: string; by: string; field: string }
  /** One line more, from what the event carries. `changes` has only what the reader may see. */
  detail?(
    event: { payload: unknown; changes: Record<string, [unknown, unknown]> },
    locale: Locale,
  ): string | null
}

/** A check of the database with words of its own: what it says when it refuses, and who is told that it did. */
export type Constraint = {
  code: string
  text: Text
  told?(kolo: Kolo, actor: Actor, refused: { table: string; operation: string }): Promise<void>
}

export type Module = {
  name: string
  label: Text
  /** The module whose part of the navigation its lists and pages stand in, if not its own. */
  area?: string
  /** Entities and paths of pages that are seldom opened: the navigation folds them away. */
  aside?: readonly string[]
  /** Modules it may import, join and refer to. */
  uses: readonly string[]
  entities: readonly AnyEntity[]
  operations: readonly AnyOperation[]
  /** Facts it tells, beside those of the stock operations. */
  events?: readonly string[]
  /** How a timeline tells of its events, by their names; null: it does not, others say it all. */
  tells?: Readonly<Record<string, Told | null>>
  /** What it has to say on the cards of others' records. */
  cards?: readonly CardPart[]
  /** Its screens, before its lists in the navigation. */
  pages?: readonly Page[]
  /** Records of its own or others' entities that lists may be asked for by name. */
  finds?: readonly Finding[]
  /** By the name of the constraint, or the end of it. */
  constraints?: Readonly<Record<string, Constraint>>
  background?(kolo: Kolo): Background
}

/** Every noun and verb of the product, built once at start. */
export type Catalogue = {
  modules: readonly Module[]
  entities: ReadonlyMap<string, Entity>
  operations: ReadonlyMap<string, Operation>
  told: ReadonlyMap<string, Told | null>
}

/** Throws when a name is taken twice or a reference leads nowhere: a wrong declaration stops the start. */
export function catalogueOf(modules: readonly Module[]): Catalogue {
  const entities = new Map<string, Entity>()
  for (const e of modules.flatMap((m) => m.entities)) {
    if (entities.has(e.name)) throw new Error(`Two entities are called ${e.name}.`)
    entities.set(e.name, e)
  }
  for (const e of entities.values())
    for (const [key, f] of Object.entries(e.fields))
      if (f.entity && !entities.has(f.entity))
        throw new Error(`${e.name}.${key} refers to ${f.entity}, which is not there.`)
  const operations = new Map<string, Operation>()
  for (const e of entities.values()) for (const o of stockOperations(e)) operations.set(o.name, o)
  const own = modules.flatMap((m) => m.operations)
  for (const o of own) {
    if (own.some((other) => other !== o && other.name === o.name))
      throw new Error(`Two operations are called ${o.name}.`)
    operations.set(o.name, o as unknown as Operation)
  }
  const told = new Map(modules.flatMap((m) => Object.entries(m.tells ?? {})))
  return { modules, entities, operations, told }
}
