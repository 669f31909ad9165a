import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Rights } from '#core/access.ts'
import type { Entity } from '#core/entity.ts'
import { Forbidden, Invalid, Missing } from '#core/error.ts'
import { Joins } from '#core/expression.ts'
import { condition } from '#core/filter.ts'
import type { Field } from '#core/kind.ts'
import type { ListQuery } from '#core/list.ts'
import { assemble, builtIn, ofEach, plans, type Cast, type Player } from './cast.ts'
import { doors, type Door } from './doors.ts'
import { leaks, rightOn, sees, seesField } from './rules.ts'
import { markIn, type Thing } from './things.ts'

let cast: Cast
beforeAll(async () => void (cast = await assemble()), 400_000)
afterAll(() => cast.close())

const refused = (error: unknown) => {
  if (error instanceof Forbidden || error instanceof Missing || error instanceof Invalid) return undefined
  throw error
}
const entities = () => [...cast.kolo.allEntities()]
const ids = (found: { items: { id: string }[] } | undefined) =>
  (found?.items ?? []).map((i) => i.id).toSorted()
const seen = ({ rights, actor }: Player, things: Thing[]) => things.filter((t) => sees(rights, t, actor))

/** The nearest, one that is not his, and one in the bin. */
const ofThree = ({ rights, actor }: Player, near: Thing[]) =>
  [near[0], near.find((t) => !sees(rights, t, actor)), near.at(-1)].filter((t) => t !== undefined)

type Fields = [string, Field][]
const inPieces = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))

/** Whether core takes it as a filter. */
function reads(e: Entity, filter: unknown, rights: Rights): boolean {
  const { entityOf } = cast.kolo
  try {
    return Boolean(condition(e, filter, { entityOf, rights, joins: new Joins(entityOf, rights) }))
  } catch {
    return false
  }
}

