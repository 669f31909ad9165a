import { spawn } from 'node:child_process'
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { openPostgres } from '#database/launcher.ts'
import { dataWith } from './data.ts'

const root = join(import.meta.dirname, '..')

/** A file of contacts as another system exports it. */
function writeFile(path: string, rows: number): void {
  const lines = ['code,last,first,job title,e-mail,phone']
  for (let n = 0; n < rows; n++)
    lines.push(
      `X${n},Прізвище${n % 5000},Ім'я${n % 700},buyer,person${n}@import.example,+38050${String(1_000_000 + n).slice(-7)}`,
    )
  writeFileSync(path, lines.join('\n'))
}

/** Rows a second through the import with its checks and audit, and by COPY alone into a table with the same indexes. */
export async function importRate(rows: number, say: (text: string) => void) {
  const folder = await dataWith(1000, say)
  const work = mkdtempSync(join(tmpdir(), 'kolo-bench-import-'))
  const file = join(work, 'contacts.csv')
  writeFile(file, rows)
  const postgres = await openPostgres({ dataDir: folder })
  const client = new pg.Client(postgres.config)
  await client.connect()
  try {
    say(`Importing ${rows} rows`)
    const bare = await copied(client, file, rows)
    const start = performance.now()
    const memory = await imported(folder, file)
    const took = (performance.now() - start) / 1000
    const { rows: found } = await client.query(
      `select count(*)::int as n from kolo.contacts where code like 'X%'`,
    )
    if (found[0].n !== rows) throw new Error(`${found[0].n} of ${rows} rows came in.`)
    await client.query(`delete from kolo.contacts where code like 'X%'`)
    return { kolo: rows / took, bare, memory }
  } finally {
    await client.end()
    await postgres.stop()
    rmSync(work, { recursive: true, force: true })
  }
}

async function copied(client: pg.Client, file: string, rows: number): Promise<number> {
  await client.query(`drop schema if exists bench cascade; create schema bench;
    create table bench.file (code text, last text, first text, job text, email text, phone text);
    create table bench.contacts (like kolo.contacts including defaults)`)
  const { rows: indexes } = await client.query<{ definition: string }>(
    `select pg_get_indexdef(indexrelid) as definition from pg_index where indrelid = 'kolo.contacts'::regclass`,
  )
  const start = performance.now()
  await pipeline(
    createReadStream(file),
    client.query(copyFrom('copy bench.file from stdin with (format csv, header)')),
  )
  await client.query(`insert into bench.contacts (id, code, name_last, name_first, job_title, emails, phones, created_at, updated_at, revision, search)
    select gen_random_uuid(), code, last, first, job, jsonb_build_array(jsonb_build_object('value', email)), jsonb_build_array(jsonb_build_object('value', phone)),
      now(), now(), 1, ' ' || lower(last || ' ' || first) || ' ' || job || ' ' || email || ' ' || phone || ' ' || code from bench.file`)
  for (const { definition } of indexes)
    await client.query(definition.replace('kolo.contacts', 'bench.contacts'))
  const took = (performance.now() - start) / 1000
  await client.query('drop schema bench cascade')
  return rows / took
}

/** By the command line; answers the most memory that its process had. */
async function imported(folder: string, file: string): Promise<number> {
  const columns = [
    'code=code',
    'last=name.last',
    'first=name.first',
    'job title=jobTitle',
    'e-mail=emails',
    'phone=phones',
  ]
  const args = [
    'import',
    file,
    '--entity',
    'contact',
    '--key',
    'code',
    ...columns.flatMap((c) => ['--column', c]),
  ]
  const child = spawn(process.execPath, [join(root, 'server/doors/cli/main.ts'), ...args], {
    cwd: root,
    env: { ...process.env, KOLO_DATA: folder, DATABASE_URL: '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let most = 0
  const looking = setInterval(() => {
    try {
      most = Math.max(
        most,
        Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
      )
    } catch {
      // It has ended.
    }
  }, 200)
  const code = await new Promise((done) => child.once('exit', done))
  clearInterval(looking)
  if (code !== 0) throw new Error(`The import ended with ${code}.`)
  return most
}
