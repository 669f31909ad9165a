import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDavWorld } from './dav-world.ts'

let w: Awaited<ReturnType<typeof openDavWorld>>
beforeAll(async () => {
  w = await openDavWorld()
})
afterAll(() => w.close())

const contacts = async () => (await w.kolo.list(w.olena, 'contact', { limit: 100 })).items
const ledger = () => w.kolo.call(w.olena, 'calendar.ledger', {})
const news = async () =>
  (await w.kolo.list(w.olena, 'notification', { filter: ['reason', 'is', 'sync'], limit: 10 })).items
const body = `<sync-collection xmlns="DAV:"><sync-token/><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>`

test('a program that wipes the address book: all lies in the bin, its owner is told, and brings it back in one step', async () => {
  const program = await w.programOf(w.olena, 'olena@example.com')
  await w.kolo.call(w.olena, 'contact.create', {
    items: Array.from({ length: 30 }, (_, i) => ({ name: { last: `Контакт ${i}` } })),
  })
  const listed = await program('REPORT', 'contacts/contacts/', { body })
  const paths = [...listed.text.matchAll(/<D:href>([^<]*\.vcf)</g)].map((m) => m[1]!)
  const all = paths.length
  for (const path of paths.slice(0, 5)) expect((await program('DELETE', path)).status).toBe(204)
  expect(await news()).toEqual([])
  expect((await ledger()).removals).toEqual([])
  await Promise.all(paths.slice(5, 25).map((path) => program('DELETE', path)))
  expect(await contacts()).toHaveLength(all - 25)
  expect(await news()).toMatchObject([{ text: expect.stringContaining('bin') }])
  // The program looks again: what it is told changes nothing of when it was removed.
  await program('REPORT', 'contacts/contacts/', { body })
  const { removals } = await ledger()
  expect(removals).toMatchObject([{ collection: 'contacts', n: 25 }])
  const { n: _, ...which } = removals[0]
  await expect(w.kolo.call(w.petro, 'calendar.restore', which)).resolves.toEqual({ ids: [] })
  const { ids } = await w.kolo.call(w.olena, 'calendar.restore', which)
  expect(ids).toHaveLength(25)
  expect(await contacts()).toHaveLength(all)
  expect((await ledger()).removals).toEqual([])
  const again = await program('REPORT', 'contacts/contacts/', { body })
  expect(again.text.match(/\.vcf</g)).toHaveLength(all)
})
