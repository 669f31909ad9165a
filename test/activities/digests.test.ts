import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import sql from 'sql-template-tag'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { Database } from '#core/database.ts'
import { Kolo } from '#core/kolo.ts'
import { sendDigests } from '../../server/modules/activities/send-digests.ts'
import { until } from '../door-world.ts'
import { openPost, type Post } from '../mail/post.ts'
import { world, type World } from '../world/world.ts'

let w: World
let post: Post
let admin: Actor
let box: string

beforeAll(async () => {
  w = await world()
  w.kolo.address = 'https://kolo.vodolii.example'
  post = await openPost(w)
  admin = await w.asRole('administrator')
  const items = [{ ...post.box('info@vodolii.example', 'Vodolii'), kind: 'shared', isForAll: true }]
  box = (await w.kolo.call(admin, 'mailbox.create', { items })).items[0].id
})
afterAll(async () => {
  await post.close()
  await w.close()
})
beforeEach(async () => {
  post.sink.caught.length = 0
  await w.kolo.call(admin, 'mailbox.update', { items: [{ id: box, sendsNotices: true }] })
  // Each test has its own readers.
  await w.db.system(async (tx) => {
    await tx.rows(sql`update users set is_active = false where id <> ${admin.user}::uuid`)
    await tx.rows(sql`delete from notices`)
  })
})
afterEach(() => expect(post.faults.splice(0)).toEqual([]))

/** Where it is ten in the morning now, or so many hours later. */
function zoneAt(later = 0): string {
  let offset = 10 + later - new Date().getUTCHours()
  if (offset > 12) offset -= 24
  if (offset < -12) offset += 24
  return offset > 0 ? `Etc/GMT-${offset}` : `Etc/GMT+${-offset}`
}
type Wish = {
  zone?: string
  digest?: 'daily' | 'never'
  hour?: number
  locale?: 'uk' | 'en'
  role?: string
  team?: string
}
async function reader(wish: Wish = {}): Promise<Actor> {
  const { zone = zoneAt(), digest, hour, locale = 'uk', role = 'sales', team } = wish
  const who = await w.asRole(role, { locale, ...(team ? { team } : {}) })
  await w.db.system((tx) => tx.rows(sql`update users set time_zone = ${zone} where id = ${who.user}::uuid`))
  if (digest || hour !== undefined)
    await w.kolo.call(who, 'notificationSetting.create', {
      items: [{ digest: digest ?? 'daily', digestHour: hour ?? null }],
    })
  return { ...who, timeZone: zone }
}
const plan = async (who: Actor, subject: string, more: object = {}): Promise<string> =>
  (
    await w.kolo.call(who, 'activity.create', {
      items: [{ kind: 'task', subject, dueAt: new Date(Date.now() + 60_000).toISOString(), ...more }],
    })
  ).items[0].id
const settled = () =>
  until(
    async () =>
      (await w.kolo.list(w.system, 'notice', { filter: ['state', 'is', 'waiting'] })).items.length === 0,
    30_000,
  )
const noticesOf = async (who: Actor) =>
  (await w.kolo.list(w.system, 'notice', { filter: ['owner', 'is', who.user!] })).items as Record<
    string,
    any
  >[]
const addressOf = async (who: Actor) => (await w.kolo.get(w.system, 'user', who.user!))['email'] as string
const lettersTo = async (who: Actor) => {
  const address = await addressOf(who)
  return post.sink.caught.filter((m) => m.to.includes(address))
}

test('a letter of the day, in his language, once, whoever runs it how often', async () => {
  const olena = await reader()
  const call = await plan(olena, 'Зателефонувати <Олені>')
  // The same day in every zone that zoneAt may choose.
  await plan(olena, 'Здати звіт', { dueAt: '2026-01-15T12:30:00Z' })
  await Promise.all([sendDigests(w.kolo), sendDigests(w.kolo)])
  await sendDigests(w.kolo)
  await settled()
  const [letter, ...more] = await lettersTo(olena)
  expect(more).toEqual([])
  const { mail } = letter!
  expect(mail.subject).toMatch(/^Ваш день, [а-яіїєʼ]+, \d+ [а-яіїє]+$/)
  expect(mail.text).toMatch(/Сьогодні\n- \d\d:\d\d Зателефонувати <Олені>\n/)
  expect(mail.text).toMatch(/Прострочено\n- 15 січ\.? Здати звіт/)
  expect(mail.text).toContain('або вимкнути: Налаштування')
  expect(mail.text).toContain('https://kolo.vodolii.example/settings/profile')
  expect(mail.html).toContain(
    `<a href="https://kolo.vodolii.example/activities/${call}" style="color:#1f5fd0;text-decoration:none">Зателефонувати &lt;Олені&gt;</a>`,
  )
  expect(await noticesOf(olena)).toMatchObject([{ state: 'sent', kind: 'digest' }])
})

