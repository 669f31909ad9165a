import type { Actor } from '#core/actor.ts'
import { Refused } from '#core/error.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Ledger, Run } from './ledger.ts'
import { unreadableIn } from './messages.ts'
import { nearest } from './near.ts'
import { UnreadableFile } from './reading/table.ts'
import { Passage, type Progress } from './run.ts'
import type { Mending } from './settings.ts'
import { undo } from './undo.ts'

const notNow = (what: string) => new Refused('not_now', `This import cannot be ${what} now.`)

/** Why it cannot go through its file. */
async function refusal(actor: Actor, book: Ledger, id: string, what: string): Promise<Refused> {
  const { path } = await book.get(actor, id)
  return path ? notNow(what) : new Refused('no_file', 'Its file is no longer kept: upload it again.')
}

/** Goes through the file and writes nothing: what would be new, changed and refused, and what could be mended. */
export async function checkRun(
  kolo: Kolo,
  actor: Actor,
  book: Ledger,
  id: string,
  onProgress: Progress = () => {},
): Promise<Run> {
  if (
    !(await book.move(
      id,
      ['ready', 'checked', 'interrupted', 'failed', 'cancelled', 'done', 'undone'],
      'checking',
    ))
  )
    throw await refusal(actor, book, id, 'checked')
  const run = await book.get(actor, id)
  const passage = new Passage(kolo, actor, book, run, true)
  await guarded(actor, book, id, async () => {
    const whole = await passage.go(onProgress)
    const mendings = await proposed(kolo, actor, passage)
    const kept = (run.settings.twins ?? []).filter((t) => t.confirmed)
    const twins = [...kept, ...passage.situation.twins.found.values()]
    await book.decide(id, { ...run.settings, mendings, twins })
    await book.end(id, whole ? 'checked' : 'cancelled', {
      check: passage.count.result,
      total: passage.count.result.total,
    })
  })
  return book.get(actor, id)
}

/** Takes the file in; what was begun and broken off goes on where it was. */
export async function doRun(
  kolo: Kolo,
  actor: Actor,
  book: Ledger,
  id: string,
  onProgress: Progress = () => {},
): Promise<Run> {
  const before = await book.get(actor, id)
  const goesOn =
    ['interrupted', 'cancelled', 'failed'].includes(before.status) &&
    before.atLine > 0 &&
    before.result.counts !== undefined
  if (!(await book.move(id, ['ready', 'checked', 'interrupted', 'failed', 'cancelled', 'undone'], 'running')))
    throw await refusal(actor, book, id, 'run')
  if (!goesOn) await book.forgetRefusals(id)
  const passage = new Passage(
    kolo,
    actor,
    book,
    goesOn ? before : { ...before, atLine: 0, result: {} },
    false,
  )
  await guarded(actor, book, id, async () => {
    await book.rememberMatching(before.entity, before.settings.header, before.settings.columns)
    const whole = await passage.go(onProgress)
    await book.end(id, whole ? 'done' : 'cancelled', { counts: passage.count.result })
  })
  return book.get(actor, id)
}

export async function undoRun(kolo: Kolo, actor: Actor, book: Ledger, id: string): Promise<Run> {
  if (!(await book.move(id, ['done', 'cancelled', 'interrupted', 'failed'], 'undoing')))
    throw notNow('undone')
  const run = await book.get(actor, id)
  await guarded(actor, book, id, async () => {
    const result = await undo(kolo, actor, book, run, () => {})
    await book.end(id, 'undone', { undo: result })
  })
  return book.get(actor, id)
}

async function guarded(actor: Actor, book: Ledger, id: string, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    await book
      .end(
        id,
        'failed',
        {},
        error instanceof UnreadableFile ? unreadableIn(error, actor.locale) : (error as Error).message,
      )
      .catch(() => {})
    throw error
  }
}

/** For every text that names nothing, what it may mean. What was confirmed stays. */
async function proposed(kolo: Kolo, actor: Actor, passage: Passage): Promise<Mending[]> {
  const kept = passage.run.settings.mendings.filter((m) => m.confirmed)
  const entity = kolo.entity(passage.run.entity)
  const fresh = await kolo.db.as(actor, async (tx) => {
    const out: Mending[] = []
    for (const { field, text, lines } of passage.unknown.values()) {
      const f = entity.fields[field]
      const found = f?.entity
        ? await passage.situation.references.proposals(tx, f.entity, text)
        : nearest(
            text,
            (f?.options ?? []).map((o) => ({
              value: o.key,
              title: o.label[actor.locale],
              names: [o.key, ...Object.values(o.label)],
            })),
          )
      const proposals = found.map(({ value, title }) => ({ value, title }))
      const sure = found[0] && found[0].likeness === 1 && (found[1]?.likeness ?? 0) < 1 ? found[0] : null
      out.push({
        field,
        text,
        lines,
        value: sure?.value ?? null,
        title: sure?.title ?? null,
        proposals,
        confirmed: false,
      })
    }
    return out
  })
  return [...kept, ...fresh]
}
