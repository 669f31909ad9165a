import sql from 'sql-template-tag'
import { z } from 'zod'
import { entity } from '#core/entity.ts'
import { Invalid, type Problem } from '#core/error.ts'
import { choice, date, json, money, percent, ref, text } from '#core/kinds/index.ts'
import type { Context } from '#core/operation.ts'
import { create, update } from '#core/stock.ts'

/** How a share of what is won, or paid for, is paid: for a person, for a team and those below it, or for everybody. */
export const commissionPlan = entity('commissionPlan', {
  label: {
    en: 'Commission plan',
    uk: 'Схема винагороди',
    many: { en: 'Commission plans', uk: 'Схеми винагород' },
  },
  icon: 'percent',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, label: { uk: 'Назва' } }),
    owner: ref('user', {
      onDelete: 'restrict',
      label: { en: 'Person', uk: 'Людина' },
      hint: { en: 'A person’s own goes before his team’s', uk: 'Особиста схема важить більше за командну' },
    }),
    team: ref('team', { onDelete: 'restrict', label: { uk: 'Команда' } }),
    basis: choice({
      required: true,
      start: 'won',
      label: { en: 'Of what', uk: 'З чого' },
      options: [
        { key: 'won', label: { en: 'Deals won', uk: 'З виграних угод' }, color: 'blue' },
        { key: 'paid', label: { en: 'Payments of clients', uk: 'З оплат клієнтів' }, color: 'green' },
      ],
    }),
    percent: percent({ required: true, min: 0, max: 100, label: { en: 'Rate', uk: 'Ставка' } }),
    rates: json({
      label: { en: 'Rates of product groups', uk: 'Ставки за групами товарів' },
      hint: { en: '[{"group": id, "percent": 3}]', uk: '[{"group": ідентифікатор, "percent": 3}]' },
    }),
    tiers: json({
      label: { en: 'Accelerators', uk: 'Прискорювачі' },
      hint: {
        en: '[{"from": 100, "factor": 1.5}]: what is won past 100 % of the plan is paid half as much again',
        uk: '[{"from": 100, "factor": 1.5}]: за вигране понад 100 % плану платять у півтора раза більше',
      },
    }),
    since: date({ required: true, start: 'today', label: { en: 'From', uk: 'Від' } }),
    until: date({ notBefore: 'since', label: { en: 'Until', uk: 'До' } }),
  },
  list: { columns: ['name', 'basis', 'percent', 'owner', 'team', 'since', 'until'], sort: '-since' },
  form: [
    {
      section: { en: 'Commission plan', uk: 'Схема винагороди' },
      fields: ['name', 'owner', 'team', 'basis', 'percent', 'rates', 'tiers', 'since', 'until'],
    },
  ],
  access: {
    manager: { read: 'all', create: true, update: 'team', delete: 'team', export: true },
    sales: { read: 'all' },
  },
})

const rates = z.array(z.strictObject({ group: z.uuid(), percent: z.number().min(0).max(100) })).max(200)
const tiers = z
  .array(z.strictObject({ from: z.number().min(0).max(1000), factor: z.number().min(0).max(100) }))
  .max(20)

const judged = async (c: Context, items: Record<string, unknown>[]) => {
  const problems: Problem[] = items.flatMap((item, i) =>
    Object.entries({ rates, tiers }).flatMap(([key, shape]) => {
      if ((item[key] ?? null) === null || shape.safeParse(item[key]).success) return []
      return [{ path: `items.${i}.${key}`, message: 'This does not read.', code: 'unreadable' }]
    }),
  )
  if (problems.length) throw new Invalid(problems)
  return items
}

export const createPlan = create(commissionPlan, { prepare: judged })
export const updatePlan = update(commissionPlan, { prepare: judged })

/** What was paid to somebody for a month, with all its arithmetic. Closed once, it stays: what changes later is corrected
 * in the month that is open then. */
export const commissionStatement = entity('commissionStatement', {
  label: {
    en: 'Commission statement',
    uk: 'Відомість винагороди',
    many: { en: 'Commission statements', uk: 'Відомості винагород' },
  },
  icon: 'hand-coins',
  title: 'month',
  ledger: true,
  fields: {
    month: text({ required: true, max: 7, label: { uk: 'Місяць' } }),
    owner: ref('user', { onDelete: 'restrict', label: { en: 'Person', uk: 'Людина' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
    total: money({ required: true, label: { uk: 'Разом' } }),
    arithmetic: json({ label: { en: 'Arithmetic', uk: 'Розрахунок' } }),
    by: ref('user', { onDelete: 'clear', label: { en: 'Closed by', uk: 'Хто закрив' } }),
  },
  list: { columns: ['month', 'owner', 'team', 'total', 'by'], sort: '-month' },
  form: [
    {
      section: { en: 'Commission statement', uk: 'Відомість винагороди' },
      fields: ['month', 'owner', 'team', 'total', 'arithmetic', 'by'],
    },
  ],
  access: { manager: { read: 'team', export: true }, sales: { read: 'own' } },
})

export type Tier = { from: number; factor: number }
export type Terms = {
  name: string
  /** Not in statements from before there was a choice: deals won. */
  basis?: 'won' | 'paid'
  percent: number
  rates: { group: string; percent: number }[]
  tiers: Tier[]
}
export type PlanRow = Terms & {
  owner: string | null
  team: string | null
  since: string
  until: string | null
}

export const plansOn = async (c: Context): Promise<PlanRow[]> =>
  c.tx
    .rows<PlanRow>(sql`select name, owner_id as owner, case when owner_id is null then team_id end as team, basis, percent::float,
      coalesce(rates, '[]') as rates, coalesce(tiers, '[]') as tiers, since::text, until::text
    from commission_plans where deleted_at is null order by since desc, id desc`)

/** The plan that holds for a person on a day: his own, else that of the nearest team above him, else everybody's. */
export function planFor(
  plans: readonly PlanRow[],
  person: { id: string; teams: readonly string[] },
  day: string,
): Terms | null {
  const valid = plans.filter((p) => p.since <= day && (p.until === null || p.until >= day))
  const found =
    valid.find((p) => p.owner === person.id) ??
    person.teams.map((team) => valid.find((p) => p.team === team)).find((p) => p !== undefined) ??
    valid.find((p) => p.owner === null && p.team === null)
  if (!found) return null
  const { name, basis, percent, rates, tiers } = found
  return { name, basis, percent, rates, tiers }
}