test('each reads his own day and nobody else’s, also who may see the other’s', async () => {
  const olena = await reader()
  const boss = await reader({ locale: 'en', role: 'manager', team: olena.teams[0]! })
  await plan(olena, 'Таємниця Олени')
  const items = [{ name: 'Волошка' }]
  const account = (await w.kolo.call(olena, 'account.create', { items })).items[0].id
  const late = await plan(olena, 'Прострочене Олени', {
    dueAt: '2026-01-15T10:00:00Z',
    record: `account:${account}`,
  })
  expect(await w.kolo.get(boss, 'activity', late)).toMatchObject({ subject: 'Прострочене Олени' })
  await plan(boss, 'The manager’s secret')
  await sendDigests(w.kolo)
  await settled()
  const [hers, his] = [(await lettersTo(olena))[0]!.mail, (await lettersTo(boss))[0]!.mail]
  expect(his.subject).toMatch(/^Your day, /)
  expect(his.text).toContain('The manager’s secret')
  expect(`${his.text}${String(his.html)}`).not.toContain('Олени')
  expect(hers.text).toContain('Таємниця Олени')
  expect(`${hers.text}${String(hers.html)}`).not.toContain('manager’s')
})

test.each([
  ['never', { digest: 'never' }, false],
  ['later today', { hour: 11 }, false],
  ['this hour', { hour: 10 }, true],
  ['hours ago', { hour: 6 }, false],
  ['where it is four in the afternoon', { zone: zoneAt(6) }, false],
] as const)('who wants it %s', async (_, wish, isSent) => {
  const who = await reader(wish)
  await plan(who, 'Справа')
  await sendDigests(w.kolo)
  expect(await noticesOf(who)).toHaveLength(isSent ? 1 : 0)
})

test('nothing to say is nothing sent, also when something comes up later in the morning', async () => {
  const who = await reader()
  await sendDigests(w.kolo)
  await plan(who, 'Щойно заплановане')
  await sendDigests(w.kolo)
  expect(await noticesOf(who)).toEqual([])
})

test('neither a client’s user nor one switched off gets any', async () => {
  const account = (await w.kolo.call(admin, 'account.create', { items: [{ name: 'Клієнт' }] })).items[0].id
  const client = await w.asRole('client', { account })
  const gone = await reader()
  await plan(gone, 'Справа')
  await w.kolo.call(admin, 'user.update', { items: [{ id: gone.user, isActive: false }] })
  await w.db.system((tx) =>
    tx.rows(sql`update users set time_zone = ${zoneAt()} where id = ${client.user}::uuid`),
  )
  await sendDigests(w.kolo)
  expect([...(await noticesOf(client)), ...(await noticesOf(gone))]).toEqual([])
})

test('without a mailbox for it nothing is queued; chosen within the morning, it goes out', async () => {
  const who = await reader()
  await plan(who, 'Справа')
  await w.kolo.call(admin, 'mailbox.update', { items: [{ id: box, sendsNotices: false }] })
  await sendDigests(w.kolo)
  expect(await noticesOf(who)).toEqual([])
  await w.kolo.call(admin, 'mailbox.update', { items: [{ id: box, sendsNotices: true }] })
  await sendDigests(w.kolo)
  expect(await noticesOf(who)).toHaveLength(1)
})

test('an address that is refused stands in the ledger with the reason', async () => {
  const who = await reader()
  await plan(who, 'Справа')
  const address = await addressOf(who)
  post.sink.rules.refuse = (to) => (to === address ? { code: 550, text: 'No such user' } : null)
  await sendDigests(w.kolo)
  await settled()
  delete post.sink.rules.refuse
  expect(await noticesOf(who)).toMatchObject([
    { state: 'failed', address, trouble: expect.stringContaining('No such user') },
  ])
})

test('its writer is cut off again and again: one for each user', async () => {
  const people: Actor[] = []
  for (let i = 0; i < 6; i++) people.push(await reader())
  for (const who of people) await plan(who, `Справа ${who.name}`)
  const killer = new pg.Client(w.config)
  await killer.connect()
  for (const pause of [10, 60, 150, 300]) {
    const db = new Database({ config: { ...w.config, application_name: 'digesting' }, size: 2 })
    db.pool.on('connect', (client) => void client.on('error', () => {}))
    const other = new Kolo(w.kolo.catalogue, db)
    await other.refresh()
    const running = sendDigests(other).catch(() => {})
    await sleep(pause)
    await killer.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'digesting'`,
    )
    await running
    await db.close()
  }
  await killer.end()
  await sendDigests(w.kolo)
  const rows = await w.db.system((tx) =>
    tx.rows<{ n: number }>(sql`select count(*)::float as n from notices
      where owner_id = any(${people.map((p) => p.user!)}::uuid[]) group by owner_id`),
  )
  expect(rows.map((r) => r.n)).toEqual(people.map(() => 1))
})
