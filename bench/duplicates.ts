import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import sql from 'sql-template-tag'
import { systemActor } from '#core/actor.ts'
import { Database } from '#core/database.ts'
import { newId } from '#core/id.ts'
import { Kolo } from '#core/kolo.ts'
import { searchText } from '#core/search.ts'
import { openPostgres } from '#database/launcher.ts'
import { migrate } from '#database/migrate.ts'
import { candidatesFor, runSearch } from '#modules/duplicates/index.ts'
import { makeCatalogue } from '#modules/index.ts'
import { comparandsOf } from '../server/modules/duplicates/fields.ts'
import { Gathering } from '../server/modules/duplicates/engine/base.ts'
import { search } from '../server/modules/duplicates/engine/search.ts'
import { noisySets } from './duplicates-noise.ts'
import { people } from './duplicates-people.ts'
import { publicSets, takeIn } from './duplicates-sets.ts'
import { percentile } from './measure.ts'

// npm run bench:duplicates [-- sets | noise | million [count]]: how well and how fast the duplicate search finds.

const [what, count] = process.argv.slice(2)
const actor = systemActor('job')
const dataDir = mkdtempSync(join(tmpdir(), 'kolo-duplicates-'))
const postgres = await openPostgres({ dataDir, durable: false })

/** A workspace of its own for each set: nothing learnt from one serves another. */
async function inWorkspace(run: (kolo: Kolo, client: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client(postgres.config)
  await admin.connect()
  const name = `bench_${newId().replaceAll('-', '')}`
  await admin.query(`create database ${name}`)
  const config = { ...postgres.config, database: name }
  await migrate({ config, catalogue: makeCatalogue() })
  const db = new Database({ config })
  const client = new pg.Client(config)
  await client.connect()
  const kolo = new Kolo(makeCatalogue(), db)
  await kolo.refresh()
  try {
    await run(kolo, client)
  } finally {
    await client.end()
    await db.close()
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  }
}

async function searched(kolo: Kolo): Promise<number> {
  const { scan } = await kolo.call(actor, 'duplicate.scan', { entity: 'contact' })
  await kolo.db.system((tx) =>
    tx.rows(sql`update duplicate_scans set status = 'running' where id = ${scan}::uuid`),
  )
  const start = performance.now()
  await runSearch(kolo, { id: scan, entity: 'contact' })
  return (performance.now() - start) / 1000
}

type Quality = { precision: number; recall: number; f1: number; pairs: number; found: number }

/** Over all pairs of records: which the search calls one client, and which are. */
async function qualityOf(client: pg.Client, truth: Map<string, string>): Promise<Quality> {
  const { rows } = await client.query<{ a: string; b: string }>(
    `select a.code as a, b.code as b from kolo.duplicate_pairs p join kolo.contacts a on a.id = p.a_id join kolo.contacts b on b.id = p.b_id
     where p.status = 'open'`,
  )
  const right = rows.filter((row) => truth.get(row.a) === truth.get(row.b)).length
  const sizes = new Map<string, number>()
  for (const t of truth.values()) sizes.set(t, (sizes.get(t) ?? 0) + 1)
  const pairs = [...sizes.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0)
  const [precision, recall] = [right / Math.max(1, rows.length), right / pairs]
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall), pairs, found: rows.length }
}

const shown = (name: string, q: Quality, seconds: number) =>
  console.log(
    `${name.padEnd(20)} precision ${q.precision.toFixed(4)}  recall ${q.recall.toFixed(4)}  F1 ${q.f1.toFixed(4)}  (${q.found} pairs found, ${q.pairs} true; ${seconds.toFixed(1)} s)`,
  )

async function sets() {
  for (const set of await publicSets())
    await inWorkspace(async (kolo, client) => {
      await takeIn(kolo, actor, set)
      const seconds = await searched(kolo)
      const truth = new Map(set.rows.map((row) => [row[set.id]!, set.truth(row)]))
      shown(set.name, await qualityOf(client, truth), seconds)
    })
}

