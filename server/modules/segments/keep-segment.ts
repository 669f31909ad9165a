import sql from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import { Joins } from '#core/expression.ts'
import { condition } from '#core/filter.ts'
import { list } from '#core/list.ts'
import { json, ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { create, update, type Difference } from '#core/stock.ts'
import { isId } from '#core/id.ts'
import { filterOf, segment, segmentMember, type Segment } from './segment.ts'

const scopeOf = (c: Context) => ({ entityOf: c.kolo.entityOf, rights: c.kolo.rightsOf(c.actor) })

/** The filter must read, for whoever writes it. */
const readable: Difference = {
  prepare(c, items, before) {
    for (const [i, item] of items.entries()) {
      const now = { ...before[i], ...item }
      if (now['filter'] === null || now['filter'] === undefined) continue
      const scope = scopeOf(c)
      try {
        condition(c.kolo.entity(String(now['of'] ?? 'contact')), now['filter'], {
          ...scope,
          joins: new Joins(scope.entityOf, scope.rights),
        })
      } catch (error) {
        if (!(error instanceof Invalid)) throw error
        throw new Invalid(error.problems.map((p) => ({ ...p, path: `items.${i}.filter` })))
      }
    }
    return items
  },
}
export const writeSegments = [create(segment, readable), update(segment, readable)]

const segmentIn = async (c: Context, id: string): Promise<Segment> => {
  const [row] = (await c.kolo.readIn(c.tx, 'segment', [id])) as unknown as Segment[]
  if (!row) throw new Invalid([{ path: 'id', message: 'There is no such segment.', code: 'no_reference' }])
  return row
}

export const countSegment = operation({
  name: 'segment.count',
  summary: { en: 'Who is in a segment now', uk: 'Хто зараз у сегменті' },
  about: {
    en: 'As far as the asking user may see them; `filter` opens the list.',
    uk: 'Наскільки їх може бачити той, хто питає; `filter` відкриває список.',
  },
  effect: 'read',
  input: { id: ref('segment', { required: true, label: { uk: 'Сегмент' } }) },
  needs: { segment: 'read' },
  async run(c, { id }) {
    const s = await segmentIn(c, id)
    const e = c.kolo.entity(s.of)
    const filter = filterOf(s)
    const page = await list(c.tx, e, { filter, fields: [e.title], limit: 5, count: true }, scopeOf(c))
    return { of: s.of, plural: e.plural, filter, count: page.count, sample: page.items }
  },
})

const most = 10_000
const idsIn = (given: unknown): string[] => {
  const ids = Array.isArray(given) ? [...new Set(given as string[])] : []
  if (ids.length === 0 || ids.length > most || !ids.every((x) => typeof x === 'string' && isId(x)))
    throw new Invalid([
      { path: 'records', message: `Name one to ${most} records by their ids.`, code: 'bad_ids' },
    ])
  return ids
}

const close = (c: Context, id: string, ids: readonly string[]) =>
  c.tx.elevated(() =>
    c.tx
      .rows(sql`update segment_members set until = now(), revision = revision + 1, updated_at = now(), updated_by = ${c.actor.user}::uuid
      where segment_id = ${id}::uuid and record_id = any(${ids}::uuid[]) and until is null`),
  )
const put = (c: Context, s: Segment, ids: readonly string[], how: string) => {
  const since = new Date().toISOString()
  return c.tx.elevated(() =>
    c.tx.insertMany(
      segmentMember,
      ids.map((id) => ({ segment: s.id, record: { entity: s.of, id }, how, since, by: c.actor.user })),
    ),
  )
}

const byHand = (name: string, how: 'included' | 'excluded' | null, summary: { en: string; uk: string }) =>
  operation({
    name: `segment.${name}`,
    summary,
    effect: 'write',
    input: {
      id: ref('segment', { required: true, label: { uk: 'Сегмент' } }),
      records: json({ required: true, label: { en: 'Ids of whom', uk: 'Ідентифікатори кого' } }),
    },
    needs: { segment: 'update' },
    async run(c, { id, records }) {
      const s = (await c.tx.lock(segment, id)) as Segment
      const asked = idsIn(records)
      // Only whom he sees himself.
      const seen = (await c.kolo.readIn(c.tx, s.of, asked, [])).map((r) => r.id)
      await close(c, id, seen)
      // Out of a frozen list is out of it: nothing would bring him back.
      if (how && !(how === 'excluded' && s.kind === 'frozen')) await put(c, s, seen, how)
      c.emit('segment.changed', { id }, { how: how ?? 'cleared', count: seen.length })
      return { changed: seen.length }
    },
  })

export const includeIn = byHand('include', 'included', {
  en: 'Put into a segment',
  uk: 'Додати до сегмента',
})
export const excludeFrom = byHand('exclude', 'excluded', {
  en: 'Leave out of a segment',
  uk: 'Вилучити із сегмента',
})
export const clearIn = byHand('clear', null, {
  en: 'Leave it to the filter again',
  uk: 'Знову за фільтром',
})

const page = 5000
const mostFrozen = 200_000

export const freezeSegment = operation({
  name: 'segment.freeze',
  summary: { en: 'Freeze a segment', uk: 'Зафіксувати сегмент' },
  about: {
    en: 'Those who are in it now, as far as he who freezes sees them, stay in it; nobody else comes.',
    uk: 'Хто в ньому зараз (кого бачить той, хто фіксує), той і лишається; ніхто не додається.',
  },
  effect: 'write',
  on: 'segment',
  input: { id: ref('segment', { required: true, label: { uk: 'Сегмент' } }) },
  needs: { segment: 'update' },
  refusals: {
    frozen: { en: 'It is frozen already.', uk: 'Його вже зафіксовано.' },
    too_many: { en: 'More than 200,000 are not frozen.', uk: 'Понад 200 000 не фіксують.' },
  },
  whyNot: (row: Segment) => (row.kind === 'frozen' ? 'frozen' : null),
  async run(c, { id }) {
    const s = (await c.tx.lock(segment, id)) as Segment
    if (s.kind === 'frozen') c.refuse('frozen')
    const e = c.kolo.entity(s.of)
    const ids: string[] = []
    for (let after: string | undefined; ;) {
      const got = await list(
        c.tx,
        e,
        { filter: filterOf(s), fields: [], sort: 'createdAt', limit: page, ...(after ? { after } : {}) },
        scopeOf(c),
      )
      ids.push(...got.items.map((r) => r.id))
      if (ids.length > mostFrozen) c.refuse('too_many')
      if (!got.next) break
      after = got.next
    }
    await c.tx.elevated(() =>
      c.tx.rows(
        sql`update segment_members set until = now(), revision = revision + 1, updated_at = now() where segment_id = ${id}::uuid and until is null`,
      ),
    )
    for (let i = 0; i < ids.length; i += page) await put(c, s, ids.slice(i, i + page), 'frozen')
    return c.tx.save(segment, s as never, { kind: 'frozen', frozenAt: new Date().toISOString() } as never)
  },
})
