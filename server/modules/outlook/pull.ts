import { GraphError, type Json } from './graph.ts'
import { cursorOf, itemsOf, keepCursor, type Cursor } from './items.ts'
import { placeOf, type Kind, type Run } from './kind.ts'
import { take, takeFresh } from './take.ts'

const mostPages = 5_000
const soonOver = 180 * 86_400_000

/** A link that was good is so no more: everything is read anew. Microsoft tells it in several ways. */
const isLost = (error: unknown) => error instanceof GraphError && [400, 404, 410].includes(error.status)

async function begin(run: Run, kind: Kind, before: Cursor | undefined): Promise<Cursor> {
  const { place, link, until } = await kind.start(run)
  const cursor = { place, link, until, isWhole: true, round: (before?.round ?? 0) + 1 }
  await run.kolo.db.system((tx) => keepCursor(tx, placeOf(run, kind), cursor))
  return cursor
}

const linkIn = (page: Json, name: string): string | null =>
  typeof page[name] === 'string' && page[name] ? page[name] : null

/** The items of a page, each once, as it says them last. */
type Told = { row: Json | null; isGone: boolean; etag: unknown }
function itemsIn(kind: Kind, page: Json): Map<string, Told> {
  const rows = Array.isArray(page['value']) ? (page['value'] as unknown[]) : []
  const found = new Map<string, Told>()
  for (const row of rows) {
    if (typeof row !== 'object' || row === null) continue
    const about = kind.about(row as Json)
    if (!about || about.id.length > 400) continue
    const isItself = about.id === (row as Json)['id']
    const etag = isItself ? (row as Json)['@odata.etag'] : null
    found.set(about.id, { row: about.row, isGone: isItself && '@removed' in row, etag })
  }
  return found
}

async function takePage(
  run: Run,
  kind: Kind,
  cursor: Cursor,
  page: Json,
  looked: Set<string>,
): Promise<void> {
  const known = new Map(
    (await run.kolo.db.system((tx) => itemsOf(tx, placeOf(run, kind)))).map((i) => [i.name, i]),
  )
  for (const [id, { row, isGone, etag }] of itemsIn(kind, page)) {
    if (isGone && !known.has(id)) continue
    // Occurrences name their series again and again.
    if (!row && looked.has(id)) continue
    looked.add(id)
    // Our own writing comes back as news; a round over everything counts all that it has seen.
    if (etag && known.get(id)?.etag === etag && !cursor.isWhole) continue
    // What is said to be removed may only have left the window; and a change may be told in part.
    if (isGone && kind.name !== 'appointments') await take(run, kind, id, null, cursor.round)
    else if (row && cursor.isWhole) await take(run, kind, id, row, cursor.round)
    else await takeFresh(run, kind, cursor.place, id, cursor.round)
    await run.hold()
  }
}

/** What stood on both sides and was not in a round over everything: gone, or outside the window. */
async function takeUnseen(run: Run, kind: Kind, { round, place }: Cursor): Promise<void> {
  const items = await run.kolo.db.system((tx) => itemsOf(tx, placeOf(run, kind)))
  for (const { name, record, isGone, state, round: seen } of items)
    if (record && !isGone && state !== 'sending' && (seen ?? 0) < round && name !== record) {
      await takeFresh(run, kind, place, name, round)
      await run.hold()
    }
}

/** Takes in all that has happened there, from where it was left; each page is kept as done before the next. */
export async function pull(run: Run, kind: Kind): Promise<Cursor> {
  const place = placeOf(run, kind)
  const before = await run.kolo.db.system((tx) => cursorOf(tx, place))
  const isOver = before?.until && Date.parse(before.until) - Date.now() < soonOver
  let cursor = before && !isOver ? before : await begin(run, kind, before)
  let isFresh = !before || Boolean(isOver)
  const asked = new Set<string>()
  const looked = new Set<string>()
  for (let pages = 0; pages < mostPages; pages++) {
    if (asked.has(cursor.link))
      throw new GraphError(200, 'loop', 'The pages of Microsoft’s answer lead in a circle.')
    asked.add(cursor.link)
    const page = await run.graph.get(cursor.link).catch((error: unknown) => {
      if (!isLost(error) || isFresh) throw error
      return null
    })
    if (!page) {
      cursor = await begin(run, kind, cursor)
      isFresh = true
      asked.clear()
      looked.clear()
      continue
    }
    await takePage(run, kind, cursor, page, looked)
    const next = linkIn(page, '@odata.nextLink')
    const end = linkIn(page, '@odata.deltaLink')
    if (next ?? end) run.graph.own((next ?? end)!)
    if (!next && !end) throw new GraphError(200, 'no_link', 'Microsoft’s answer does not say how to go on.')
    if (!next && cursor.isWhole && cursor.round > 1) await takeUnseen(run, kind, cursor)
    cursor = { ...cursor, link: (next ?? end)!, isWhole: next ? cursor.isWhole : false }
    const kept = cursor
    await run.kolo.db.system((tx) => keepCursor(tx, place, kept))
    if (!next) return cursor
  }
  throw new GraphError(200, 'endless', 'Microsoft’s answer has no end.')
}
