import { expect, test } from 'vitest'
import { isBelievable } from '#modules/outlook/index.ts'
import { account, call, connect, create, records, sync, there, w } from './outlook-world.ts'

test.each([
  [1, 1, true],
  [10, 10, true],
  [11, 50, false],
  [11, 55, true],
  [100, 500, true],
  [101, 10_000, false],
])('of %i gone of %i: believable is %s', (gone, all, expected) => {
  expect(isBelievable(gone, all)).toBe(expected)
})

const news = async () =>
  (await w.kolo.list(w.olena, 'notification', { filter: ['reason', 'is', 'sync'], limit: 10 })).items
const fill = async () => {
  await call('contact.create', {
    items: Array.from({ length: 30 }, (_, i) => ({ name: { last: `Контакт ${i}` } })),
  })
  await connect({ kinds: ['contacts'] })
  await sync()
  await sync()
  expect(there.alive('contacts')).toHaveLength(30)
}
const wipe = (n: number) => {
  for (const c of there.alive('contacts').slice(0, n)) there.remove('contacts', c.id)
}

test('a wiped address book waits for an answer, and is put back there or comes back by itself', async () => {
  await fill()
  const before = (await news()).length
  wipe(20)
  await sync()
  expect(await records('contact')).toHaveLength(30)
  expect(await account()).toMatchObject({ held: { contacts: 20 } })
  expect((await call('calendar.ledger')).counts).toMatchObject({ leaving: 20 })
  await sync()
  expect((await news()).length).toBeLessThanOrEqual(before + 1)
  expect(await news()).not.toHaveLength(0)
  // Other work goes on meanwhile.
  await create({ name: { last: 'Новий' } }, 'contact')
  await sync()
  expect(there.alive('contacts').map((c) => c['surname'])).toContain('Новий')
  expect(await call('outlook.answer', { answer: 'put_back' })).toEqual({ items: 20 })
  await sync()
  await sync()
  expect(there.alive('contacts')).toHaveLength(31)
  expect(await records('contact')).toHaveLength(31)
  expect(await account()).toMatchObject({ held: {} })
})

test('what its owner lets go lies in the bin, and comes back on both sides in one step', async () => {
  await fill()
  wipe(20)
  await sync()
  await call('outlook.answer', { answer: 'remove' })
  await sync()
  expect(await records('contact')).toHaveLength(10)
  const { removals } = await call('calendar.ledger')
  expect(removals).toMatchObject([{ collection: 'outlook:contacts', n: 20 }])
  const { n: _, ...which } = removals[0]
  expect((await call('calendar.restore', which)).ids).toHaveLength(20)
  await sync()
  expect(await records('contact')).toHaveLength(30)
  expect(there.alive('contacts')).toHaveLength(30)
  expect((await call('calendar.ledger')).removals).toEqual([])
})

test('a few at a time add up within the hour, and what comes back there is held no more', async () => {
  await fill()
  wipe(8)
  await sync()
  expect(await records('contact')).toHaveLength(22)
  const [one] = there.alive('contacts')
  wipe(5)
  await sync()
  expect(await records('contact')).toHaveLength(22)
  expect(await account()).toMatchObject({ held: { contacts: 5 } })
  // Somebody takes it out of the bin there.
  there.change('contacts', one!.id, { removed: false })
  await sync()
  expect(await account()).toMatchObject({ held: { contacts: 4 } })
  expect(await records('contact')).toHaveLength(22)
})