/** Our own noisy bases, through the engine alone; the certain ones are what a rule would merge by itself. */
async function noise() {
  for (const { name, entity, records } of noisySets()) {
    const comparands = comparandsOf(makeCatalogue().entities.get(entity)!)
    const start = performance.now()
    const gathering = new Gathering(comparands, records.length)
    for (const { values } of records) gathering.add(comparands.map((c) => c.read(values)))
    const pairs = [...(await search(gathering.ready())).pairs()]
    const seconds = (performance.now() - start) / 1000
    const isRight = ({ a, b }: { a: number; b: number }) => records[a]!.truth === records[b]!.truth
    const right = pairs.filter(isRight).length
    const sure = pairs.filter((p) => p.score.probability >= 0.999)
    const sizes = Map.groupBy(records, (r) => r.truth)
    const all = [...sizes.values()].reduce((sum, g) => sum + (g.length * (g.length - 1)) / 2, 0)
    const [precision, recall] = [right / Math.max(1, pairs.length), right / all]
    const f1 = (2 * precision * recall) / (precision + recall)
    shown(name, { precision, recall, f1, pairs: all, found: pairs.length }, seconds)
    console.log(`  certain: ${sure.length}, of them wrong ${sure.length - sure.filter(isRight).length}`)
  }
}

async function million(size: number) {
  await inWorkspace(async (kolo, client) => {
    const truth = await fill(client, size)
    const before = process.memoryUsage().rss
    let most = 0
    const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 200)
    const cpu = process.cpuUsage()
    const seconds = await searched(kolo)
    clearInterval(timer)
    const used = process.cpuUsage(cpu)
    shown(`${size} contacts`, await qualityOf(client, truth), seconds)
    console.log(
      `  processor ${((used.user + used.system) / 1e6).toFixed(0)} s, memory ${Math.round(before / 1e6)} MB before, ${Math.round(most / 1e6)} MB at most`,
    )
    await drafts(kolo, size)
  })
}

/** What a form asks while somebody types. */
async function drafts(kolo: Kolo, size: number) {
  let times: number[] = []
  for (const p of people(Math.min(300, size), 11)) {
    const start = performance.now()
    await candidatesFor(kolo, actor, 'contact', {
      name: { last: p.last, first: p.first },
      phones: p.phone ? [{ value: p.phone }] : null,
      emails: p.email ? [{ value: p.email }] : null,
    })
    times.push(performance.now() - start)
  }
  times = times.toSorted((a, b) => a - b)
  console.log(
    `  a draft checked: median ${percentile(times, 50).toFixed(1)} ms, p95 ${percentile(times, 95).toFixed(1)} ms`,
  )
}

/** People straight into the tables: the import is measured elsewhere. */
async function fill(client: pg.Client, size: number): Promise<Map<string, string>> {
  const truth = new Map<string, string>()
  await client.query('set search_path to kolo, public')
  const accounts = Math.max(5, Math.floor(size / 5))
  await client.query(
    `insert into accounts (id, name, created_at, updated_at, revision, search) select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Company ' || n, now(), now(), 1, ' company ' || n from generate_series(0, ${accounts}) n`,
  )
  const escaped = (v: string | null) => (v === null ? String.raw`\N` : v.replaceAll('\\', String.raw`\\`))
  const line = function* () {
    let n = 0
    for (const p of people(size)) {
      const code = String(n++)
      truth.set(code, String(p.truth))
      const list = (value: string | null) => value && JSON.stringify([{ value, primary: true }])
      const address =
        (p.city ?? p.street)
          ? JSON.stringify([
              {
                ...(p.city ? { city: p.city } : {}),
                ...(p.street ? { street: p.street } : {}),
                primary: true,
              },
            ])
          : null
      const account =
        p.account === null ? null : `00000000-0000-7000-8000-${p.account.toString(16).padStart(12, '0')}`
      const search = searchText([p.last, p.first, p.middle, p.email, p.phone])
      yield (
        [
          newId(),
          p.last,
          p.first,
          p.middle,
          p.jobTitle,
          account,
          list(p.email),
          list(p.phone),
          address,
          p.birthday,
          code,
          new Date().toISOString(),
          new Date().toISOString(),
          '1',
          search,
        ]
          .map(escaped)
          .join('\t') + '\n'
      )
    }
  }
  await pipeline(
    Readable.from(line()),
    client.query(
      copyFrom(
        'copy contacts (id, name_last, name_first, name_middle, job_title, account_id, emails, phones, addresses, birthday, code, created_at, updated_at, revision, search) from stdin',
      ),
    ),
  )
  await client.query('vacuum analyze contacts')
  return truth
}

try {
  if (!what || what === 'sets') await sets()
  if (!what || what === 'noise') await noise()
  if (!what || what === 'million') await million(Number(count ?? 1_000_000))
} finally {
  await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
