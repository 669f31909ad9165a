import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { Missing } from '#core/error.ts'
import { startRelay } from '#doors/relay/index.ts'
import { until } from '../door-world.ts'
import { world, type World } from '../world/world.ts'

let w: World
let olena: Actor
let petro: Actor
let boss: Actor
let reader: Actor
let account: string
let deal: string
let relay: Awaited<ReturnType<typeof startRelay>>

const make = async (who: Actor, entity: string, item: object): Promise<string> =>
  (await w.kolo.call(who, `${entity}.create`, { items: [item] })).items[0].id
const plan = (who: Actor, item: object) => make(who, 'activity', { subject: 'Call back', ...item })
const get = (who: Actor, id: string) => w.kolo.get(who, 'activity', id)
const sees = async (who: Actor, id: string) =>
  (await w.kolo.list(who, 'activity', { filter: ['id', 'is', id] })).items.length === 1
const news = async (who: Actor) =>
  (await w.kolo.list(who, 'notification', { limit: 100 })).items as Record<string, unknown>[]
const told = (who: Actor, reason: string, text?: string) =>
  until(async () => (await news(who)).some((n) => n['reason'] === reason && (!text || n['text'] === text)))

beforeAll(async () => {
  w = await world()
  olena = await w.asRole('sales', { name: 'Олена Коваль' })
  petro = await w.asRole('sales', { name: 'Петро Сом' })
  boss = await w.asRole('manager', { name: 'Ганна Шевченко' })
  reader = await w.asRole('reader')
  account = await make(olena, 'account', { name: 'Ромашка' })
  await make(w.system, 'pipeline', { name: 'P', isDefault: true }).then((pipeline) =>
    w.kolo.call(w.system, 'stage.create', {
      items: [
        { name: 'New', pipeline, position: 1, outcome: 'open' },
        { name: 'Won', pipeline, position: 2, outcome: 'won' },
      ],
    }),
  )
  deal = await make(olena, 'deal', { name: 'Pumps', account })
  const { activities } = await import('#modules/activities/index.ts')
  relay = await startRelay(w.kolo, activities.background!(w.kolo).consumers!, { idle: 50 })
})
afterAll(async () => {
  await relay.stop()
  await w.close()
})

describe('who sees what', () => {
  test('it follows its record: team and managers see it, another team does not', async () => {
    const id = await plan(olena, { record: { entity: 'deal', id: deal } })
    expect(await get(olena, id)).toMatchObject({
      account: { id: account },
      deal: { id: deal },
      record: { entity: 'deal', id: deal, title: 'Pumps' },
      status: 'planned',
      owner: { id: olena.user },
    })
    expect(await Promise.all([olena, boss, reader, petro].map((who) => sees(who, id)))).toEqual([
      true,
      true,
      true,
      false,
    ])
  })

  test('without a record it is its assignee’s, and of whom it is shared with', async () => {
    const id = await plan(olena, { participants: [{ user: petro.user }] })
    expect(await Promise.all([olena, petro, boss].map((who) => sees(who, id)))).toEqual([true, true, false])
  })

  test('a private one is hidden from everybody else by the database, managers and administrators too', async () => {
    const id = await plan(olena, { record: { entity: 'deal', id: deal }, isPrivate: true })
    const admin = await w.asRole('administrator')
    expect(await Promise.all([olena, boss, admin, reader].map((who) => sees(who, id)))).toEqual([
      true,
      false,
      false,
      false,
    ])
    await expect(
      w.kolo.call(boss, 'activity.update', { items: [{ id, subject: 'Mine' }] }),
    ).rejects.toBeInstanceOf(Missing)
    await expect(w.kolo.call(boss, 'activity.delete', { ids: [id] })).rejects.toThrow()
    await expect(w.kolo.history(boss, 'activity', id)).rejects.toThrow()
    const shown = await w.kolo.call(boss, 'activity.agenda', {
      from: '2020-01-01T00:00:00Z',
      to: '2020-02-01T00:00:00Z',
      users: [olena.user],
    })
    expect(shown.items).toEqual([])
  })

  test('nobody hides what is somebody else’s', async () => {
    const admin = await w.asRole('administrator')
    const id = await plan(olena, { record: { entity: 'deal', id: deal } })
    await expect(
      w.kolo.call(admin, 'activity.update', { items: [{ id, isPrivate: true }] }),
    ).rejects.toMatchObject({ problems: [{ code: 'not_yours' }] })
  })

  test('who only reads changes nothing; who may not see a contact cannot invite it', async () => {
    const id = await plan(olena, { record: { entity: 'deal', id: deal } })
    await expect(w.kolo.call(reader, 'activity.complete', { id })).rejects.toThrow()
    const contact = await make(petro, 'contact', { name: { last: 'Гнатюк' } })
    await expect(plan(olena, { participants: [{ contact }] })).rejects.toMatchObject({
      problems: [{ path: 'items.0.participants', code: 'no_reference' }],
    })
  })
})

