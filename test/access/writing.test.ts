import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Missing } from '#core/error.ts'
import type { Entity } from '#core/entity.ts'
import { attempt as tried, type Outcome } from './attempt.ts'
import { assemble, builtIn, plans, type Cast, type Player } from './cast.ts'
import { reaches, rightOn, sees, writesField } from './rules.ts'
import type { Thing } from './things.ts'
import { sample } from '../core/samples.ts'

let cast: Cast
beforeAll(async () => void (cast = await assemble()), 400_000)
afterAll(() => cast.close())

const attempt = ({ actor }: Player, name: string, input: unknown) => tried(cast, actor, name, input)

/** Why he who may by his rights yet does not. What the state of the record forbids is told to him who may know of it. An
 * entity's own form of the operation may need a right on another entity, or look at a field that is hidden from him; and a
 * part follows what may be done to its whole. */
function excused({ actor, rights }: Player, { entity: e, ...t }: Thing, verb: string, outcome: Outcome) {
  if (outcome === 'refused' || outcome === 'invalid') return true
  const o = cast.kolo.operation(`${e.name}.${verb}`)
  const isOwn = cast.kolo.catalogue.modules.some((m) => m.operations.includes(o))
  const whole = cast.things.find((w) => e.partOf && w.id === t.references[e.partOf])
  if (!isOwn) return outcome === 'missing' && whole?.binned === true
  if (whole?.binned || (whole && !reaches(rightOn(rights, whole).update, whole, actor, rights, 'update')))
    return true
  const looked = [e.name, whole?.entity.name ?? '', ...Object.keys(o.needs)]
  const hides = looked.some((name) => Object.values(rights[name]?.fields ?? {}).includes('none'))
  return outcome === 'forbidden' && (!cast.kolo.may(actor, o) || hides)
}

const entities = () => [...cast.kolo.allEntities()]
/** A field anybody may type who may write the record, and a value for it. */
const typed = (e: Entity, may: (key: string) => boolean) =>
  Object.entries(e.fields).find(
    ([key, f]) => f.kind.name === 'text' && !f.custom && !f.managed && !f.unique && may(key),
  )

describe.each([...builtIn, ...Object.keys(plans)])('%s', (role) => {
  let player: Player
  const wrong: string[] = []
  const none = () => expect(wrong.splice(0).slice(0, 20)).toEqual([])
  beforeAll(() => void (player = cast.players.find((p) => p.actor.role === role)!))
  const right = (t: Thing) => rightOn(player.rights, t)

  test('changes what he may change; the rest reads like what is not there', async () => {
    for (const e of entities()) {
      const [key, f] = typed(e, (k) => writesField(player.rights, cast.of(e)[0]!, k)) ?? []
      if (!key || !f) continue
      for (const t of cast.near(player, e)) {
        const may = reaches(right(t).update, t, player.actor, player.rights, 'update') && !t.binned
        const outcome = await attempt(player, `${e.name}.update`, {
          items: [{ id: t.id, [key]: sample(f, 'zqnew', 7) }],
        })
        if ((outcome === 'done') !== may && !(may && excused(player, t, 'update', outcome)))
          wrong.push(`update ${e.name} ${t.mark}: ${outcome}`)
        if (!may && !['missing', 'forbidden', 'invalid'].includes(outcome))
          wrong.push(`update ${e.name} tells: ${outcome}`)
      }
    }
    none()
  })

  test('a field he may not write is no field to him', async () => {
    for (const e of entities()) {
      const t = cast.near(player, e)[0]!
      for (const [key, f] of Object.entries(e.fields)) {
        if (f.custom || f.formula || writesField(player.rights, t, key) || f.managed) continue
        const value = f.entity ? t.references[key] : sample(f, 'zqnew', 7)
        for (const [verb, item] of [
          ['update', { id: t.id, [key]: value }],
          ['create', { [key]: value }],
        ] as const) {
          const outcome = await attempt(player, `${e.name}.${verb}`, { items: [item] })
          if (outcome === 'done') wrong.push(`${verb} ${e.name}.${key}`)
        }
      }
    }
    none()
  })

  test('deletes and restores what he may delete, and is told nothing of the rest', async () => {
    for (const e of entities())
      for (const t of cast.near(player, e)) {
        const verb = t.binned ? 'restore' : 'delete'
        const may = reaches(right(t).delete, t, player.actor, player.rights, 'update')
        const outcome = await attempt(player, `${e.name}.${verb}`, { ids: [t.id] })
        if ((outcome === 'done') !== may && !(may && excused(player, t, verb, outcome)))
          wrong.push(`${verb} ${e.name} ${t.mark}: ${outcome}`)
        const isTold = outcome !== 'done' && sees(player.rights, t, player.actor)
        if (!may && !isTold && !['missing', 'forbidden'].includes(outcome))
          wrong.push(`${verb} ${e.name} tells: ${outcome}`)
        const again = await attempt(player, `${e.name}.${t.binned ? 'delete' : 'restore'}`, { ids: [t.id] })
        if (again === 'done') wrong.push(`${verb} turned round ${e.name}`)
      }
    none()
  })

  test('refers only to what he sees', async () => {
    for (const e of entities()) {
      const own = cast
        .near(player, e)
        .find((t) => reaches(right(t).update, t, player.actor, player.rights, 'update') && !t.binned)
      if (!own) continue
      for (const [key, f] of Object.entries(e.fields)) {
        if (!f.entity || f.custom || f.managed || !writesField(player.rights, own, key)) continue
        const strange = cast
          .of(cast.kolo.entity(f.entity))
          .filter((t) => !sees(player.rights, t, player.actor))
        for (const target of strange.filter((t) => t.id !== own.references[key]).slice(-2)) {
          const outcome = await attempt(player, `${e.name}.update`, {
            items: [{ id: own.id, [key]: target.id }],
          })
          if (outcome === 'done') wrong.push(`${e.name}.${key} refers to a stranger`)
        }
      }
    }
    none()
  })

  test('operations act on what he may update', async () => {
    for (const o of cast.kolo.catalogue.operations.values()) {
      if (o.stock || !o.on || !o.input['id']) continue
      const e = cast.kolo.entity(o.on)
      const need = o.needs[o.on]
      if (need !== 'update') continue
      for (const t of cast
        .near(player, e)
        .filter((x) => !reaches(right(x).update, x, player.actor, player.rights, 'update'))) {
        const extra = Object.entries(o.input).filter(([key]) => key !== 'id')
        const input = Object.fromEntries(
          extra.map(([key, f]) => [
            key,
            f.entity ? cast.of(cast.kolo.entity(f.entity))[0]!.id : sample(f, 'zqnew', 1),
          ]),
        )
        const outcome = await attempt(player, o.name, { ...input, id: t.id })
        if (outcome === 'done' || outcome === 'refused') wrong.push(`${o.name} on ${t.mark}: ${outcome}`)
      }
    }
    none()
  })
})

