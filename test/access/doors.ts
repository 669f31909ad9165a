import type { Actor } from '#core/actor.ts'
import type { Entity } from '#core/entity.ts'
import type { ListQuery } from '#core/list.ts'
import type { Cast } from './cast.ts'

type Listed = { items: ({ id: string } & Record<string, unknown>)[]; count?: { value: number } }

/** A way in, as far as reading goes. Another door is another entry below. An answer that is refused is thrown. */
export type Door = {
  name: string
  list(actor: Actor, e: Entity, query: ListQuery): Promise<Listed>
  get(actor: Actor, e: Entity, id: string): Promise<unknown>
  history(actor: Actor, e: Entity, id: string): Promise<unknown>
  search(
    actor: Actor,
    text: string,
    only?: string[],
  ): Promise<{ items: { entity: string; id: string; title: string }[] }>
  summary(actor: Actor, e: Entity, group: string): Promise<unknown>
  call(actor: Actor, operation: string, input: unknown): Promise<unknown>
}

const inProcess = ({ kolo }: Cast): Door => ({
  name: 'core',
  list: (actor, e, query) => kolo.list(actor, e.name, query),
  get: (actor, e, id) => kolo.get(actor, e.name, id),
  history: (actor, e, id) => kolo.history(actor, e.name, id),
  search: (actor, text, only) => kolo.search(actor, text, 20, only),
  summary: (actor, e, group) => kolo.summary(actor, e.name, { group }),
  call: (actor, operation, input) => kolo.call(actor, operation, input),
})

export const doors: Record<string, (cast: Cast) => Door> = { core: inProcess }
