import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { z } from 'zod'
import type { Actor } from '#core/actor.ts'
import { Invalid, Missing, Refused } from '#core/error.ts'
import { isId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import { check } from '#core/schema.ts'
import { bodyOf, type Asked, type Env } from '#doors/http/environment.ts'
import { decideRun } from './decide.ts'
import { errorFile } from './error-file.ts'
import { ledger, type Ledger, type Run } from './ledger.ts'
import { prepare } from './prepare.ts'
import { shownRun } from './shown-run.ts'
import { receive, uploadsIn } from './upload.ts'
import { checkRun, doRun, undoRun } from './work.ts'

export { purgeUploads } from './purge.ts'

export type ImportDoor = { filesDir: string; onFault?(error: unknown): void }

const options = z.strictObject({
  format: z.enum(['csv', 'xlsx', 'vcard', 'ical']).optional(),
  encoding: z.string().max(40).optional(),
  delimiter: z.string().length(1).optional(),
  header: z.boolean().optional(),
  sheet: z.string().max(200).optional(),
  looseQuotes: z.boolean().optional(),
})

/** Taking in files over HTTP: upload, decide, check, run, undo. Long work goes on after the answer. */
export function importDoor(kolo: Kolo, { filesDir, onFault = () => {} }: ImportDoor): Hono<Env> {
  const app = new Hono<Env>()
  const book = ledger(kolo)
  const folder = uploadsIn(filesDir)
  const shown = (c: Asked, run: Run) => shownRun(kolo, c.var.actor, run)
  const runOf = async (c: Asked) => book.get(c.var.actor, idOf(c))

  app.post('/imports', async (c) => {
    const { path, file, fields } = await receive(folder, c.req.header('content-type'), c.req.raw.body)
    try {
      const { entity } = fields
      if (!entity) throw bad('entity', 'Say what the rows of the file are, e.g. contact.')
      kolo.entity(entity)
      const given = check(options, jsonOf(fields['options']), c.var.actor.locale)
      const settings = await prepare(kolo, c.var.actor, book, entity, path, withoutUndefined(given))
      return c.json(await shown(c, await book.begin(c.var.actor, entity, file, path, settings)), 201)
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
  })

  app.get('/imports', async (c) => {
    const after = c.req.query('after')
    if (after !== undefined && !isId(after)) throw bad('after', 'This is not a cursor that a list gave.')
    const runs = await book.list(c.var.actor, after)
    const items = await Promise.all(runs.slice(0, 50).map((r) => shown(c, r)))
    return c.json({ items, next: runs.length > 50 ? items.at(-1)!.id : null })
  })
  app.get('/imports/:id', async (c) => c.json(await shown(c, await runOf(c))))
  app.put('/imports/:id', async (c) => {
    const run = await runOf(c)
    return c.json(await shown(c, await decideRun(kolo, c.var.actor, book, run.id, await bodyOf(c))))
  })

  app.post('/imports/:id/reread', async (c) => {
    const run = await runOf(c)
    if (!run.path) throw new Missing('file', run.id)
    if (run.atLine > 0) throw new Refused('not_now', 'Rows of it are taken in already: undo that first.')
    const given = withoutUndefined(check(options, await bodyOf(c), c.var.actor.locale))
    const settings = await prepare(kolo, c.var.actor, book, run.entity, run.path, {
      ...run.settings.options,
      ...given,
    })
    await book.decide(run.id, settings)
    return c.json(await shown(c, await book.get(c.var.actor, run.id)))
  })

  /** Starts long work and answers at once; what goes wrong later stands in the run. */
  const started =
    (work: (kolo: Kolo, actor: Actor, book: Ledger, id: string) => Promise<unknown>) => async (c: Asked) => {
      const run = await runOf(c)
      let refused: unknown
      const going = work(kolo, c.var.actor, book, run.id).catch((error: unknown) => {
        if (error instanceof Refused) refused = error
        else if (!(error instanceof Invalid)) onFault(error)
      })
      await Promise.race([going, new Promise((done) => setTimeout(done, 150))])
      if (refused) throw refused
      return c.json(await shown(c, await runOf(c)), 202)
    }
  app.post('/imports/:id/check', started(checkRun))
  app.post('/imports/:id/run', started(doRun))
  app.post('/imports/:id/resume', started(doRun))
  app.post('/imports/:id/undo', started(undoRun))

  app.post('/imports/:id/cancel', async (c) => {
    const run = await runOf(c)
    if (!(await book.move(run.id, ['checking', 'running'], 'stopping')))
      throw new Refused('not_now', 'Nothing is going on that could be stopped.')
    return c.json(await shown(c, await runOf(c)), 202)
  })

  app.get('/imports/:id/errors.csv', async (c) => {
    const run = await runOf(c)
    c.header('content-type', 'text/csv; charset=utf-8')
    c.header(
      'content-disposition',
      `attachment; filename*=UTF-8''${encodeURIComponent(`${run.file.replace(/\.\w+$/, '')}-errors.csv`)}`,
    )
    return c.body(
      Readable.toWeb(
        Readable.from(errorFile(book, run)).map((line: string) => Buffer.from(line)),
      ) as ReadableStream,
    )
  })

  app.delete('/imports/:id', async (c) => {
    const run = await runOf(c)
    if (['checking', 'running', 'stopping', 'undoing'].includes(run.status))
      throw new Refused('not_now', 'Stop it first.')
    await book.forget(run.id)
    // A file that the command line named is the user's own, and stays.
    if (run.path?.startsWith(folder)) await rm(run.path, { force: true })
    return c.body(null, 204)
  })

  return app
}

const bad = (path: string, message: string, code = 'invalid') => new Invalid([{ path, message, code }])

const idOf = (c: Asked) => {
  const id = (c.req.param('id') ?? '').toLowerCase()
  if (!isId(id)) throw new Missing('import', id)
  return id
}

function jsonOf(given: unknown): unknown {
  if (given === null || given === undefined || given === '') return {}
  try {
    return JSON.parse(String(given))
  } catch {
    throw bad('options', 'The options are not JSON.')
  }
}

const withoutUndefined = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
