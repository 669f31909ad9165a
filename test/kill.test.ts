import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { company, freePort } from './cli-world.ts'
import { serverPid } from './launcher-world.ts'

// A few rounds here; by hand: KOLO_KILL_ROUNDS=100 npm test -- test/kill.test.ts
const rounds = Number(process.env['KOLO_KILL_ROUNDS'] || 3)
const writers = 4

/** The server of the database, and every process that it started. */
function databaseProcesses(dataDir: string): number[] {
  const postmaster = serverPid(dataDir)
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => parentOf(pid) === postmaster)
  return [postmaster, ...children.map(Number)]
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1])
  } catch {
    return undefined
  }
}

function kill(pids: number[]) {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It was gone already.
    }
  }
}

type Book = { next: number; open: number[]; kept: number[] }

async function writeOne(address: string, key: string, number: number) {
  const response = await fetch(`${address}/api/accounts`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': `write ${number}`,
    },
    body: JSON.stringify({ name: `Account ${number}` }),
    signal: AbortSignal.timeout(10_000),
  })
  await response.json()
  if (response.status !== 201) throw new Error(`Account ${number} was answered ${response.status}.`)
}

/** One account after the other until something is gone. Who got no answer asks again next time, with the same key. */
async function write(address: string, key: string, book: Book) {
  for (;;) {
    const number = book.open.shift() ?? book.next++
    try {
      await writeOne(address, key, number)
      book.kept.push(number)
    } catch {
      book.open.push(number)
      return
    }
  }
}

test.skipIf(process.platform !== 'linux')(
  'whatever is killed while people write, no acknowledged write is lost and none is doubled',
  { timeout: 60_000 + rounds * 20_000 },
  async () => {
    const here = await company()
    onTestFinished(() => here.close())
    const key = (await here.kolo('api-key', 'create', '--email', 'anna@example.com')).out.trim()
    const book: Book = { next: 0, open: [], kept: [] }
    const port = await freePort()
    for (let round = 0; round < rounds; round++) {
      const server = await here.start(port)
      const before = book.kept.length
      const writing = Promise.all(Array.from({ length: writers }, () => write(server.address, key, book)))
      while (book.kept.length === before) await sleep(10)
      await sleep(100 + Math.random() * 500)
      // Everything; the server alone; the database alone, under which the server goes on, and is then ended.
      const database = databaseProcesses(here.dataDir)
      if (round % 3 !== 1) kill(database)
      if (round % 3 !== 2) kill([server.pid])
      await writing
      if (round % 3 === 2) await server.stop('SIGKILL')
      await server.end
    }
    const server = await here.start(port)
    for (const number of book.open) await writeOne(server.address, key, number)
    const written = [...book.kept, ...book.open].map((number) => `Account ${number}`)
    await server.stop()
    const { out } = await here.kolo('export', '--entity', 'account', '--fields', 'name')
    const names = out
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(',')[1])
    expect(names.toSorted()).toEqual(written.toSorted())
    expect(book.kept.length).toBeGreaterThan(rounds)
  },
)
