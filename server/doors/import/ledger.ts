import sql, { raw } from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Actor } from '#core/actor.ts'
import { Missing } from '#core/error.ts'
import { newId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import { normalise } from '#core/search.ts'
import { signatureOf } from './matching/match-columns.ts'
import type { Column, Mending, Result, Settings, Status, Undone } from './settings.ts'

export type Run = {
  id: string
  entity: string
  file: string
  path: string | null
  status: Status
  settings: Settings
  result: { check?: Result; counts?: Result; undo?: Undone; total?: number; phase?: string }
  atLine: number
  problem: string | null
  createdAt: string
  createdBy: { id: string; title: string | null } | null
}

type Row = Omit<Run, 'atLine' | 'createdAt' | 'createdBy' | 'status'> & {
  status: Status
  at_line: number
  created_at: string
  created_by: string | null
  by: string | null
  stale: boolean
}

const columns =
  raw(`i.id, i.entity, i.file, i.path, i.status, i.settings, i.result, i.at_line, i.problem, i.created_at, i.created_by,
  u.name as by, i.seen_at < now() - interval '60 seconds' as stale`)

const working: readonly Status[] = ['checking', 'running', 'stopping', 'undoing']

const runOf = (r: Row): Run => ({
  id: r.id,
  entity: r.entity,
  file: r.file,
  path: r.path,
  // Nobody has worked on it for a minute: its process is gone.
  status: working.includes(r.status) && r.stale ? 'interrupted' : r.status,
  settings: r.settings,
  result: r.result,
  atLine: Number(r.at_line),
  problem: r.problem,
  createdAt: new Date(r.created_at).toISOString(),
  createdBy: r.created_by ? { id: r.created_by, title: r.by } : null,
})

// A run is seen by who made it, and by administrators.
const his = (actor: Actor) =>
  actor.role === 'administrator' || actor.role === 'system'
    ? sql`true`
    : sql`i.created_by = ${actor.user}::uuid`

/** The record of what was taken in. Everything here is done with the system's rights, for the actor named. */
export const ledger = (kolo: Kolo) => ({
  async begin(actor: Actor, entity: string, file: string, path: string, settings: Settings): Promise<Run> {
    const id = newId()
    await kolo.db.system((tx) =>
      tx.rows(sql`insert into imports (id, entity, file, path, status, settings, created_by)
        values (${id}::uuid, ${entity}, ${file}, ${path}, 'ready', ${JSON.stringify(settings)}::jsonb, ${actor.user}::uuid)`),
    )
    return this.get(actor, id)
  },

  async get(actor: Actor, id: string): Promise<Run> {
    const row = await kolo.db.system((tx) =>
      tx.one<Row>(
        sql`select ${columns} from imports i left join users u on u.id = i.created_by where i.id = ${id}::uuid and ${his(actor)}`,
      ),
    )
    if (!row) throw new Missing('import', id)
    return runOf(row)
  },

  async list(actor: Actor, after?: string): Promise<Run[]> {
    const rows = await kolo.db.system((tx) =>
      tx.rows<Row>(sql`select ${columns} from imports i left join users u on u.id = i.created_by
        where ${his(actor)} and (${after ?? null}::uuid is null or i.id < ${after ?? null}::uuid) order by i.id desc limit 51`),
    )
    return rows.map(runOf)
  },

  /** Changes the status, if it is still one of `from`: two cannot start the same run. What goes through a file needs it. */
  async move(id: string, from: readonly Status[], to: Status): Promise<boolean> {
    const row = await kolo.db.system((tx) =>
      tx.one(sql`update imports set status = ${to}, seen_at = now(), problem = null where id = ${id}::uuid
        and (path is not null or ${to}::text not in ('checking', 'running')) and (status = any(${from as string[]}) or (seen_at < now() - interval '60 seconds' and 'interrupted' = any(${from as string[]}))) returning id`),
    )
    return row !== undefined
  },

  end: (id: string, status: Status, result: Run['result'], problem: string | null = null) =>
    kolo.db.system((tx) =>
      tx.rows(
        sql`update imports set status = ${status}, result = result || ${JSON.stringify(result)}::jsonb, problem = ${problem}, seen_at = now() where id = ${id}::uuid`,
      ),
    ),

  decide: (id: string, settings: Settings) =>
    kolo.db.system((tx) =>
      tx.rows(
        sql`update imports set settings = ${JSON.stringify(settings)}::jsonb, status = 'ready', result = result - 'check', seen_at = now() where id = ${id}::uuid`,
      ),
    ),

  /** How far it got, within the batch's own transaction. Says whether somebody asked it to stop. */
  async advance(tx: Tx, id: string, line: number, result: Run['result']): Promise<boolean> {
    const row = await tx.one<{ status: Status }>(
      sql`update imports set at_line = ${line}, result = result || ${JSON.stringify(result)}::jsonb, seen_at = now() where id = ${id}::uuid returning status`,
    )
    return row?.status === 'stopping'
  },

  refuse: (tx: Tx, id: string, rows: { line: number; cells: string[]; problems: unknown }[]) =>
    tx.rows(sql`insert into import_refusals (import_id, line, cells, problems)
      select ${id}::uuid, line, cells, problems from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(line bigint, cells jsonb, problems jsonb)
      on conflict (import_id, line) do update set problems = excluded.problems`),

  refusals: (id: string, after: number, limit: number) =>
    kolo.db.system((tx) =>
      tx.rows<{
        line: number
        cells: string[]
        problems: { field: string; column: string | null; reason: string }[]
      }>(
        sql`select line, cells, problems from import_refusals where import_id = ${id}::uuid and line > ${after} order by line limit ${limit}`,
      ),
    ),

  forgetRefusals: (id: string) =>
    kolo.db.system((tx) => tx.rows(sql`delete from import_refusals where import_id = ${id}::uuid`)),

  forget: (id: string) => kolo.db.system((tx) => tx.rows(sql`delete from imports where id = ${id}::uuid`)),

  async recalled(entity: string, header: readonly string[]): Promise<Column[] | null> {
    const row = await kolo.db.system((tx) =>
      tx.one<{ columns: Column[] }>(
        sql`select columns from import_matchings where entity = ${entity} and signature = ${signatureOf(header)}`,
      ),
    )
    return row?.columns ?? null
  },

  /** Formats are a file's own: the next one with the same columns may be written otherwise. */
  rememberMatching: (entity: string, header: readonly string[], matching: readonly Column[]) =>
    kolo.db.system((tx) =>
      tx.rows(sql`insert into import_matchings (entity, signature, columns) values (${entity}, ${signatureOf(header)}, ${JSON.stringify(matching.map(({ format: _format, ...c }) => c))}::jsonb)
        on conflict (entity, signature) do update set columns = excluded.columns`),
    ),

  mendings: (entity: string) =>
    kolo.db.system((tx) =>
      tx.rows<{ field: string; text: string; value: string; title: string | null }>(
        sql`select field, text, value, title from import_mendings where entity = ${entity}`,
      ),
    ),

  rememberMendings: (entity: string, list: readonly Mending[]) =>
    kolo.db.system((tx) =>
      tx.rows(sql`insert into import_mendings (entity, field, text, value, title)
        select ${entity}, field, text, value, title from jsonb_to_recordset(${JSON.stringify(
          list.filter((m) => m.value !== null).map((m) => ({ ...m, text: normalise(m.text) })),
        )}::jsonb) as m(field text, text text, value text, title text)
        on conflict (entity, field, text) do update set value = excluded.value, title = excluded.title`),
    ),
})
export type Ledger = ReturnType<typeof ledger>
