import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Entity } from '#core/entity.ts'
import { Forbidden, Invalid, Missing } from '#core/error.ts'
import { assemble, builtIn, plans, type Cast, type Player } from './cast.ts'
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

/** All that is hidden from him, and of the rest, where only the rows matter, every third field: another third for the
 * next role. */
function asked(player: Player, e: Entity): [string, Entity['fields'][string]][] {
  const turn = cast.players.indexOf(player)
  return Object.entries(e.fields).filter(
    ([key], i) => !seesField(player.rights, cast.of(e)[0]!, key) || (i + turn) % 3 === 0,
  )
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

    test('lists show what is his and nothing else, whatever they are sorted by, and the bin too', async () => {
      for (const e of entities()) {
        for (const bin of [false, true]) {
          const found = await door.list(player.actor, e, { limit: 500, bin, count: true }).catch(refused)
          const wanted = seen(
            player,
            cast.of(e).filter((t) => t.binned === bin),
          )
          expectNoLeak(`${e.name} bin ${bin}`, found)
          const listed = ids(found).filter((id) => cast.of(e).some((t) => t.id === id))
          expect([e.name, bin, listed]).toEqual([e.name, bin, wanted.map((t) => t.id).toSorted()])
          if (found) expect([e.name, found.count?.value]).toEqual([e.name, found.items.length])
        }
        for (const [i, [key]] of asked(player, e).entries())
          for (const sort of [i % 2 ? key : `-${key}`]) {
            const found = await door
              .list(player.actor, e, { limit: 500, sort, fields: [e.title] })
              .catch(refused)
            expectNoLeak(`${e.name} sorted by ${sort}`, found)
            if (found && !seesField(player.rights, cast.of(e)[0]!, key))
              wrong.push(`${e.name}: sorted by hidden ${key}`)
          }
      }
      none()
    })

    test('a filter tells nothing of rows and fields that are not his', async () => {
      let turn = role.length
      for (const e of entities()) {
        const strange = cast.of(e).filter((t) => !sees(player.rights, t, player.actor))
        for (const [key, f] of asked(player, e)) {
          const hidden = !seesField(player.rights, cast.of(e)[0]!, key)
          const probe = (hidden ? cast.of(e) : strange)[0]
          const op = Object.keys(f.kind.ops)[turn++ % Object.keys(f.kind.ops).length]!
          const filter = [key, op, op === 'isMe' ? true : probe && markIn(probe, key)]
          const found = await door.list(player.actor, e, { limit: 500, filter, count: true }).catch(refused)
          expectNoLeak(`${e.name} ${key} ${op}`, found)
          if (found && hidden) wrong.push(`${e.name}: filtered by hidden ${key} ${op}`)
          if (found?.items.some((i) => strange.some((t) => t.id === i.id)))
            wrong.push(`${e.name} ${key} ${op}: row`)
        }
      }
      none()
    })

    test('a path through a reference, and the other way, ends where his rights end', async () => {
      for (const e of entities())
        for (const [key, f] of asked(player, e)) {
          if (!f.entity) continue
          const target = cast.kolo.entity(f.entity)
          const through = Object.keys(target.fields)
          const may = through.filter((k) => seesField(player.rights, cast.of(target)[0]!, k))
          const shown = await door
            .list(player.actor, e, { limit: 500, fields: may.map((k) => `${key}.${k}`) })
            .catch(refused)
          expectNoLeak(`${e.name} through ${key}`, shown)
          for (const k of through.filter((other) => !may.includes(other)).slice(0, 2))
            if (await door.list(player.actor, e, { fields: [`${key}.${k}`] }).catch(refused))
              wrong.push(`${e.name} shows hidden ${key}.${k}`)
          const count = async (of: typeof e, filter: unknown) =>
            (await door.list(player.actor, of, { filter, count: true }).catch(refused))?.count?.value ?? 0
          const unseen = cast.of(target).find((t) => !sees(player.rights, t, player.actor))
          if (
            unseen &&
            (await count(e, [`${key}.${target.title}`, 'contains', markIn(unseen, target.title)]))
          )
            wrong.push(`${e.name} by ${key}.${target.title}`)
          const strange = cast.of(e).findLast((t) => !sees(player.rights, t, player.actor) && !t.binned)
          if (
            strange &&
            (await count(target, [
              `${e.name}.${key}`,
              'some',
              [e.title, 'contains', markIn(strange, e.title)],
            ]))
          )
            wrong.push(`${target.name} by some ${e.name}.${key}`)
        }
      none()
    })

    test('a record not his reads like one that is not there; its history too', async () => {
      for (const t of entities().flatMap((e) => cast.near(player, e))) {
        const record = await door.get(player.actor, t.entity, t.id).catch(refused)
        if (Boolean(record) !== sees(player.rights, t, player.actor))
          wrong.push(`get ${t.entity.name} ${t.mark}`)
        expectNoLeak(`get ${t.entity.name}`, record)
        for (const key of Object.keys(t.entity.fields))
          if (record && Object.hasOwn(record as object, key) && !seesField(player.rights, t, key))
            wrong.push(`get ${t.entity.name}.${key}`)
        const told = await door.history(player.actor, t.entity, t.id).catch(refused)
        if (told && !sees(player.rights, t, player.actor)) wrong.push(`history ${t.entity.name}`)
        expectNoLeak(`history ${t.entity.name}`, told)
      }
      none()
    })

    test('search and completion find what is his, by what he may read', async () => {
      for (const e of entities()) {
        const near = cast.near(player, e)
        const some = [near[0], near.find((t) => !sees(player.rights, t, player.actor)), near.at(-1)]
        for (const t of some.filter((x) => x !== undefined))
          for (const key of Object.keys(e.fields).filter((k) => e.fields[k]!.search)) {
            const text = markIn(t, key)
            const found = await door.search(player.actor, text, [e.name]).catch(refused)
            expectNoLeak(`search ${e.name}`, found)
            const may = sees(player.rights, t, player.actor) && seesField(player.rights, t, key)
            const hit = found?.items.some((i) => i.id === t.id) ?? false
            if (hit && !(may && !t.binned)) wrong.push(`search ${e.name}.${key} ${t.binned}`)
            if (key === e.title && may && !t.binned && !hit) wrong.push(`not found: ${e.name}.${key}`)
            const listed = await door
              .list(player.actor, e, { q: text, bin: t.binned, count: true })
              .catch(refused)
            if (listed && listed.count!.value > 0 && !may) wrong.push(`q ${e.name}.${key}`)
          }
      }
      none()
    })

    test('sums by a field count his rows only', async () => {
      for (const e of entities()) {
        const right = rightOn(player.rights, cast.of(e)[0]!)
        for (const [key] of asked(player, e)) {
          const groups = (await door.summary(player.actor, e, key).catch(refused)) as
            | { count: number }[]
            | undefined
          expectNoLeak(`summary ${e.name} ${key}`, groups)
          if (!groups) continue
          if (!seesField(player.rights, cast.of(e)[0]!, key)) wrong.push(`summary by hidden ${e.name}.${key}`)
          const total = groups.reduce((sum, g) => sum + g.count, 0)
          const listed = await door.list(player.actor, e, { fields: [], count: true }).catch(refused)
          if (right.read !== 'none' && total !== listed?.count?.value)
            wrong.push(`summary ${e.name} ${key}: ${total}`)
        }
      }
      none()
    })
  })
})
