import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { readSettings } from '../server/settings.ts'
import { openInstallation } from '../server/installation.ts'
import { createAuth } from '#doors/auth/index.ts'
import { setUp } from '../server/set-up.ts'

/** Who signs in, and with what. */
export const boss = { email: 'boss@bench.example', password: 'a long password for the bench' }

export const folderOf = (contacts: number) => join(tmpdir(), `kolo-bench-${contacts}`)

type Say = (text: string) => void

/** A data directory that is filled once and kept. */
export async function keptFolder(
  folder: string,
  say: Say,
  fill: (client: pg.Client) => Promise<void>,
): Promise<string> {
  const done = join(folder, 'bench-is-ready')
  if (existsSync(done)) {
    const kept = await openInstallation(readSettings({ KOLO_DATA: folder }), { migrate: 'always' })
    await kept.close()
    return folder
  }
  say(`Making ${folder}`)
  mkdirSync(folder, { recursive: true })
  const settings = readSettings({ KOLO_DATA: folder })
  const installation = await openInstallation(settings, { migrate: 'always' })
  const auth = createAuth({
    config: installation.postgres.config,
    secret: installation.data.secret,
    baseUrl: settings.baseUrl,
  })
  const client = new pg.Client(installation.postgres.config)
  await client.connect()
  try {
    const { rows } = await client.query('select 1 from kolo.users limit 1')
    if (rows.length === 0)
      await setUp(installation.kolo, auth, { company: 'Bench', name: 'Boss', ...boss, locale: 'uk' })
    await client.query(
      `set search_path to kolo, public; set synchronous_commit = off; set maintenance_work_mem = '512MB'; set session_replication_role = replica`,
    )
    await client.query(helpers)
    await fill(client)
    await client.query('drop schema bench cascade')
    await client.query('vacuum (analyze)')
  } finally {
    await client.end()
    await auth.close()
    await installation.close()
  }
  writeFileSync(done, '')
  return folder
}