describe('completing', () => {
  test('with a result and the next one in one step', async () => {
    const id = await plan(olena, { kind: 'call', record: { entity: 'deal', id: deal } })
    const done = await w.kolo.call(olena, 'activity.complete', {
      id,
      result: 'Wants an offer',
      nextSubject: 'Send the offer',
      nextKind: 'task',
      nextAt: '2030-01-10T09:00:00Z',
    })
    expect(done).toMatchObject({ status: 'done', result: 'Wants an offer', doneBy: { id: olena.user } })
    const { items } = await w.kolo.list(olena, 'activity', { filter: ['followUpOf', 'is', id] })
    expect(items).toMatchObject([
      { subject: 'Send the offer', dueAt: '2030-01-10T09:00:00.000Z', deal: { id: deal }, status: 'planned' },
    ])
    await expect(w.kolo.call(olena, 'activity.complete', { id })).rejects.toMatchObject({ code: 'is_over' })
    await until(async () => (await w.kolo.get(olena, 'deal', deal))['nextStep'] === 'Send the offer')
    expect((await w.kolo.get(olena, 'deal', deal))['nextStepOn']).toBe('2030-01-10')
    await w.kolo.call(olena, 'activity.complete', { id: items[0]!.id })
    await until(async () => (await w.kolo.get(olena, 'deal', deal))['nextStep'] !== 'Send the offer')
  })

  test('where a next step is required, the last planned one of an open deal brings the next', async () => {
    const { saveWorkspace } = await import('#doors/http/workspace.ts')
    await saveWorkspace(w.kolo, w.system, { nextStepRequired: true })
    const own = await make(olena, 'deal', { name: 'Boiler', account })
    const id = await plan(olena, { record: { entity: 'deal', id: own } })
    await expect(w.kolo.call(olena, 'activity.complete', { id })).rejects.toMatchObject({
      code: 'next_needed',
    })
    await w.kolo.call(olena, 'activity.complete', { id, nextSubject: 'Visit' })
    const loose = await plan(olena, {})
    await w.kolo.call(olena, 'activity.complete', { id: loose })
    await saveWorkspace(w.kolo, w.system, { nextStepRequired: false })
  })

  test('one of a series keeps a row of its own, and the series goes on without it', async () => {
    const id = await plan(olena, {
      kind: 'meeting',
      startsAt: '2030-03-04T08:00:00Z',
      endsAt: '2030-03-04T09:00:00Z',
      repeat: 'FREQ=WEEKLY;COUNT=4',
      timeZone: 'Europe/Kyiv',
    })
    const window = { from: '2030-03-01T00:00:00Z', to: '2030-05-01T00:00:00Z' }
    const times = async () =>
      (await w.kolo.call(olena, 'activity.agenda', window)).items
        .filter((i: { subject: string }) => i.subject === 'Call back')
        .map((i: { startsAt: string; status: string }) => `${i.startsAt.slice(5, 16)} ${i.status}`)
    const done = await w.kolo.call(olena, 'activity.complete', { id, result: 'Met' })
    expect(done).toMatchObject({ series: { id }, occursAt: '2030-03-04T08:00:00.000Z', duration: 60 })
    await w.kolo.call(olena, 'activity.reschedule', {
      id,
      occursAt: '2030-03-11T08:00:00.000Z',
      startsAt: '2030-03-12T10:00:00Z',
    })
    await w.kolo.call(olena, 'activity.cancel', { id, occursAt: '2030-03-18T08:00:00.000Z' })
    expect(await times()).toEqual(['03-04T08:00 done', '03-12T10:00 planned', '03-25T08:00 planned'])
    await expect(
      w.kolo.call(olena, 'activity.complete', { id, occursAt: '2030-03-18T08:00:00.000Z' }),
    ).rejects.toMatchObject({ code: 'no_instance' })
    expect(await get(olena, id)).toMatchObject({
      status: 'planned',
      repeatsUntil: '2030-03-25T09:00:00.000Z',
    })
  })

  test('a series that is put off moves whole: its end, its due, what was left out and what was changed alone', async () => {
    const id = await plan(olena, {
      kind: 'task',
      startsAt: '2031-03-03T08:00:00Z',
      endsAt: '2031-03-03T09:00:00Z',
      dueAt: '2031-03-04T08:00:00Z',
      repeat: 'FREQ=WEEKLY;BYDAY=MO;COUNT=4',
      exceptions: ['2031-03-10T08:00:00.000Z'],
      timeZone: 'UTC',
    })
    const alone = { id, occursAt: '2031-03-17T08:00:00.000Z', scope: 'one', subject: 'Alone' }
    const one = await w.kolo.call(olena, 'activity.change_series', alone)
    await w.kolo.call(olena, 'activity.reschedule', { id, startsAt: '2031-03-04T10:00:00Z' })
    expect(await get(olena, id)).toMatchObject({
      startsAt: '2031-03-04T10:00:00.000Z',
      endsAt: '2031-03-04T11:00:00.000Z',
      dueAt: '2031-03-05T10:00:00.000Z',
      repeat: 'FREQ=WEEKLY;COUNT=4;BYDAY=TU',
      exceptions: ['2031-03-11T10:00:00.000Z'],
    })
    expect(await get(olena, one.id)).toMatchObject({ occursAt: '2031-03-18T10:00:00.000Z' })
    // What is due later begins later too.
    await w.kolo.call(olena, 'activity.reschedule', { id, dueAt: '2031-03-05T12:00:00Z' })
    expect(await get(olena, id)).toMatchObject({ startsAt: '2031-03-04T12:00:00.000Z' })
  })

  test('a call just made is logged in one step', async () => {
    const made = await w.kolo.call(olena, 'activity.log', {
      kind: 'call',
      subject: 'Asked about delivery',
      record: `account:${account}`,
      duration: 12,
    })
    expect(made).toMatchObject({ status: 'done', duration: 12, account: { id: account } })
  })
})

