import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { expect, onTestFinished, test } from 'vitest'
import { remind } from '../../server/modules/activities/reminders.ts'
import { until } from '../door-world.ts'
import { world } from '../world/world.ts'

async function reminding(config: object): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'reminding-process.ts'), JSON.stringify(config)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  await new Promise((ready, gone) => child.stdout!.once('data', ready) && child.once('exit', gone))
  return child
}
const kill = (child: ChildProcess) => new Promise((gone) => child.once('exit', gone) && child.kill('SIGKILL'))

test('two servers remind, both are killed again and again: every reminder is given once', async () => {
  const w = await world()
  onTestFinished(() => w.close())
  const olena = await w.asRole('sales')
  const plan = (count: number) =>
    w.kolo.call(olena, 'activity.create', {
      items: Array.from({ length: count }, (_, i) => ({
        subject: `Call ${i}`,
        dueAt: new Date(Date.now() + 1_800_000 + i * 1000).toISOString(),
        reminders: ['0', '15'],
      })),
      returning: false,
    })
  let children = [await reminding(w.config), await reminding(w.config)]
  let planned = 0
  for (let round = 0; round < 4; round++) {
    planned += 150
    await plan(150)
    await sleep(20 + round * 25)
    await Promise.all(children.map(kill))
    children = await Promise.all([reminding(w.config), reminding(w.config)])
  }
  const count = () =>
    w.db.system((tx) =>
      tx.one<{
        told: number
        kinds: number
        left: number
      }>(sql`select count(*) as told, count(distinct key) as kinds,
        (select count(*) from activities where remind_at is not null) as left from notifications where reason = 'reminder'`),
    )
  await until(async () => Number((await count())!.left) === 0, 30_000)
  await Promise.all(children.map(kill))
  // The earlier and the later reminder of each: what lay an hour ahead is passed over in one look.
  const { told, kinds } = (await count())!
  expect(Number(told)).toBe(Number(kinds))
  expect(Number(told)).toBe(planned)
}, 120_000)

test('a series reminds again and again; who declined is not reminded; what is done is not', async () => {
  const w = await world()
  onTestFinished(() => w.close())
  const [olena, petro, ivan] = await Promise.all(['sales', 'sales', 'sales'].map((r) => w.asRole(r)))
  const start = new Date(Date.now() + 3_600_000)
  const made = await w.kolo.call(olena!, 'activity.create', {
    items: [
      {
        kind: 'meeting',
        subject: 'Weekly',
        startsAt: start.toISOString(),
        repeat: 'FREQ=WEEKLY',
        reminders: ['15'],
        participants: [{ user: petro!.user }, { user: ivan!.user, reply: 'declined' }],
      },
      { subject: 'Done', dueAt: start.toISOString(), reminders: ['15'] },
    ],
  })
  await w.kolo.call(olena!, 'activity.complete', { id: made.items[1].id })
  const week = 7 * 86_400_000
  for (const at of [start.valueOf(), start.valueOf() + week, start.valueOf() + week + 1000])
    await remind(w.kolo, at)
  const told = await w.db.system((tx) =>
    tx.rows<{ to: string; n: number }>(
      sql`select owner_id as to, count(*) as n from notifications where reason = 'reminder' group by 1`,
    ),
  )
  expect(new Map(told.map((r) => [r.to, Number(r.n)]))).toEqual(
    new Map([
      [olena!.user, 2],
      [petro!.user, 2],
    ]),
  )
})
