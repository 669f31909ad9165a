import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import type { Actor } from '#core/actor.ts'
import { exportDoor } from '#doors/export/index.ts'
import type { Env } from '#doors/http/environment.ts'
import { problemOf } from '#doors/http/problem.ts'
import { importFile, type FileImport } from '#doors/import/import-file.ts'
import { importDoor } from '#doors/import/index.ts'
import { scratchFolder } from '#test/world/scratch.ts'
import { world } from '#test/world/world.ts'

/** A world with a folder for files and the doors of import and export, entered as whoever `as` names. */
export async function importWorld() {
  const w = await world()
  const folder = scratchFolder('import')
  const faults: unknown[] = []
  let files = 0

  const doors = (actor: Actor) => {
    const app = new Hono<Env>()
    app.use(async (c, next) => {
      c.set('actor', actor)
      await next()
    })
    app.onError((error) => problemOf(error, { locale: 'en', single: false, onFault: (e) => faults.push(e) }))
    app.route('/', importDoor(w.kolo, { filesDir: folder, onFault: (e) => faults.push(e) }))
    app.route('/', exportDoor(w.kolo))
    return app
  }
  const file = (content: string | Uint8Array, name = `file${++files}.csv`) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
  const items = async (actor: Actor, entity: string, filter?: unknown) =>
    (await w.kolo.list(actor, entity, { limit: 100, ...(filter ? { filter } : {}) })).items as Record<
      string,
      any
    >[]
  return {
    ...w,
    folder,
    faults,
    doors,
    file,
    /** What there is of an entity, as he sees it. */
    items,
    one: async (actor: Actor, entity: string, filter: unknown) => (await items(actor, entity, filter))[0]!,
    take: (actor: Actor, content: string | Uint8Array, given: Omit<FileImport, 'file'>) =>
      importFile(w.kolo, actor, { file: file(content), ...given }),
    async ask(actor: Actor, method: string, path: string, body?: unknown) {
      const answer = await doors(actor).request(path, {
        method,
        ...(body instanceof FormData
          ? { body }
          : body === undefined
            ? {}
            : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      })
      const text = await answer.text()
      return {
        status: answer.status,
        headers: answer.headers,
        text,
        json: /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : null,
      }
    },
  }
}
export type ImportWorld = Awaited<ReturnType<typeof importWorld>>
