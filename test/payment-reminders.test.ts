import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { holdOf, nextStep, onWorkday, type Planned } from '../server/modules/dunning/plan.ts'
import { openSellingWorld, type SellingWorld } from './selling-world.ts'

const [before, soon, later] = [-3, 3, 14].map((days) => ({ id: String(days), name: String(days), days }))
const steps = [before!, soon!, later!]

// 2026-11-02 is a Monday.
test.each([
  ['long before the day to pay: the first, on its day', '2026-11-02', [], '2026-10-01', ['-3', '2026-10-30']],
  ['its day has come', '2026-11-02', [], '2026-10-30', ['-3', '2026-10-30']],
  ['one that went does not go again', '2026-11-02', ['-3'], '2026-10-30', ['3', '2026-11-05']],
  [
    'slept through: the last whose day has come, on a workday',
    '2026-11-02',
    [],
    '2026-11-07',
    ['3', '2026-11-09'],
  ],
  ['none before one that went', '2026-11-02', ['14'], '2026-11-05', null],
  ['more than a week late: it is let go', '2026-11-02', [], '2026-11-14', ['14', '2026-11-16']],
  ['switched on months later: nobody is flooded', '2026-06-01', [], '2026-11-02', null],
  ['all went', '2026-11-02', ['-3', '3', '14'], '2026-11-20', null],
] as const)('%s', (_, dueDate, sent, today, is) => {
  const next = nextStep(dueDate, steps, sent, today)
  expect(next && [next.step.id, next.on]).toEqual(is)
})

test.each([
  ['2026-11-06', '2026-11-06'],
  ['2026-11-07', '2026-11-09'],
  ['2026-11-08', '2026-11-09'],
])('a workday for %s', (day, is) => expect(onWorkday(day)).toBe(is))

const calm = { accountPaused: null, paused: null, dispute: null, promisedOn: null, owed: '1' }
test.each([
  [{}, null],
  [{ accountPaused: true }, 'clientPaused'],
  [{ paused: true }, 'invoicePaused'],
  [{ dispute: 'Брак' }, 'disputed'],
  [{ promisedOn: '2026-11-02' }, 'promised'],
  [{ promisedOn: '2026-11-01' }, null],
  [{ owed: '0' }, 'covered'],
])('held back by %j', (more, is) => expect(holdOf({ ...calm, ...more }, '2026-11-02')).toBe(is))

let w: SellingWorld
beforeAll(async () => (w = await openSellingWorld()))
afterAll(() => w.close())
afterEach(() => void vi.useRealTimers())

/** Letters go on workdays: on a day of rest it is the last one before. */
function lastWorkday() {
  const at = new Date()
  while ([0, 6].includes(at.getUTCDay())) at.setUTCDate(at.getUTCDate() - 1)
  return at
}

test('a reminder goes once as a letter with the invoice, to whom it should, and as a task where it cannot', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: lastWorkday() })
  const system = { ...w.system, timeZone: 'UTC' }
  const bill = async (account: string) => {
    const [o] = await w.make(w.olena, 'order', { account, currency: 'UAH' })
    await w.make(w.olena, 'orderLine', { order: o!.id, product: w.pump.id, quantity: 1 })
    await w.act(w.olena, 'order.confirm', { id: o!.id })
    const { invoice } = await w.act<{ invoice: string }>(w.olena, 'order.invoice', { id: o!.id })
    return invoice
  }
  const [known, unknown] = await w.make(
    w.olena,
    'account',
    { name: 'Знаний', emails: [{ value: 'pay@known.example', primary: true }] },
    { name: 'Без пошти' },
  )
  const first = await bill(known!.id)
  await bill(known!.id)
  await bill(unknown!.id)
  // The rule's day is today for every one of them, on whatever day this runs.
  const { dueDate } = (await w.read(w.olena, 'invoice', first)) as never as { dueDate: string }
  const days = Math.round(
    (Date.parse(new Date().toISOString().slice(0, 10)) - Date.parse(dueDate)) / 86_400_000,
  )
  const [step] = await w.make(w.admin, 'reminderStep', { name: 'Строк', days })
  const planned = async (who = w.olena) =>
    (await w.act<{ items: Planned[] }>(who, 'invoice.reminders', {})).items
  expect((await planned()).map((p) => p.hold)).toEqual(['off', 'off', 'off'])
  const remind = (account: string) =>
    w.act<{ reminded: number }>(system, 'invoice.remind', { account, step: step!.id })
  expect(await remind(known!.id)).toEqual({ reminded: 0 })
  await w.act(w.admin, 'reminderStep.update', { items: [{ id: step!.id, isOn: true }] })
  expect((await planned()).map((p) => p.why)).toEqual(['noMailbox', 'noMailbox', 'noMailbox'])
  await w.make(w.admin, 'mailbox', {
    name: 'Рахунки',
    address: 'bills@vodolii.example',
    kind: 'shared',
    isForAll: true,
    smtpHost: '127.0.0.1',
    smtpPort: 1,
    smtpSecurity: 'none',
    sendsNotices: true,
  })
  expect((await planned()).map((p) => [p.account.title, p.to, p.why])).toEqual([
    ['Без пошти', null, 'noAddress'],
    ['Знаний', 'pay@known.example', null],
    ['Знаний', 'pay@known.example', null],
  ])
  expect(await planned(w.petro)).toEqual([])
  await w.act(w.olena, 'invoice.update', { items: [{ id: first, noReminders: true }] })
  const twice = await Promise.all([remind(known!.id), remind(known!.id)])
  expect(twice.map((r) => r.reminded).toSorted()).toEqual([0, 1])
  expect(await remind(unknown!.id)).toEqual({ reminded: 1 })
  const letters = (await w.kolo.list(w.admin, 'mailMessage', {})).items as Record<string, any>[]
  expect(letters).toMatchObject([{ state: 'queued', recipients: [{ address: 'pay@known.example' }] }])
  expect(letters[0]!['files']).toMatchObject([{ type: 'application/pdf' }])
  const tasks = (await w.kolo.list(w.admin, 'activity', { filter: ['kind', 'is', 'task'] })).items
  expect(tasks.map((t) => t['assignee'])).toMatchObject([{ id: w.olena.user }])
  const ledger = (await w.kolo.list(w.olena, 'invoiceReminder', { sort: 'createdAt' })).items
  expect(ledger.map((l) => l['way'])).toEqual(['mail', 'task'])
  // Paid before its reminder: it is not sent.
  await w.act(w.olena, 'invoice.update', { items: [{ id: first, noReminders: false }] })
  await w.act(w.olena, 'invoice.pay', { id: first })
  expect(await remind(known!.id)).toEqual({ reminded: 0 })
})
