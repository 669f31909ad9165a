import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import pg from 'pg'
import { openPostgres } from '#database/launcher.ts'
import { dataWith } from './data.ts'
import { importRate } from './import.ts'
import { median, percentile } from './measure.ts'
import { listPages, searches, single, type Pair } from './records.ts'
import { rowRights } from './rights.ts'
import { sales, salesLine } from './sales.ts'
import { serveFrom } from './serving.ts'
import { timelines } from './timeline.ts'

// npm run bench [-- quick | sales]: what DESIGN.md promises, measured with a million contacts; every figure beside the
// bare database's in the same run. The data is kept in the system's temporary directory between runs. `sales`: only the
// analysis of sales, with 300,000 deals and 3,000,000 order lines.

const quick = process.argv.includes('quick')
const [small, large] = quick ? [10_000, 100_000] : [100_000, 1_000_000]
const times = quick ? 100 : 300
const say = (text: string) => console.error(text)

type Line = { what: string; budget: string; found: string; ok: boolean }
const lines: Line[] = []
const ms = (n: number) => `${n.toFixed(n < 10 ? 2 : 1)} ms`
const line = (what: string, budget: string, found: string, ok: boolean) =>
  void lines.push({ what, budget, found, ok })
const ratio = (what: string, { kolo, bare }: Pair, most: number) => {
  const r = median(kolo) / median(bare)
  line(
    what,
    `≤ ${most} × bare SQL`,
    `${r.toFixed(2)} × (${ms(median(kolo))} to ${ms(median(bare))})`,
    r <= most,
  )
}

/** Everything that is measured through HTTP on one size of data. */
async function measure(contacts: number) {
  const folder = await dataWith(contacts, say)
  say(`Measuring with ${contacts} contacts`)
  const serving = await serveFrom(folder)
  const postgres = await openPostgres({ dataDir: folder })
  const pool = new pg.Pool({ ...postgres.config, max: 8 })
  try {
    await sleep(5000)
    const memory = serving.memory()
    const list = await listPages(serving, pool, times)
    const one = await single(serving, pool, times)
    const search = await searches(serving, 8, times / 4)
    const searchAlone = await searches(serving, 1, times)
    const opened = contacts === large ? await timelines(serving, pool, times) : null
    const rights = contacts === large ? await rowRights(postgres.config, times / 3) : {}
    return { startedIn: serving.startedIn, memory, list, one, search, searchAlone, opened, rights }
  } finally {
    await pool.end()
    await serving.stop()
    await postgres.stop()
  }
}

/** Scripts that the browser loads before it shows anything, gzipped. */
function firstLoad(): number | null {
  try {
    const dist = join(import.meta.dirname, '../web/dist')
    const html = readFileSync(join(dist, 'index.html'), 'utf8')
    const scripts = [...html.matchAll(/(?:src|href)="\/?([^"]+\.js)"/g)].map(([, path]) => path!)
    return scripts.reduce((sum, path) => sum + gzipSync(readFileSync(join(dist, path))).length, 0)
  } catch {
    return null
  }
}

async function everything() {
  const before = await measure(small)
  const after = await measure(large)

  ratio('list page of 50, filtered and sorted', after.list.pair, 1.5)
  const p95 = percentile(after.list.many, 95)
  line('  the same, 8 clients', 'p95 < 30 ms', ms(p95), p95 < 30)
  ratio('read one', after.one.read, 2)
  ratio('create one', after.one.create, 2)
  ratio('update one', after.one.update, 2)
  const found = percentile(after.search, 95)
  line(
    'search as you type, 8 clients',
    'p95 < 50 ms',
    `${ms(found)} (p50 ${ms(median(after.search))})`,
    found < 50,
  )
  for (const [what, r] of Object.entries(after.rights))
    line(`row rights: ${what}`, '≤ 1.3 × without', `${r.toFixed(2)} ×`, r <= 1.3)
  const rate = await importRate(quick ? 20_000 : 100_000, say)
  line(
    'CSV import',
    '≥ 0.33 × COPY + indexes',
    `${(rate.kolo / rate.bare).toFixed(2)} × (${Math.round(rate.kolo)} to ${Math.round(rate.bare)} rows/s, ${Math.round(rate.memory)} MB)`,
    rate.kolo / rate.bare >= 1 / 3,
  )
  line(
    'start on an existing database',
    '< 2 s',
    `${(after.startedIn / 1000).toFixed(2)} s`,
    after.startedIn < 2000,
  )
  line('idle memory of the server', '< 150 MB', `${after.memory.toFixed(0)} MB`, after.memory < 150)
  const script = firstLoad()
  if (script === null) line('script of the first load', '< 200 kB gzipped', 'the web is not built', false)
  else
    line('script of the first load', '< 200 kB gzipped', `${(script / 1000).toFixed(0)} kB`, script < 200_000)
  const growth = (what: string, now: number, was: number) =>
    line(`${what} at 10 × the rows`, '≤ 1.3 × the time', `${(now / was).toFixed(2)} ×`, now / was <= 1.3)
  growth('list', median(after.list.pair.kolo), median(before.list.pair.kolo))
  growth('read', median(after.one.read.kolo), median(before.one.read.kolo))
  growth('search', median(after.searchAlone), median(before.searchAlone))

  const [long, short] = [median(after.opened!.many), median(after.opened!.few)]
  line(
    'timeline of 50,000 facts',
    '≤ 1.3 × that of 50',
    `${(long / short).toFixed(2)} × (${ms(long)} to ${ms(short)})`,
    long / short <= 1.3,
  )
}

/** What has been found so far, in columns; each part as it ends, since the next takes minutes. */
function print() {
  const found = lines.splice(0)
  const width = (key: 'what' | 'budget' | 'found') => Math.max(...found.map((l) => l[key].length))
  for (const l of found)
    console.log(
      `${l.what.padEnd(width('what'))}  ${l.budget.padEnd(width('budget'))}  ${l.found.padEnd(width('found'))}  ${l.ok ? 'OK' : 'over'}`,
    )
}

if (!process.argv.includes('sales')) await everything()
print()
if (!quick) for (const found of await sales(20, say)) line(...salesLine(found))
print()
process.exit(0)
