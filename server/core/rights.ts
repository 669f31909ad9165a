import { createHash } from 'node:crypto'
import type { EntityRight, Rights } from './access.ts'
import {
  clientColumn,
  followRule,
  keeperColumns,
  mayRead,
  maySearch,
  mayWrite,
  nothing,
  ownColumn,
  privateRule,
  scopesOf,
} from './access.ts'
import { columnNames, systemColumns, type Entity, type Scope } from './entity.ts'
import { hasSearch } from './row.ts'

export type RoleRights = { key: string; rights: Rights }
export type Run = (text: string) => Promise<{ rows: unknown[] }>

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const quotedText = (text: string) => `'${text.replaceAll("'", "''")}'`

const rule: Record<Exclude<Scope, 'none' | 'client' | 'record'>, string> = {
  own: 'owner_id = app_user()',
  team: 'team_id = any(app_teams())',
  all: 'true',
}
const ruleOf = (e: Entity, scope: Scope) =>
  scope === 'client'
    ? `${clientColumn(e)} = app_account()`
    : scope === 'own'
      ? `${ownColumn(e)} = app_user()`
      : rule[scope as 'team']

type Policy = {
  name: string
  table: string
  command: 'select' | 'insert' | 'update' | 'all'
  rule: string
  /** Narrows what the others allow. */
  restrictive?: boolean
  roles: string[]
}

/** The fixed policies of a table, one for each right and scope; a role is named in those it has. Never one policy
 * with an `or`: that would hide the owner's index from the planner. */
function policiesOf(e: Entity, roles: readonly RoleRights[], roleName: (key: string) => string): Policy[] {
  const having = (test: (right: EntityRight) => boolean) =>
    roles.filter((r) => test(r.rights[e.name] ?? nothing)).map((r) => roleName(r.key))
  const kept = keeperColumns(e)
  const by = (right: 'read' | 'update', command: 'select' | 'update'): Policy[] => [
    ...scopesOf(e).flatMap((scope) =>
      scope === 'record'
        ? following(right, command)
        : {
            name: `${e.table}_${right}_${scope}`,
            table: e.table,
            command,
            rule: ruleOf(e, scope) + (kept ? ` and ${kept.alone} is not true` : ''),
            roles: having((r) => r[right] === scope),
          },
    ),
    ...(kept
      ? [
          [`${e.table}_${right}_keeper`, `${kept.user} = app_user()`],
          [`${e.table}_${right}_keepers`, `${kept.team} = any(app_teams())`],
        ]
      : []
    ).map(([name, rule]) => ({
      name: name!,
      table: e.table,
      command,
      rule: rule!,
      roles: having((r) => r[right] !== 'none'),
    })),
  ]
  // Of what follows its record the rule depends on the role's other rights: a policy for each rule there is, named
  // after it, so that one whose rule changed is another policy.
  const following = (right: 'read' | 'update', command: 'select' | 'update'): Policy[] => {
    const those = roles.filter((r) => r.rights[e.name]?.[right] === 'record')
    return [...Map.groupBy(those, (r) => followRule(e, right, r.rights))].map(([text, some]) => ({
      name: `${e.table}_${right}_${createHash('sha256').update(text).digest('hex').slice(0, 10)}`,
      table: e.table,
      command,
      rule: text,
      roles: some.map((r) => roleName(r.key)),
    }))
  }
  // Seen by all who see some: few rows and no index to lose.
  const shared: Policy[] = e.sharedBy
    ? [
        {
          name: `${e.table}_read_shared`,
          table: e.table,
          command: 'select',
          rule: columnNames(e.sharedBy, e.fields[e.sharedBy]!)[0]!,
          roles: having((r) => r.read !== 'none' && (r.read !== 'all' || kept !== null)),
        },
      ]
    : []
  const insert: Policy = {
    name: `${e.table}_create`,
    table: e.table,
    command: 'insert',
    rule: 'true',
    roles: having((r) => r.create),
  }
  // Into the bin is an update too. A policy of its own for it would let its rows be changed as well, since
  // PostgreSQL joins policies by `or`: the column deleted_at is what the right to delete opens.
  const hidden: Policy[] = e.privateBy
    ? [
        {
          name: `${e.table}_private`,
          table: e.table,
          command: 'all',
          rule: privateRule(e),
          restrictive: true,
          roles: roles.map((r) => roleName(r.key)),
        },
      ]
    : []
  return [...by('read', 'select'), ...shared, ...by('update', 'update'), insert, ...hidden]
}

