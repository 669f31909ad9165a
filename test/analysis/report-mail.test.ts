import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { isDay, questionOf, sendReports } from '../../server/modules/analysis/send-reports.ts'
import { world, type World } from '../world/world.ts'

let w: World
let admin: Actor
let olena: Actor
let petro: Actor
const make = async (by: Actor, entity: string, item: object): Promise<string> =>
  (await w.kolo.call(by, `${entity}.create`, { items: [item] })).items[0].id
const letters = () =>
  w.db.system((tx) =>
    tx.rows<{ subject: string; owner: string; html: string; text: string }>(
      sql`select n.subject, n.owner_id as owner, l.html, l.text from notices n join notice_letters l on l.notice_id = n.id order by n.id`,
    ),
  )
// A Thursday: eight in the morning in Kyiv.
const morning = Date.parse('2026-11-26T06:00:00Z')

beforeAll(async () => {
  w = await world()
  admin = await w.asRole('administrator')
  olena = await w.asRole('sales', { name: 'Олена', locale: 'uk' })
  petro = await w.asRole('sales', { name: 'Петро' })
  await w.db.system((tx) => tx.rows(sql`update users set time_zone = 'Europe/Kyiv'`))
  const pipeline = await make(admin, 'pipeline', { name: 'Sales', isDefault: true })
  await make(admin, 'stage', { name: 'New', pipeline, outcome: 'open', position: 1 })
  for (const who of [olena, olena, petro]) await make(who, 'deal', { name: 'Deal', closeDate: '2026-02-01' })
  // Nothing goes out here: a letter that was sent is not kept.
  await make(admin, 'mailbox', {
    name: 'Vodolii',
    address: 'info@vodolii.example',
    smtpHost: 'localhost',
    kind: 'shared',
    isForAll: true,
    sendsNotices: true,
  })
})
afterAll(() => w.close())

test.each([
  ['day', '2026-11-26', true],
  ['week', '2026-11-26', false],
  ['week', '2026-11-23', true],
  ['month', '2026-11-23', false],
  ['month', '2026-12-01', true],
] as const)('a report of every %s on %s: %s', (every, day, is) => expect(isDay(every, day)).toBe(is))

test('the address of a report is its question', () => {
  const saved = { of: 'deal', rows: 'owner', measures: 'count,sum:amount', measure: 'count', report: 'x' }
  expect(questionOf(saved)).toEqual({ of: 'deal', rows: 'owner', measures: ['count', 'sum:amount'] })
})

test('comes once a day, in its reader’s morning and language, of what he sees', async () => {
  const definition = { of: 'deal', rows: 'closeDate:month', measures: 'count' }
  const view = await make(olena, 'view', {
    entity: 'reports',
    name: 'Угоди <місяцями>',
    isShared: true,
    definition,
  })
  for (const [who, every] of [
    [olena, 'day'],
    [petro, 'day'],
    [admin, 'week'],
  ] as const)
    await make(who, 'reportMail', { view, every })
  await sendReports(w.kolo, morning - 2 * 3_600_000)
  await sendReports(w.kolo, morning + 5 * 3_600_000)
  expect(await letters()).toEqual([])
  await Promise.all([sendReports(w.kolo, morning), sendReports(w.kolo, morning)])
  await sendReports(w.kolo, morning + 600_000)
  const sent = await letters()
  expect(sent.map((l) => [l.owner, l.subject])).toEqual(
    expect.arrayContaining([
      [olena.user, 'Угоди <місяцями>'],
      [petro.user, 'Угоди <місяцями>'],
    ]),
  )
  expect(sent).toHaveLength(2)
  const [hers, his] = [olena, petro].map((who) => sent.find((l) => l.owner === who.user)!)
  expect(hers!.text).toContain('лютий 2026 р.: Скільки 2')
  expect(his!.text).toContain('February 2026: How many 1')
  expect(hers!.html).toContain('Угоди &lt;місяцями&gt;')
})

test('of another’s own view nobody asks, and of one that is not shared any more nothing comes', async () => {
  const definition = { of: 'deal' }
  const own = await make(olena, 'view', { entity: 'reports', name: 'Моє', definition })
  await expect(make(petro, 'reportMail', { view: own, every: 'day' })).rejects.toThrow()
  const shared = await make(olena, 'view', { entity: 'reports', name: 'Наше', isShared: true, definition })
  await make(petro, 'reportMail', { view: shared, every: 'day' })
  await w.kolo.call(olena, 'view.update', { items: [{ id: shared, isShared: false }] })
  const before = (await letters()).length
  await sendReports(w.kolo, morning)
  expect(await letters()).toHaveLength(before)
})