describe('giving away', () => {
  test('delegated, told, declined, and back', async () => {
    const id = await plan(olena, { subject: 'Measure the cellar' })
    await w.kolo.call(olena, 'activity.delegate', { id, to: petro.user })
    await told(petro, 'assigned', 'Measure the cellar')
    expect(await get(petro, id)).toMatchObject({ assignee: { id: petro.user }, answer: 'asked' })
    expect(await sees(olena, id)).toBe(true)
    await expect(w.kolo.call(olena, 'activity.accept', { id })).rejects.toThrow()
    await w.kolo.call(petro, 'activity.decline', { id, note: 'On leave' })
    await told(olena, 'answered', 'Measure the cellar: On leave')
    expect(await get(olena, id)).toMatchObject({ assignee: { id: olena.user }, answer: 'declined' })
  })

  test('who is invited answers for himself only', async () => {
    const id = await plan(olena, {
      kind: 'meeting',
      participants: [{ user: petro.user }, { email: 'a@b.ua' }],
    })
    await told(petro, 'invited')
    await w.kolo.call(petro, 'activity.reply', { id, reply: 'accepted' })
    expect((await get(olena, id))['participants']).toMatchObject([
      { user: petro.user, name: 'Петро Сом', reply: 'accepted' },
      { email: 'a@b.ua', reply: 'asked' },
    ])
    await expect(w.kolo.call(boss, 'activity.reply', { id, reply: 'accepted' })).rejects.toMatchObject({
      code: 'not_invited',
    })
  })

  test('a whole journal is handed over and taken back; what was done meanwhile stays done', async () => {
    const anna = await w.asRole('sales')
    const day = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString()
    const [a, b, later, secret] = await Promise.all([
      plan(anna, { kind: 'call', dueAt: day(1) }),
      plan(anna, { kind: 'call', dueAt: day(2) }),
      plan(anna, { kind: 'call', dueAt: day(30) }),
      plan(anna, { kind: 'call', dueAt: day(2), isPrivate: true }),
    ])
    const until_ = day(10).slice(0, 10)
    const given = await w.kolo.call(anna, 'handOver.start', {
      id: anna.user,
      to: petro.user,
      until: until_,
    })
    expect(given.count).toBe(2)
    const whose = async (id: string) => {
      const rows = await w.kolo.list(w.system, 'activity', { filter: ['id', 'is', id], fields: ['assignee'] })
      return (rows.items[0]!['assignee'] as { id: string }).id
    }
    expect(await Promise.all([a, b, later, secret].map(whose))).toEqual([
      petro.user,
      petro.user,
      anna.user,
      anna.user,
    ])
    await w.kolo.call(petro, 'activity.complete', { id: a })
    expect(await w.kolo.call(anna, 'handOver.undo', { id: given.id })).toMatchObject({ count: 1 })
    expect(await Promise.all([a, b].map(whose))).toEqual([petro.user, anna.user])
    await expect(w.kolo.call(anna, 'handOver.undo', { id: given.id })).rejects.toMatchObject({
      code: 'undone',
    })
    await expect(
      w.kolo.call(petro, 'handOver.start', { id: anna.user, to: olena.user }),
    ).rejects.toMatchObject({ code: 'nothing' })
  })
})

