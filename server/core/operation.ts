import type { Actor } from './actor.ts'
import type { Store } from './store.ts'
import type { FieldMap, Value } from './kind.ts'
import type { Text } from './text.ts'
import type { Kolo } from './kolo.ts'

export type Need = 'read' | 'create' | 'update' | 'delete'

export type Context = {
  tx: Store
  actor: Actor
  today: string
  kolo: Kolo
  /** Ends the operation with a declared refusal; nothing of it is kept. */
  refuse(code: string): never
  /** A fact for other modules, told with the commit. */
  emit(name: string, record?: { id: string }, payload?: unknown): void
}

export type Input<F extends FieldMap> = { [K in keyof F]: Value<F[K]> }

export type Operation<F extends FieldMap = FieldMap, O = unknown> = {
  name: string
  summary: Text
  /** More for who calls it over the API or as a tool: what its figures mean. */
  about?: Text
  effect: 'read' | 'write'
  /** Fields as an entity has them; or none when `schema` reads the input itself (stock operations). */
  input: F
  /** Rights that the actor's role must have. Which rows, PostgreSQL decides. */
  needs: Record<string, Need>
  refusals?: Record<string, Text>
  /** Shown beside the record it acts on: the entity whose id is the input `id`. */
  on?: string
  /** The code of the refusal that the record as it is would meet; null when it may be tried. Screens leave out what
   * cannot be done now. */
  whyNot?(row: never): string | null
  /** Set for create, update, delete and restore of an entity. */
  stock?: { entity: string; verb: 'create' | 'update' | 'delete' | 'restore'; extra?: FieldMap }
  run(context: Context, input: Input<F>): Promise<O>
}

// oxlint-disable-next-line typescript/no-explicit-any
export type AnyOperation = Operation<any, any>

/** Declares a verb. */
export const operation = <const F extends FieldMap, O>(o: Operation<F, O>): Operation<F, O> => o
