import { Hono } from 'hono'
import type { Kolo } from '#core/kolo.ts'
import type { Env } from '#doors/http/environment.ts'
import { toolsFor } from './tools.ts'
import { troubleOf } from './trouble.ts'

export type McpOptions = { onFault?(error: unknown, reference: string): void }

const report = (error: unknown, reference: string) => console.error(`fault ${reference}`, error)

/** The door of agents: the Model Context Protocol over HTTP, each request by itself, as the user whose key it
 * carries. */
export function mcpDoor(kolo: Kolo, { onFault = report }: McpOptions = {}): Hono<Env> {
  const routes = new Hono<Env>()
  routes.post('/', async (c) => {
    const actor = { ...c.var.actor, via: 'mcp' as const }
    // Read at the first request: most installations have no agents.
    const { answer } = await import('./adapter.ts')
    return answer(c.req.raw, {
      tools: toolsFor(kolo, actor),
      troubleOf: (error) => troubleOf(error, onFault),
    })
  })
  // No stream is kept open and no session is held: there is nothing to get or to delete.
  routes.on(['GET', 'DELETE'], '/', (c) => c.body(null, 405, { allow: 'POST' }))
  return routes
}
