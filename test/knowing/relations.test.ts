import { afterAll, beforeAll, expect, test } from 'vitest'
import sql from 'sql-template-tag'
import type { Actor } from '#core/actor.ts'
import { relationKinds, reverseOf } from '#modules/relations/relation.ts'
import { remindOfDays } from '#modules/relations/remind.ts'
import { world, type World } from '#test/world/world.ts'

test('every kind of relation has another side, and the other side of that is itself', () => {
  const known = relationKinds.map((k) => k.key)
  for (const k of known)
    expect([k, known.includes(reverseOf(k)), reverseOf(reverseOf(k))]).toEqual([k, true, k])
  expect([reverseOf('parent'), reverseOf('spouse')]).toEqual(['child', 'spouse'])
})

let w: World
let sales: Actor
let stranger: Actor
const make = async (entity: string, item: object, actor = sales) =>
  (await w.kolo.call(actor, `${entity}.create`, { items: [item] })).items[0].id as string
beforeAll(async () => {
  w = await world()
  sales = await w.asRole('sales')
  stranger = await w.asRole('sales')
})
afterAll(() => w.close())

test('a relation is seen from both sides, and only by who sees both', async () => {
  const son = await make('contact', { name: { last: 'Son' } })
  const father = await make('contact', { name: { last: 'Father' } })
  const firm = await make('account', { name: 'Firm' })
  const hidden = await make('contact', { name: { last: 'Hidden' } }, stranger)
  const at = (id: string, entity = 'contact') => ({ entity, id })
  await make('relation', { record: at(son), other: at(father), kind: 'parent' })
  await make('relation', {
    record: at(firm, 'account'),
    other: at(father),
    kind: 'owner',
    note: 'since the nineties',
  })
  const see = async (id: string, actor = sales) => {
    const { neighbours } = await w.kolo.call(actor, 'relation.picture', { record: at(id) })
    return neighbours
      .map((n: { kind: string; who: { title: string } }) => `${n.who.title} ${n.kind}`)
      .toSorted()
  }
  expect(await see(son)).toEqual(['Father parent'])
  expect(await see(father)).toEqual(['Firm owned', 'Son child'])
  await expect(see(father, stranger)).rejects.toThrow()
  await expect(
    make('relation', { record: at(hidden), other: at(son), kind: 'friend' }, stranger),
  ).rejects.toThrow()
})

test('the owner is told of a day before it comes, once; also of a birthday and of the 29th of February', async () => {
  const person = await make('contact', { name: { last: 'Leap' }, birthday: '2000-02-29' })
  const record = { entity: 'contact', id: person }
  await make('keyDate', { name: 'Wedding', record, day: '2010-03-05', remindDays: 10 })
  await make('keyDate', { name: 'Far', record, day: '2010-06-05', remindDays: 10 })
  await make('keyDate', { name: 'Once, gone', record, day: '2020-02-26', everyYear: false })
  expect(await remindOfDays(w.kolo, '2026-02-25')).toBe(2)
  await remindOfDays(w.kolo, '2026-02-26')
  const told = await w.db.system((tx) =>
    tx.rows<{ text: string }>(
      sql`select text from notifications where owner_id = ${sales.user}::uuid order by text`,
    ),
  )
  expect(told.map((t) => t.text)).toEqual(['2026-02-28 · birthday', '2026-03-05 · Wedding'])
})
