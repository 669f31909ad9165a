import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import sql from 'sql-template-tag'
import { expect, onTestFinished, test } from 'vitest'
import { openDoorWorld, until } from './door-world.ts'

async function deliverer(config: object): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'webhook-process.ts'), JSON.stringify(config)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  await new Promise((ready, gone) => child.stdout!.once('data', ready) && child.once('exit', gone))
  return child
}
const kill = (child: ChildProcess) => new Promise((gone) => child.once('exit', gone) && child.kill('SIGKILL'))

test('killed at any moment, it goes on: every event arrives, under one id each', async () => {
  const w = await openDoorWorld()
  onTestFinished(() => w.close())
  const arrived: { id: string; record: string }[] = []
  let silent = false
  const receiver = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    arrived.push({ id: request.headers['kolo-delivery'] as string, record: JSON.parse(text).recordId })
    if (!silent) response.end('ok')
  }).listen(0, '127.0.0.1')
  await new Promise((done) => receiver.once('listening', done))
  onTestFinished(() => (receiver.closeAllConnections(), void receiver.close()))
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  await w.kolo.call(w.admin, 'webhook.create', {
    items: [{ name: 'Receiver', url, events: ['account.created'] }],
  })
  const make = async (count: number) =>
    (
      await w.kolo.call(w.admin, 'account.create', {
        items: Array.from({ length: count }, (_, i) => ({ name: `A${i}` })),
      })
    ).items.map((i: any) => i.id as string)

  let child = await deliverer(w.config)
  const records: string[] = await make(3)
  await until(() => arrived.length >= 3)
  silent = true
  records.push(...(await make(5)))
  await until(() => arrived.length >= 5)
  await kill(child) // with posts on the way
  records.push(...(await make(5)))
  child = await deliverer(w.config)
  for (let i = 0; i < 3; i++) {
    records.push(...(await make(2)))
    await kill(child)
    child = await deliverer(w.config)
  }
  silent = false
  const waiting = () =>
    w.db.system((tx) =>
      tx.one<{ n: number }>(sql`select count(*) as n from webhook_deliveries where status <> 'delivered'`),
    )
  const hurried = setInterval(
    () =>
      void w.db.system((tx) => tx.rows(sql`update webhook_states set rests_until = null`)).catch(() => {}),
    500,
  )
  await until(
    async () => new Set(arrived.map((a) => a.record)).size === records.length && (await waiting())!.n === 0,
    100_000,
  )
  clearInterval(hurried)
  await kill(child)
  expect(new Set(arrived.map((a) => a.record))).toEqual(new Set(records))
  expect(new Set(arrived.map((a) => a.id)).size).toBe(records.length)
}, 120_000)