describe('what people are told', () => {
  test('a comment calls whom it names and who follows, and nobody who may not see the record', async () => {
    await w.kolo.call(boss, 'follower.follow', { record: `deal:${deal}` })
    await make(olena, 'comment', {
      record: `deal:${deal}`,
      body: 'Please look, @Ганна Шевченко and @Петро Сом!',
    })
    await told(boss, 'mentioned')
    await make(boss, 'comment', { record: `deal:${deal}`, body: 'Looked.' })
    await told(olena, 'commented', 'Looked.')
    expect((await news(petro)).filter((n) => n['reason'] === 'mentioned')).toEqual([])
    // The writer is told so at once; who does not see the record himself is told nothing of it.
    const call = { record: `deal:${deal}`, body: 'Please look, @Ганна Шевченко and @Петро Сом!' }
    expect(await w.kolo.call(olena, 'comment.reach', call)).toEqual({
      unseen: [{ id: petro.user, title: 'Петро Сом' }],
    })
    await expect(w.kolo.call(petro, 'comment.reach', call)).rejects.toThrow()
    expect((await news(boss)).filter((n) => n['reason'] === 'commented')).toEqual([])
  })

  test('a change of what one follows, once an hour; not one’s own; not after one stopped', async () => {
    const own = await make(olena, 'account', { name: 'Волошка' })
    await w.kolo.call(w.system, 'account.update', { items: [{ id: own, code: 'system' }] })
    const change = (code: string) => w.kolo.call(boss, 'account.update', { items: [{ id: own, code }] })
    const told_ = async () =>
      (await news(olena)).filter((n) => (n['record'] as { id?: string })?.id === own).length
    await w.kolo.call(w.system, 'account.update', { items: [{ id: own, owner: boss.user }] })
    await w.kolo.call(boss, 'account.update', { items: [{ id: own, owner: olena.user }] })
    await until(async () => (await told_()) === 1)
    expect(await told_()).toBe(1)
    await w.kolo.call(olena, 'follower.unfollow', { record: `account:${own}` })
    await expect(change('x')).rejects.toThrow()
    expect(await told_()).toBe(1)
  })

  test('read, unread, and only one’s own', async () => {
    await told(petro, 'assigned')
    const before = await news(petro)
    expect(before.length).toBeGreaterThan(0)
    await w.kolo.call(petro, 'notification.read', { ids: [before[0]!['id']] })
    expect((await news(petro))[0]!['readAt']).not.toBeNull()
    await w.kolo.call(petro, 'notification.read', {})
    expect((await news(petro)).every((n) => n['readAt'] !== null)).toBe(true)
    expect((await news(olena)).some((n) => n['readAt'] === null)).toBe(true)
  })

  test('the digest says the day in the reader’s language', async () => {
    const ivan = await w.asRole('sales', { locale: 'uk' })
    const noon = new Date()
    await plan(ivan, { subject: 'Зателефонувати Олені', dueAt: noon.toISOString() })
    const digest = await w.kolo.call(ivan, 'notification.digest', {})
    expect(digest.subject).toContain('Ваш день')
    expect(digest.text).toMatch(/Сьогодні\n- \d\d:\d\d Зателефонувати Олені/)
    const empty = await w.asRole('sales')
    expect((await w.kolo.call(empty, 'notification.digest', {})).text).toContain('Nothing is planned')
  })
})