describe('giving away', () => {
  const player = (role: string) => cast.players.find((p) => p.actor.role === role)!
  const item = async (of: Player, entity: string, input: object) =>
    (await cast.kolo.call(of.actor, `${entity}.create`, { items: [input] })).items[0] as { id: string }
  const place = (table: string, id: string) =>
    cast.db.system((tx) => tx.one(sql`select owner_id, team_id from ${raw(table)} where id = ${id}::uuid`))
  const stranger = () => cast.things.find((t) => t.entity.name === 'account' && t.mark.endsWith('n20x'))!

  test('a record given away leaves its giver, with its parts, and its team is the new owner’s', async () => {
    const sales = player('sales')
    const account = await item(sales, 'account', { name: 'To give' })
    const part = await item(sales, 'accountRole', { account: account.id, role: 'customer' })
    const taker = await cast.db.system((tx) =>
      tx.one<{ id: string; team_id: string }>(sql`select id, team_id from users where name = 'stranger'`),
    )
    const given = { owner_id: taker!.id, team_id: taker!.team_id }
    await cast.kolo.call(sales.actor, 'account.update', { items: [{ id: account.id, owner: taker!.id }] })
    expect(await place('accounts', account.id)).toEqual(given)
    expect(await place('account_roles', part.id)).toEqual(given)
    await expect(cast.kolo.get(sales.actor, 'account', account.id)).rejects.toThrow(Missing)
    await expect(cast.kolo.get(sales.actor, 'accountRole', part.id)).rejects.toThrow(Missing)
  })

  test('a part moved to another record has that one’s owner', async () => {
    const all = player('t_all')
    const [from, to] = [await item(all, 'account', { name: 'From' }), stranger()]
    const part = await item(all, 'accountRole', { account: from.id, role: 'partner' })
    expect(await place('account_roles', part.id)).toMatchObject({ owner_id: all.actor.user })
    await cast.kolo.call(all.actor, 'accountRole.update', { items: [{ id: part.id, account: to.id }] })
    expect(await place('account_roles', part.id)).toEqual({ owner_id: to.owner, team_id: to.team })
  })

  test('words of search stay whole when somebody writes who does not see all of them', async () => {
    const all = player('t_all')
    const blind = [player('t_even_hidden'), player('t_odd_hidden')]
    const contact = await item(all, 'contact', {
      name: { last: 'Searchable', first: 'One' },
      jobTitle: 'zqboss',
      emails: ['zqmail@example.com'],
      tags: ['zqtag'],
    })
    for (const [i, p] of blind.entries())
      await cast.kolo.call(p.actor, 'contact.update', {
        items: [{ id: contact.id, name: { last: `Searchable${i}`, first: 'One' } }],
      })
    for (const word of ['zqboss', 'zqmail', 'zqtag', 'searchable1'])
      expect([word, (await cast.kolo.search(all.actor, word)).items.map((i) => i.id)]).toEqual([
        word,
        [contact.id],
      ])
  })
})
