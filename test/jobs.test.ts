import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Queue } from '#core/background.ts'
import { purgeBin, startJobs } from '#doors/jobs/index.ts'
import { openDoorWorld, pause, until, type DoorWorld } from './door-world.ts'

let w: DoorWorld
beforeAll(async () => void (w = await openDoorWorld()))
afterAll(() => w.close())

const create = async (entity: string, items: object[]) =>
  (await w.kolo.call(w.admin, `${entity}.create`, { items })).items as { id: string }[]
const remove = (entity: string, ids: string[]) => w.kolo.call(w.admin, `${entity}.delete`, { ids })
const there = async (table: string) =>
  (
    await w.db.system((tx) => tx.rows<{ id: string }>(sql([`select id from ${table} order by id`] as never)))
  ).map((r) => r.id)
const agedBin = () =>
  w.db.system(async (tx) => {
    for (const table of ['accounts', 'contacts', 'affiliations', 'account_roles', 'custom_records'])
      await tx.rows(
        sql([
          `update ${table} set deleted_at = deleted_at - interval '31 days' where deleted_at is not null`,
        ] as never),
      )
  })

test('the bin is emptied after a month of what nothing refers to', async () => {
  const [free, parent, child, recent, living] = await create(
    'account',
    ['Free', 'Parent', 'Child', 'Recent', 'Living'].map((name) => ({ name })),
  )
  await w.kolo.call(w.admin, 'account.update', { items: [{ id: child!.id, parent: parent!.id }] })
  const [contact] = await create('contact', [{ name: { last: 'Ковальчук' } }])
  await create('affiliation', [{ contact: contact!.id, account: living!.id }])
  await remove('account', [child!.id])
  await remove('account', [free!.id, parent!.id])
  await remove('contact', [contact!.id])
  await agedBin()
  await remove('account', [recent!.id])
  expect(await purgeBin(w.kolo)).toBe(5)
  expect(await there('accounts')).toEqual([recent!.id, living!.id].toSorted())
  expect(await there('affiliations')).toEqual([])
  const told = await w.db.system((tx) =>
    tx.rows<{ name: string }>(sql`select name from events where name like '%.purged' order by name`),
  )
  expect(told.map((e) => e.name)).toEqual([
    'account.purged',
    'account.purged',
    'account.purged',
    'affiliation.purged',
    'contact.purged',
  ])
  expect(await purgeBin(w.kolo)).toBe(0)
})

test('what a customer’s own field refers to stays in the bin', async () => {
  const [friend, target] = await create('account', [{ name: 'Friend' }, { name: 'Target' }])
  await w.kolo.call(w.admin, 'customField.create', {
    items: [{ entity: 'account', key: 'friend', kind: 'reference', target: 'account', label: 'Friend' }],
  })
  await w.kolo.call(w.admin, 'account.update', {
    items: [{ id: friend!.id, custom: { friend: target!.id } }],
  })
  await remove('account', [target!.id])
  await agedBin()
  await purgeBin(w.kolo)
  expect(await there('accounts')).toContain(target!.id)
})

test('every night: old answers, the bin, the search indexes, and what other doors bring; one that fails stops no other', async () => {
  await w.db.system((tx) =>
    tx.rows(sql`insert into answers (key, actor_id, request_hash, created_at)
      values ('old', ${w.admin.user}::uuid, 'x', now() - interval '25 hours'), ('new', ${w.admin.user}::uuid, 'x', now())`),
  )
  const faults: Error[] = []
  let done = 0
  const chores = [() => Promise.reject(new Error('a chore failed')), async () => void done++]
  const jobs = await startJobs({
    config: w.config,
    kolo: w.kolo,
    chores,
    onFault: (e) => faults.push(e as Error),
  })
  await jobs.send('maintenance', [{}])
  await until(() => done && faults.length)
  await jobs.stop()
  const keys = await w.db.system((tx) => tx.rows<{ key: string }>(sql`select key from answers`))
  expect(keys.map((a) => a.key)).toEqual(['new'])
  expect(faults.map((f) => f.message)).toEqual(['a chore failed'])
  const schedule = await w.db.system((tx) =>
    tx.rows<{ cron: string }>(sql`select cron from kolo_jobs.schedule where name = 'maintenance'`),
  )
  expect(schedule).toEqual([{ cron: '17 3 * * *' }])
})

test('a job stands or falls with its transaction, and one that throws is tried again', async () => {
  const ran: string[] = []
  const queue: Queue<{ what: string }> = {
    name: 'test',
    options: { retryLimit: 3, retryDelay: 1 },
    work: { pollingIntervalSeconds: 0.5 },
    async run({ what }) {
      ran.push(what)
      if (what === 'throws' && ran.filter((r) => r === 'throws').length < 2) throw new Error('once')
    },
  }
  const faults: unknown[] = []
  const jobs = await startJobs({
    config: w.config,
    kolo: w.kolo,
    queues: [queue],
    supervise: 1,
    onFault: (e) => faults.push(e),
  })
  await w.db.system((tx) => jobs.send('test', [{ what: 'committed' }], { tx }))
  jobs.wake('test')
  await w.db
    .system(async (tx) => {
      await jobs.send('test', [{ what: 'rolled back' }], { tx })
      throw new Error('no')
    })
    .catch(() => {})
  await jobs.send('test', [{ what: 'throws' }])
  await jobs.send('test', [{ what: 'later' }], { at: new Date(Date.now() + 1500) })
  await until(() => ran.filter((r) => r === 'throws').length === 2 && ran.includes('later'))
  await pause(300)
  await jobs.stop()
  expect(ran.toSorted()).toEqual(['committed', 'later', 'throws', 'throws'])
  expect(faults).toHaveLength(1)
})
