import { join } from 'node:path'
import type { Actor } from '#core/actor.ts'
import type { Entity } from '#core/entity.ts'
import { Forbidden, Invalid, Missing } from '#core/error.ts'
import type { ListQuery } from '#core/list.ts'
import type { Auth } from '#doors/auth/index.ts'
import { createApp } from '#doors/http/app.ts'
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

/** What REST answers, thrown as core throws it when it is a refusal. */
function read(response: Response, text: string): any {
  if (response.ok) return text ? JSON.parse(text) : null
  if (response.status === 403) throw new Forbidden(text)
  if (response.status === 404) throw new Missing('address', text)
  if (response.status === 400) throw new Invalid([{ path: '', message: text }])
  throw new Error(`${response.status} ${text}`)
}

/** The HTTP door; who asks is said by a header, since signing in is tested elsewhere. */
const overHttp = ({ kolo, players, system }: Cast): Door => {
  const actors = new Map([...players.map((p) => p.actor), system].map((a) => [a.name, a]))
  const auth = {
    actorOf: async (headers: Headers) => actors.get(headers.get('x-who') ?? '') ?? null,
    isForeignWrite: () => false,
  } as unknown as Auth
  const nowhere = join(import.meta.dirname, 'nowhere')
  const app = createApp({
    kolo,
    auth,
    webDir: nowhere,
    onFault: (error) => console.error(error),
  })
  const ask = async (actor: Actor, path: string, body?: unknown) => {
    const headers = { 'x-who': actor.name, 'content-type': 'application/json' }
    const sent = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) }
    const response = await app.request(`/api/${path}`, sent)
    return read(response, await response.text())
  }
  const parameters = ({ filter, fields, ...rest }: ListQuery) =>
    new URLSearchParams(
      Object.entries({ ...rest, filter: filter && JSON.stringify(filter), fields: fields?.join(',') })
        .filter(([, v]) => v !== undefined && v !== '')
        .map(([key, v]) => [key, String(v)]),
    )
  return {
    name: 'REST',
    list: (actor, e, query) => ask(actor, `${e.plural}?${parameters(query)}`),
    get: (actor, e, id) => ask(actor, `${e.plural}/${id}`),
    history: (actor, e, id) => ask(actor, `${e.plural}/${id}/history`),
    search: (actor, text, only) =>
      ask(actor, `search?${new URLSearchParams({ q: text, ...(only ? { in: only.join(',') } : {}) })}`),
    summary: async (actor, e, group) => (await ask(actor, `${e.plural}/summary?group=${group}`)).groups,
    call: (actor, operation, input) => ask(actor, `operations/${operation}`, input),
  }
}

export const doors: Record<string, (cast: Cast) => Door> = { core: inProcess, REST: overHttp }