describe.each(Object.keys(doors))('through the door %s', (doorName) => {
  let door: Door
  beforeAll(() => void (door = doors[doorName]!(cast)))

  // Roles that differ only in what they may write read alike; a door that asks core is asked by a few.
  const all = [...builtIn, ...Object.keys(plans)].filter(
    (r) => !['t_narrowing', 't_binner', 't_only_bins'].includes(r),
  )
  const roles = doorName === 'core' ? all : ['sales', 'client', 't_own', 't_odd_hidden', 't_none']
  describe.each(roles)('%s', (role) => {
    let player: Player
    const wrong: string[] = []
    const expectNoLeak = (what: string, shown: unknown) => {
      for (const mark of leaks(shown ?? null, cast.things, player.rights, player.actor))
        wrong.push(`${what}: ${mark}`)
    }
    beforeAll(() => {
      player = cast.players.find((p) => p.actor.role === role)!
    })
    const none = () => expect(wrong.splice(0).slice(0, 20)).toEqual([])

    /** What is there of an entity, for him: the fields he may see, and those hidden from him. */
    const fieldsOf = (e: Entity): { shown: Fields; hidden: Fields } => {
      const isShown = ([key]: [string, Field]) => seesField(player.rights, cast.of(e)[0]!, key)
      const all = Object.entries(e.fields)
      return { shown: all.filter(isShown), hidden: all.filter((f) => !isShown(f)) }
    }
    const strangers = (e: Entity) => cast.of(e).filter((t) => !sees(player.rights, t, player.actor))
    const list = (e: Entity, query: ListQuery) => door.list(player.actor, e, query).catch(refused)
    const counted = async (e: Entity, filter?: unknown) =>
      (await list(e, { filter, fields: [], limit: 1, count: true }))?.count?.value ?? 0
    /** Those of the filters that find anything, of those that he may ask. */
    const telling = async (e: Entity, filters: unknown[][]): Promise<unknown[][]> => {
      const may = filters.filter((f) => reads(e, f, player.rights))
      if (may.length === 0 || (await counted(e, { or: may })) === 0) return []
      return (await Array.fromAsync(may, async (f) => ((await counted(e, f)) ? [f] : []))).flat()
    }
    const ofEachEntity = async (look: (e: Entity) => Promise<unknown>) => {
      await ofEach(entities(), look)
      none()
    }

    test('lists show what is his and nothing else, whatever they are sorted by, and the bin too', async () => {
      await ofEachEntity(async (e) => {
        for (const bin of [false, true]) {
          const found = await list(e, { limit: 500, bin, count: true })
          const wanted = seen(
            player,
            cast.of(e).filter((t) => t.binned === bin),
          )
          expectNoLeak(`${e.name} bin ${bin}`, found)
          const listed = ids(found).filter((id) => cast.of(e).some((t) => t.id === id))
          expect([e.name, bin, listed]).toEqual([e.name, bin, wanted.map((t) => t.id).toSorted()])
          if (found) expect([e.name, found.count?.value]).toEqual([e.name, found.items.length])
        }
        const { shown, hidden } = fieldsOf(e)
        const sorted = (sort: string) => list(e, { limit: 500, sort, fields: [e.title] })
        const sortable = shown.filter(([, f]) => f.formula || f.kind.order([raw('x')], f))
        for (const some of inPieces(sortable, 3)) {
          const sort = some.map(([key], i) => (i % 2 ? key : `-${key}`)).join()
          expectNoLeak(`${e.name} sorted by ${sort}`, await sorted(sort))
        }
        for (const [key] of hidden) if (await sorted(key)) wrong.push(`${e.name}: sorted by hidden ${key}`)
      })
    })

    test('a filter tells nothing of rows and fields that are not his', async () => {
      await ofEachEntity(async (e) => {
        const strange = strangers(e)
        const { shown, hidden } = fieldsOf(e)
        const probing = (of: Thing | undefined, [key, f]: [string, Field]) =>
          Object.keys(f.kind.ops).map((op) => [key, op, op === 'isMe' ? true : of && markIn(of, key)])
        const asked = (filter: unknown) => list(e, { limit: 500, filter, count: true })
        // All that reads as a comparison, in one: whatever any of them finds is his.
        const may = cast.kolo.rightsOf(cast.administrator)
        const all = shown.flatMap((f) => probing(strange[0], f)).filter((f) => reads(e, f, may))
        for (const some of inPieces(all, 100)) {
          const found = await asked({ or: some })
          expectNoLeak(`${e.name} filtered`, found)
          if (!found && rightOn(player.rights, cast.of(e)[0]!).read !== 'none')
            wrong.push(`${e.name}: refused by ${some.filter((f) => !reads(e, f, player.rights)).join('; ')}`)
          const stranger = found?.items.find((i) => strange.some((t) => t.id === i.id))
          if (stranger) wrong.push(`${e.name} by ${JSON.stringify(some)}: row`)
        }
        for (const f of hidden)
          for (const filter of probing(cast.of(e)[0], f))
            if (await asked(filter)) wrong.push(`${e.name}: filtered by hidden ${filter.join(' ')}`)
      })
    })

    test('a path through a reference, and the other way, ends where his rights end', async () => {
      await ofEachEntity(async (e) => {
        const references = fieldsOf(e).shown.filter(([, f]) => f.entity)
        const targetOf = (f: Field) => cast.kolo.entity(f.entity!)
        for (const [key, f] of references) {
          const { shown, hidden } = fieldsOf(targetOf(f))
          const found = await list(e, { limit: 500, fields: shown.map(([k]) => `${key}.${k}`) })
          expectNoLeak(`${e.name} through ${key}`, found)
          for (const [k] of hidden)
            if (await list(e, { fields: [`${key}.${k}`] })) wrong.push(`${e.name} shows hidden ${key}.${k}`)
        }
        const through = references.flatMap(([key, f]) => {
          const { title } = targetOf(f)
          const unseen = strangers(targetOf(f))[0]
          return unseen ? [[`${key}.${title}`, 'contains', markIn(unseen, title)]] : []
        })
        for (const filter of await telling(e, through)) wrong.push(`${e.name} by ${filter.join(' ')}`)
        const strange = strangers(e).findLast((t) => !t.binned)
        if (!strange) return
        const back = Map.groupBy(references, ([, f]) => targetOf(f))
        for (const [target, some] of back) {
          const filters = some.map(([key]) => [
            `${e.name}.${key}`,
            'some',
            [e.title, 'contains', markIn(strange, e.title)],
          ])
          for (const filter of await telling(target, filters))
            wrong.push(`${target.name} by some ${String(filter[0])}`)
        }
      })
    })

    test('a record not his reads like one that is not there; its history too', async () => {
      await ofEachEntity(async (e) => {
        const near = cast.near(player, e)
        const some = ofThree(player, near)
        for (const t of near) {
          const record = await door.get(player.actor, e, t.id).catch(refused)
          if (Boolean(record) !== sees(player.rights, t, player.actor)) wrong.push(`get ${e.name} ${t.mark}`)
          expectNoLeak(`get ${e.name}`, record)
          for (const [key] of fieldsOf(e).hidden)
            if (record && Object.hasOwn(record as object, key)) wrong.push(`get ${e.name}.${key}`)
          if (!some.includes(t)) continue
          const told = await door.history(player.actor, e, t.id).catch(refused)
          if (told && !sees(player.rights, t, player.actor)) wrong.push(`history ${e.name}`)
          expectNoLeak(`history ${e.name}`, told)
        }
      })
    })

    test('search and completion find what is his, by what he may read', async () => {
      await ofEachEntity(async (e) => {
        for (const t of ofThree(player, cast.near(player, e)))
          for (const key of Object.keys(e.fields).filter((k) => e.fields[k]!.search)) {
            const text = markIn(t, key)
            const found = await door.search(player.actor, text, [e.name]).catch(refused)
            expectNoLeak(`search ${e.name}`, found)
            const may = sees(player.rights, t, player.actor) && seesField(player.rights, t, key)
            const hit = found?.items.some((i) => i.id === t.id) ?? false
            if (hit && !(may && !t.binned)) wrong.push(`search ${e.name}.${key} ${t.binned}`)
            if (key === e.title && may && !t.binned && !hit) wrong.push(`not found: ${e.name}.${key}`)
            const listed = await list(e, { q: text, bin: t.binned, count: true })
            if (listed && listed.count!.value > 0 && !may) wrong.push(`q ${e.name}.${key}`)
          }
      })
    })

    test('sums by a field count his rows only', async () => {
      await ofEachEntity(async (e) => {
        const his = await counted(e)
        const summed = (key: string) =>
          door.summary(player.actor, e, key).catch(refused) as Promise<{ count: number }[] | undefined>
        const { shown, hidden } = fieldsOf(e)
        for (const [key] of shown) {
          const groups = await summed(key)
          expectNoLeak(`summary ${e.name} ${key}`, groups)
          const total = groups?.reduce((sum, g) => sum + g.count, 0)
          if (groups && total !== his) wrong.push(`summary ${e.name} ${key}: ${total}`)
        }
        for (const [key] of hidden) if (await summed(key)) wrong.push(`summary by hidden ${e.name}.${key}`)
      })
    })
  })
})
