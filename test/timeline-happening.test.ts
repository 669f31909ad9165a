import sql from 'sql-template-tag'
import { expect, test } from 'vitest'
import { firstId } from '#core/id.ts'
import { receiveAll, type Arrived } from '#modules/mail/index.ts'
import { change, client, make, openTimelines, paged, settle, told, w } from './timeline-world.ts'

openTimelines()

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

test('a call of last week that is logged today stands last week; where its time is mended, it moves', async () => {
  const { account, deal } = await client('Late')
  const record = { entity: 'deal', id: deal }
  await change('deal', deal, { openedOn: daysAgo(7).slice(0, 10) })
  await w.kolo.call(w.admin, 'activity.log', { kind: 'call', subject: 'Logged', record, doneAt: daysAgo(7) })
  const planned = await make('activity', {
    kind: 'meeting',
    subject: 'Planned',
    record,
    startsAt: daysAgo(-3),
  })
  await w.kolo.call(w.admin, 'deal.win', { id: deal, closedOn: daysAgo(7).slice(0, 10) })
  await settle()
  const order = async (entity: string, id: string) =>
    (await told(entity, id)).filter((t) => !t.includes('updated') && !t.includes('contact'))
  const [opened, logged, plannedNow] = [
    'deal.created Late deal',
    'activity.created Logged',
    'activity.created Planned',
  ]
  const won = 'deal.won Late deal'
  expect(await order('account', account)).toEqual([opened, logged, won, 'account.created Late', plannedNow])
  expect(await order('deal', deal)).toEqual([opened, logged, won, plannedNow])
  const { items } = await w.kolo.timeline(w.admin, 'account', account, {})
  const call = items.find((i) => i.record.title === 'Logged')!
  expect(Date.parse(call.recordedAt) - Date.parse(call.at)).toBeGreaterThan(6.9 * 86_400_000)
  expect(items.find((i) => i.name === 'deal.created')!.day).toBe(daysAgo(7).slice(0, 10))
  expect(items.find((i) => i.record.title === 'Planned')!.day).toBeUndefined()

  await change('activity', call.record.id, { startsAt: daysAgo(40) })
  await w.kolo.call(w.admin, 'activity.complete', { id: planned, doneAt: daysAgo(2) })
  await settle()
  expect(await order('account', account)).toEqual([
    logged,
    opened,
    won,
    // What was done cannot have been planned later.
    plannedNow,
    'activity.completed Planned',
    'account.created Late',
  ])
  expect(await told('activity', call.record.id, { own: true })).toEqual([logged, 'activity.updated Logged'])
})

/** A letter of that moment, as a mailbox is read. */
const letterOf = (subject: string, at: string): Arrived => ({
  mail: {
    messageId: `<${subject}@letters.example>`,
    key: subject,
    inReplyTo: null,
    references: [],
    subject,
    from: { address: 'a@letters.example', name: 'A' },
    to: [{ address: 'sales@kolo.example', name: 'Sales' }],
    cc: [],
    bcc: [],
    replyTo: [],
    at,
    text: subject,
    quoted: null,
    excerpt: subject,
    html: null,
    files: [],
    kind: 'letter',
    isBulk: false,
    bounces: null,
    invitation: null,
    size: 1,
  },
  arrivedAt: at,
  isSeen: true,
  isAnswered: false,
  isSent: false,
  isPrivate: false,
  folder: 'INBOX',
})

test('letters of a year ago stand a year ago when a mailbox is read for the first time', async () => {
  const account = await make('account', { name: 'Letters' })
  const contact = await make('contact', {
    name: { last: 'Пошта' },
    account,
    emails: [{ value: 'a@letters.example' }],
  })
  const mailbox = await make('mailbox', {
    name: 'Sales',
    address: 'sales@kolo.example',
    kind: 'shared',
    isForAll: true,
  })
  await receiveAll(w.kolo, mailbox, [
    letterOf('second', daysAgo(300)),
    letterOf('first', daysAgo(365)),
    letterOf('third', daysAgo(2)),
  ])
  await settle()
  const lines = ['first', 'second', 'third'].map((subject) => `mailThread.received ${subject}`)
  expect((await told('account', account, { kind: 'mail' })).filter((t) => !t.includes('updated'))).toEqual(
    lines,
  )
  expect((await told('contact', contact)).slice(0, 3)).toEqual(lines)
})

test('of one moment nothing is left out and nothing comes twice, page by page', async () => {
  const { account, deal } = await client('Equal')
  const at = daysAgo(10)
  const record = { entity: 'deal', id: deal }
  for (let i = 0; i < 7; i++)
    await w.kolo.call(w.admin, 'activity.log', { kind: 'call', subject: `${i}`, record, doneAt: at })
  for (let i = 0; i < 3; i++) await change('deal', deal, { description: `${i}` })
  await settle()
  for (const [entity, id] of [
    ['account', account],
    ['deal', deal],
  ] as const) {
    const whole = await w.kolo.timeline(w.admin, entity, id, {})
    for (const limit of [1, 2, 3]) expect(await paged(entity, id, limit)).toEqual(whole.items)
    const same = whole.items.filter((i) => i.at === at).map((i) => i.id)
    expect(same).toHaveLength(7)
    expect(same).toEqual(same.toSorted().toReversed())
  }
})

test('what is told again after a rebuild stands there once', async () => {
  const [from, to] = [await client('Once'), await client('Twice')]
  const record = { entity: 'deal', id: from.deal }
  await w.kolo.call(w.admin, 'activity.log', { kind: 'call', subject: 'Old', record, doneAt: daysAgo(9) })
  await settle()
  await change('deal', from.deal, { account: to.account, contact: null })
  await settle()
  expect((await told('account', to.account)).filter((t) => t.endsWith('Old'))).toEqual([
    'activity.created Old',
  ])
  await w.db.system((tx) =>
    tx.rows(
      sql`update relay_cursors set xid = '0', event_id = ${firstId(0)}::uuid where consumer = 'timeline'`,
    ),
  )
  const before = await told('account', to.account)
  await settle()
  expect(await told('account', to.account)).toEqual(before)
})