/** Customers' objects share one table; which of them a role reaches stands in the settings of its transaction. */
function objectPolicies(roles: readonly RoleRights[], roleName: (key: string) => string): Policy[] {
  const everyone = roles.map((r) => roleName(r.key))
  const table = 'custom_records'
  const by = (right: 'read' | 'update', command: 'select' | 'update'): Policy[] =>
    (['own', 'team', 'all'] as const).map((scope) => ({
      name: `${table}_${right}_${scope}`,
      table,
      command,
      rule: `object_id = any(app_objects('${right}_${scope}')) and ${rule[scope]}`,
      roles: everyone,
    }))
  const insert: Policy = {
    name: `${table}_create`,
    table,
    command: 'insert',
    rule: `object_id = any(app_objects('create'))`,
    roles: everyone,
  }
  return [...by('read', 'select'), ...by('update', 'update'), insert]
}

const always = ['custom', ...Object.values(systemColumns)]

type Test = (right: EntityRight, key: string) => boolean

/** Columns of the table that a role may read or write. */
function columns(e: Entity, right: EntityRight, test: Test, except: readonly string[] = []): string[] {
  const own = Object.entries(e.fields)
    .filter(([key, f]) => [key, ...(f.from ?? [])].every((k) => test(right, k)))
    .flatMap(([key, f]) => columnNames(key, f))
  const words = hasSearch(e) && maySearch(e, right) ? ['search'] : []
  return [...new Set([...always, ...own, ...words])].filter((name) => !except.includes(name)).toSorted()
}

/** What a role may do with a table: columns by verb; `*` is the whole table. */
type Grants = Record<string, string[]>

function grantsOf(e: Entity, right: EntityRight = nothing): Grants {
  return {
    ...(right.read !== 'none' && { SELECT: columns(e, right, mayRead) }),
    ...(right.create && { INSERT: columns(e, right, mayWrite) }),
    ...(right.update !== 'none' && {
      UPDATE: columns(e, right, mayWrite, right.delete === 'none' ? ['deleted_at'] : []),
    }),
  }
}

/** What PostgreSQL holds now, by table and role. */
async function grantsNow(run: Run, workspace: string): Promise<Map<string, Grants>> {
  const { rows } = await run(
    `select c.relname as table, r.rolname as role, x.privilege_type as verb, array_agg(x.name order by x.name) as names
       from pg_class c
       cross join lateral (
         select a.attname::text collate "C" as name, y.grantee, y.privilege_type
           from pg_attribute a cross join aclexplode(a.attacl) y
           where a.attrelid = c.oid and not a.attisdropped
         union all
         select '*', y.grantee, y.privilege_type from aclexplode(c.relacl) y) x
       join pg_roles r on r.oid = x.grantee
       join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = ${quotedText(workspace)} and c.relkind in ('r', 'p')
         and starts_with(r.rolname, ${quotedText(`${workspace}_r_`)})
       group by 1, 2, 3`,
  )
  const out = new Map<string, Grants>()
  for (const g of rows as { table: string; role: string; verb: string; names: string[] }[])
    out.set(`${g.table} ${g.role}`, { ...out.get(`${g.table} ${g.role}`), [g.verb]: g.names })
  return out
}

/** As it is read in both: nothing to say where what is wanted is there. */
function granting(table: string, role: string, wanted: Grants, now: Grants = {}): string[] {
  const verbs = [...new Set([...Object.keys(wanted), ...Object.keys(now)])]
  if (verbs.every((verb) => wanted[verb]?.join() === now[verb]?.join())) return []
  const on = `on ${quoted(table)}`
  return [
    `revoke all ${on} from ${quoted(role)}`,
    ...Object.entries(wanted).map(
      ([verb, names]) => `grant ${verb} (${names.map(quoted).join(', ')}) ${on} to ${quoted(role)}`,
    ),
  ]
}