/** Fills tables without their indexes, and makes those at the end. */
export async function withoutIndexes(
  client: pg.Client,
  tables: readonly string[],
  say: Say,
  fill: () => Promise<void>,
): Promise<void> {
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
     join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace
     where n.nspname = 'kolo' and t.relname = any($1) and not i.indisprimary`,
    [tables],
  )
  for (const { name } of indexes) await client.query(`drop index "${name}"`)
  await client.query('begin')
  await fill()
  await client.query('commit')
  say('  indexes')
  for (const { definition } of indexes) await client.query(definition)
}

/** The data directory with so many contacts, a fifth of accounts, a third of deals. */
export const dataWith = (contacts: number, say: Say): Promise<string> =>
  keptFolder(folderOf(contacts), say, (client) =>
    withoutIndexes(client, tables, say, async () => {
      await client.query(people)
      for (const [what, statement] of [
        ['accounts', accounts],
        ['contacts', persons],
        ['deals', deals],
        ['events', events],
      ] as const) {
        say(`  ${what}`)
        await client.query(statement, [
          what === 'accounts' ? contacts / 5 : what === 'deals' ? Math.round(contacts * 0.3) : contacts,
        ])
      }
    }),
  )

const tables = ['accounts', 'contacts', 'deals']

// Ids in the order of time, as the product makes them; everything else follows from the number of the row.
const helpers = `drop schema if exists bench cascade; create schema bench;
create function bench.id(kind int, n bigint) returns uuid language sql immutable as $$
  select (lpad(to_hex(1700000000000 + n * 20), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8' || lpad(to_hex(kind), 3, '0') || substr(md5(kind || '/' || n), 1, 12))::uuid $$;
create table bench.words as select
  array['Шевченко','Бондаренко','Коваленко','Ткаченко','Олійник','Кравчук','Мельник','Поліщук','Гончаренко','Савченко','Руденко','Петренко','Лисенко','Марченко','Мороз','Іванова','Козак','Юрченко','Павленко','Сидоренко'] as last,
  array['shevchenko','bondarenko','kovalenko','tkachenko','oliinyk','kravchuk','melnyk','polishchuk','honcharenko','savchenko','rudenko','petrenko','lysenko','marchenko','moroz','ivanova','kozak','yurchenko','pavlenko','sydorenko'] as last_latin,
  array['Олена','Іван','Марія','Петро','Ганна','Андрій','Оксана','Богдан','Юлія','Тарас','Наталія','Сергій','Ірина','Микола','Софія','Дмитро'] as first,
  array['olena','ivan','mariia','petro','hanna','andrii','oksana','bohdan','yuliia','taras','nataliia','serhii','iryna','mykola','sofiia','dmytro'] as first_latin,
  array['Ромашка','Будсервіс','Агротех','Енергія','Логістик','Медика','Світанок','Технопром','Харчовик','Інтербуд'] as firm,
  array['romashka','budservis','ahrotekh','enerhiia','lohistyk','medyka','svitanok','tekhnoprom','kharchovyk','interbud'] as firm_latin,
  array['director','manager','accountant','engineer','buyer','owner'] as job, array['call','site','event','partner','advertising'] as source,
  array['agriculture','construction','energy','food','logistics','retail','it','other'] as industry;`

export const people = `insert into teams (id, name, created_at, updated_at, revision)
  select bench.id(1, n), 'Team ' || n, now(), now(), 1 from generate_series(1, 20) n;
insert into users (id, name, role_id, team_id, is_active, created_at, updated_at, revision, search)
  select bench.id(2, n), 'Person ' || n, (select id from roles where key = 'sales'), bench.id(1, 1 + n % 20), true, now(), now(), 1, ' person ' || n
  from generate_series(1, 200) n;`

// A few owners have much and many have little.
export const owned = `bench.id(2, 1 + (200 * power(((n * 7919) % 10007) / 10007.0, 2))::int % 200)`
const made = `'2024-01-01'::timestamptz + n * interval '60 seconds'`

const accounts = `insert into accounts (id, name, kind, industry, emails, phones, source, created_at, updated_at, revision, search, owner_id, team_id)
select t.*, u.team_id from (select bench.id(3, n), firm[1 + n % 10] || ' ' || n, 'company', industry[1 + n % 8],
  jsonb_build_array(jsonb_build_object('value', firm_latin[1 + n % 10] || n || '@firm.example', 'primary', true)), null::jsonb, source[1 + n % 5],
  ${made}, ${made} + ((n * 31) % 1000) * interval '1 day', 1,
  ' ' || lower(firm[1 + n % 10]) || ' ' || n || ' ' || firm_latin[1 + n % 10] || ' ' || n || ' ' || firm_latin[1 + n % 10] || n || '@firm.example', ${owned} as owner
  from generate_series(1, $1::bigint) n, bench.words) t join users u on u.id = t.owner`

const persons = `insert into contacts (id, name_last, name_first, job_title, account_id, emails, phones, source, tags, created_at, updated_at, revision, search, owner_id, team_id)
select t.*, u.team_id from (select bench.id(4, n), last[1 + n % 20], first[1 + (n / 20) % 16], job[1 + n % 6], bench.id(3, 1 + n % greatest($1::bigint / 5, 1)),
  jsonb_build_array(jsonb_build_object('value', first_latin[1 + (n / 20) % 16] || '.' || last_latin[1 + n % 20] || n || '@mail.example', 'primary', true)),
  jsonb_build_array(jsonb_build_object('value', '+38067' || lpad((n % 10000000)::text, 7, '0'), 'primary', true)), source[1 + n % 5],
  case when n % 10 = 0 then '["vip"]'::jsonb end, ${made}, ${made} + ((n * 31) % 1000) * interval '1 day', 1,
  ' ' || lower(last[1 + n % 20] || ' ' || first[1 + (n / 20) % 16]) || ' ' || last_latin[1 + n % 20] || ' ' || first_latin[1 + (n / 20) % 16] || ' '
    || first_latin[1 + (n / 20) % 16] || '.' || last_latin[1 + n % 20] || n || '@mail.example +38067' || lpad((n % 10000000)::text, 7, '0') || ' 067' || lpad((n % 10000000)::text, 7, '0'),
  ${owned} as owner from generate_series(1, $1::bigint) n, bench.words) t join users u on u.id = t.owner`

const deals = `insert into deals (id, name, account_id, pipeline_id, stage_id, status, amount, amount_currency, opened_on, close_date, source, created_at, updated_at, revision, search, owner_id, team_id)
select t.*, u.team_id from (select bench.id(5, n), 'Deal ' || n, bench.id(3, 1 + n % greatest($1::bigint * 2 / 3, 1)), s.pipeline_id, s.id, s.outcome, (n * 37) % 100000 + 0.5, 'UAH',
  ('2024-01-01'::date + (n % 900)::int), case when n % 7 > 0 then '2024-02-01'::date + ((n * 13) % 1000)::int end, source[1 + n % 5], ${made}, ${made} + ((n * 31) % 1000) * interval '1 day', 1,
  ' deal ' || n, ${owned} as owner
  from generate_series(1, $1::bigint) n, bench.words, lateral (select * from stages order by position offset n % 6 limit 1) s) t join users u on u.id = t.owner`

const events = `insert into events (id, at, name, entity, record_id, via, operation, changes)
select bench.id(6, n), ${made}, 'contact.created', 'contact', bench.id(4, n), 'import', 'contact.create', null from generate_series(1, $1::bigint) n`
