import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemActor, type Actor } from '#core/actor.ts'
import { Database } from '#core/database.ts'
import { Files } from '#core/files.ts'
import { Kolo } from '#core/kolo.ts'
import { actorOfUser } from '#modules/workspace/index.ts'
import { makeCatalogue } from '#modules/index.ts'
import { newDatabase } from '#test/world/database.ts'
import { scratchPlace } from '#test/world/scratch.ts'
import { loadCompany, type LoadedSignIn } from '../server/sample/index.ts'
import { everyFigureOpens, everyReportOpens } from './analysis/opens.ts'
import { everyGroupOpens } from './analysis/portfolio-opens.ts'
import { company, today } from './sample-world.ts'

const c = company(today)
const system = systemActor()
const seen: { done: number; total: number }[] = []
let own: Awaited<ReturnType<typeof newDatabase>>
let db: Database
let kolo: Kolo
let signIns: LoadedSignIn[]

beforeAll(async () => {
  own = await newDatabase()
  db = new Database({ config: own.config })
  kolo = new Kolo(makeCatalogue(), db)
  kolo.files = new Files(db, scratchPlace())
  await kolo.refresh()
  ;({ signIns } = await loadCompany(kolo, system, c, (state) => void seen.push(state)))
})
afterAll(async () => {
  await db.close()
  await own.drop()
})

const count = async (actor: Actor, entity: string, filter?: unknown) =>
  (
    await kolo.list(actor, entity, {
      limit: 1,
      count: true,
      ...(filter ? { filter: filter as never } : {}),
    })
  ).count!.value
const actor = async (email: string): Promise<Actor> =>
  (await db.system((tx) => actorOfUser(tx, signIns.find((s) => s.email.startsWith(`${email}@`))!.id)))!

it('is written whole', async () => {
  expect(seen.at(-1)!.done).toBe(seen.at(-1)!.total)
  expect(await count(system, 'account')).toBe(c.accounts.length)
  expect(await count(system, 'contact')).toBe(c.contacts.length)
  expect(await count(system, 'user')).toBe(61)
  expect(await count(system, 'product')).toBe(c.products.length)
  for (const outcome of ['won', 'lost']) {
    const ends = c.deals.filter((d) => d.stage.endsWith(`-${outcome}`)).length
    expect(await count(system, 'deal', ['status', 'is', outcome])).toBe(ends)
  }
})

it('has quotes in every state', async () => {
  for (const { key } of kolo.entity('quote').fields['status']!.options!)
    expect([key, (await count(system, 'quote', ['status', 'is', key])) > 0]).toEqual([key, true])
})

it('brings files that are what they say', async () => {
  expect(await count(system, 'attachment')).toBe(c.files.length)
  for (const [category, type] of Object.entries({
    drawing: 'application/pdf',
    photo: 'image/png',
    specification: 'text/csv',
  }))
    expect(
      await count(system, 'attachment', {
        and: [
          ['category', 'is', category],
          ['type', 'is', type],
        ],
      }),
    ).toBe(c.files.filter((f) => f.category === category).length)
})

it('keeps the days on which deals were opened and closed', async () => {
  const [deal] = (
    await kolo.list(system, 'deal', {
      filter: ['code', 'is', c.deals[0]!.code],
      fields: ['openedOn', 'closeDate', 'amount'],
    })
  ).items
  const { openedOn, closeDate, amount } = c.deals[0]!
  expect(deal).toMatchObject({ openedOn, closeDate, amount })
})

it('shows each who signs in what is his', async () => {
  expect(signIns.length).toBe(14)
  const all = c.deals.length
  expect(await count(await actor('director'), 'deal')).toBe(all)
  const odesa = await count(await actor('odesa.sales'), 'deal')
  expect(odesa > 0 && odesa < all / 4).toBe(true)
  const client = await count(await actor('client'), 'deal')
  expect(client).toBe(c.deals.filter((d) => d.account === c.stories.grower).length)
})

it('is found by its words in either alphabet', async () => {
  for (const words of ['тиса терм', 'tysa']) {
    const { items } = await kolo.search(await actor('director'), words, 20, ['account'])
    expect(items.length).toBe(2)
  }
})

it('every figure of the analysis is the number of records that it opens, for a head and for a seller', async () => {
  const period = { from: '2025-12-01', to: '2026-11-30' }
  for (const who of ['director', 'kyiv.sales'])
    expect(await everyFigureOpens(kolo, await actor(who), period)).toBeGreaterThan(60)
})

it('every number in a report of any kind of record is the number of records that it opens', async () => {
  expect(await everyReportOpens(kolo, await actor('kyiv'))).toBeGreaterThan(200)
})

it('every group of clients and products is the number of records that it opens, by orders and by won deals', async () => {
  const period = { from: '2025-12-01', to: '2026-11-30' }
  for (const base of ['order', 'deal'] as const)
    expect(await everyGroupOpens(kolo, await actor('kyiv.sales'), period, base)).toBeGreaterThan(40)
})