/** Makes PostgreSQL enforce the roles' rights: roles, column grants and policies. Runs as one who owns the tables
 * and may create roles, inside a transaction; the search path is the workspace. */
export async function enforce(
  run: Run,
  workspace: string,
  entities: readonly Entity[],
  roles: readonly RoleRights[],
): Promise<void> {
  const system = quoted(`${workspace}_system`)
  const owner = `${workspace}_owner`
  const roleName = (key: string) => `${workspace}_r_${key}`
  for (const r of roles) await ensureRole(run, roleName(r.key))
  const tables = entities.filter((e) => !e.object)
  const statements: string[] = []
  const now = await grantsNow(run, workspace)
  for (const r of roles) {
    const name = quoted(roleName(r.key))
    statements.push(
      `grant usage on schema ${quoted(workspace)} to ${name}`,
      `grant insert on events to ${name}`,
      `grant select on meta to ${name}`,
    )
    statements.push(`grant select, insert, update on custom_records to ${name}`)
    for (const e of tables) {
      const wanted = grantsOf(e, r.rights[e.name])
      statements.push(...granting(e.table, roleName(r.key), wanted, now.get(`${e.table} ${roleName(r.key)}`)))
    }
  }
  const secured = [...tables.map((e) => e.table), 'custom_records']
  const wanted = [
    ...tables.flatMap((e) => policiesOf(e, roles, roleName)),
    ...objectPolicies(roles, roleName),
  ]
  const { rows } = await run(
    `select tablename, policyname, roles::text[] as roles from pg_policies where schemaname = ${quotedText(workspace)}`,
  )
  const there = new Map(
    (rows as { tablename: string; policyname: string; roles: string[] }[]).map((p) => [
      p.policyname,
      p.roles,
    ]),
  )
  for (const table of secured) {
    if (there.has(`${table}_system`)) continue
    statements.push(`alter table ${quoted(table)} enable row level security`)
    statements.push(
      `create policy ${quoted(`${table}_system`)} on ${quoted(table)} to ${system} using (true) with check (true)`,
    )
  }
  for (const p of wanted) {
    // A policy that nobody has is given to the owner, whom no policy binds.
    const to = p.roles.length ? p.roles : [owner]
    const now = there.get(p.name)
    if (now && now.toSorted().join() === to.toSorted().join()) continue
    const names = to.map(quoted).join(', ')
    const check =
      p.command === 'insert'
        ? `with check (${p.rule})`
        : `using (${p.rule})${p.restrictive ? ' with check (true)' : ''}`
    statements.push(
      now
        ? `alter policy ${quoted(p.name)} on ${quoted(p.table)} to ${names}`
        : `create policy ${quoted(p.name)} on ${quoted(p.table)} ${p.restrictive ? 'as restrictive ' : ''}for ${p.command} to ${names} ${check}`,
    )
  }
  // A policy of an earlier version would still let in whom it names.
  const kept = new Set([...wanted.map((p) => p.name), ...secured.map((table) => `${table}_system`)])
  for (const p of rows as { tablename: string; policyname: string }[])
    if (secured.includes(p.tablename) && !kept.has(p.policyname))
      statements.push(`drop policy ${quoted(p.policyname)} on ${quoted(p.tablename)}`)
  if (statements.length) await run(statements.join(';\n'))
}

export async function ensureRole(run: Run, name: string): Promise<void> {
  const { rows } = await run(`select 1 from pg_roles where rolname = ${quotedText(name)}`)
  if (rows.length) return
  // Two databases of one server may make the same role at the same time.
  await run(
    `do $$ begin create role ${quoted(name)} nologin; exception when duplicate_object or unique_violation then null; end $$`,
  )
  await run(`grant ${quoted(name)} to current_user`)
}
