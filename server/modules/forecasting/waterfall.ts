import sql, { type Sql } from 'sql-template-tag'
import { todayOf } from '#core/actor.ts'
import { Invalid } from '#core/error.ts'
import type { Filter } from '#core/filter.ts'
import type { Finding } from '#core/finding.ts'
import { date, ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Text } from '#core/text.ts'
import { dealsOf, frozenOn } from './deals-of.ts'
import { ratesInto } from './in-currency.ts'
import { periodIn, type Period } from './period.ts'
import { below, dealFields, period, value, whomOf, within } from './read-forecast.ts'
import { needToSee } from './seen.ts'

/** Why the open deals of a period come to something else than they did, in the order in which it is told. */
export const kinds = [
  'new',
  'movedIn',
  'received',
  'grown',
  'shrunk',
  'rates',
  'won',
  'lost',
  'movedOut',
  'given',
  'gone',
] as const
export type Kind = (typeof kinds)[number]
export type Change = {
  kind: Kind
  value: string
  count: number
  deals: { id: string; name: string; value: number }[]
  /** How many of them still are; the others were deleted. */
  standing: number
  filter: Filter
}

export const snapshotFields = [
  'week',
  'deal',
  'dealName',
  'status',
  'category',
  'closeDate',
  'amount',
  'value',
  'owner',
  'team',
  'probability',
] as const

export type Whose = { person?: string | null | undefined; team?: string | null | undefined }
/** Rows of `alias` that are of this person, or of this team and those below it. */
export const ofWhom = ({ person, team }: Whose, alias: Sql): Sql =>
  person
    ? sql`${alias}.owner_id is not distinct from ${person}::uuid`
    : team
      ? sql`${alias}.team_id in (${below(team)})`
      : sql`true`

/** The newest frozen week, or the newest up to `since`; null when none is. */
export async function frozenWeek(c: Context, since?: string | null): Promise<string | null> {
  const row = await c.tx.one<{ week: string | null }>(
    sql`select max(week)::text as week from forecast_snapshots where deleted_at is null and week <= ${since ?? c.today}::date`,
  )
  return row?.week ?? null
}

/** What became of the open deals of a period since a week was frozen. A deal won since counts among the won with what it
 * was won for, so that the steps and the two ends always add up. */
const steps = (week: string, p: Period, whose: Whose, rates: Sql) => sql`
  with s as materialized (select s.*, s.status = 'open' and s.category <> 'omitted' and ${within(sql`s.close_date`, p)}
      and ${ofWhom(whose, sql`s`)} as counts, coalesce(round(s.amount * r.rate, 2), s.value) as anew,
      coalesce(${within(sql`s.close_date`, p)}, false) as is_in
    from forecast_snapshots s left join ${rates} on r.currency = s.amount_currency
    where s.week = ${week}::date and s.deleted_at is null),
  d as materialized (select d.id::text as deal, d.name, d.status, ${value} as value,
      coalesce(${within(sql`d.close_date`, p)}, false) as is_in, coalesce(${ofWhom(whose, sql`d`)}, false) as is_theirs,
      coalesce(d.forecast_category, 'pipeline') = 'omitted' as is_omitted
    from deals d left join ${rates} on r.currency = d.amount_currency
    where d.deleted_at is null and (${within(sql`d.close_date`, p)} or d.id in (select deal::uuid from s where counts))),
  j as (select coalesce(d.deal, s.deal) as deal, coalesce(d.name, s.deal_name) as name, coalesce(s.counts, false) as was,
      s.value as then, s.anew, d.value as now, d.status, d.is_in, d.is_theirs, s.deal is null as is_new, d.deal is not null as stands, s.is_in as was_in, s.category = 'omitted' as was_omitted,
      coalesce(d.is_in and d.is_theirs and d.status = 'open' and not d.is_omitted, false) as is_open,
      coalesce(d.is_in and d.is_theirs and d.status = 'won' and s.status is distinct from 'won', false) as is_won
    from s full join d on d.deal = s.deal),
  steps as (select j.deal, j.name, j.stands, x.kind, x.value from j cross join lateral (values
      ('rates', case when was and (is_open or is_won) then anew - "then" end),
      (case when now >= anew then 'grown' else 'shrunk' end, case when was and (is_open or is_won) then nullif(now - anew, 0) end),
      (case when is_new or was_omitted then 'new' when not was_in then 'movedIn' else 'received' end,
        case when not was and (is_open or is_won) then now end),
      (case when j.status = 'lost' then 'lost' when not is_in then 'movedOut' when not is_theirs then 'given' else 'gone' end,
        case when was and not is_open and not is_won then -"then" end),
      ('won', case when is_won then -now end)) x (kind, value)
    where x.value is not null and not (x.kind = 'rates' and x.value = 0))`

const changes = (of: Sql) => sql`${of},
  ranked as (select *, row_number() over (partition by kind order by abs(value) desc, deal) as place from steps)
  select kind, sum(value)::text as value, count(*)::int as count, count(*) filter (where stands)::int as standing,
    jsonb_agg(jsonb_build_object('id', deal, 'name', name, 'value', value) order by place) filter (where place <= 30) as deals
  from ranked group by kind`

const needed = { deal: ['name', ...dealFields], forecastSnapshot: snapshotFields }

const labels: Record<Kind, Text> = {
  new: { en: 'new', uk: 'нові' },
  movedIn: { en: 'moved into the period', uk: 'перенесені в період' },
  received: { en: 'taken over', uk: 'прийняті від інших' },
  grown: { en: 'grown', uk: 'зросли' },
  shrunk: { en: 'shrunk', uk: 'зменшилися' },
  rates: { en: 'exchange rates', uk: 'курси валют' },
  won: { en: 'won', uk: 'виграні' },
  lost: { en: 'lost', uk: 'програні' },
  movedOut: { en: 'moved out of the period', uk: 'перенесені з періоду' },
  given: { en: 'handed over', uk: 'передані іншим' },
  gone: { en: 'left out', uk: 'вилучені' },
}

const keyOf = (kind: Kind) => `forecast-${kind}`
const about = /^([^ ]+) (\d{4}-\d\d-\d\d)(?: (person|team) ([\da-f-]{36}))?$/

/** The deals of a step: of a period since a week, and of a person or a team. */
const dealsOfStep = (kind: Kind, p: Period, week: string, { person, team }: Whose): Filter => {
  const whose = person ? ` person ${person}` : team ? ` team ${team}` : ''
  return ['id', 'found', `${keyOf(kind)}:${p.key} ${week}${whose}`]
}

export const changeFindings: readonly Finding[] = kinds.map((kind) => ({
  of: ['deal'],
  key: keyOf(kind),
  label: { en: `Forecast: ${labels[kind].en}`, uk: `Прогноз: ${labels[kind].uk}` },
  async ids(kolo, tx, _entity, asked = '') {
    const [, key, week, whose, id] = about.exec(asked) ?? []
    if (!key || !week)
      throw new Invalid([{ path: 'filter', message: `Nothing is found by ${asked}.`, code: 'bad_filter' }])
    needToSee({ kolo, actor: tx.actor }, needed)
    const today = todayOf(tx.actor)
    const rates = await ratesInto({ tx, kolo }, today)
    const of = steps(week, periodIn(key, today, 'filter'), whose ? { [whose]: id } : {}, rates)
    const deals = await tx.rows<{ deal: string }>(
      sql`${of} select deal from steps where kind = ${kind} and stands`,
    )
    return deals.map((d) => d.deal)
  },
}))

export const forecastChanges = operation({
  name: 'forecast.changes',
  summary: { en: 'What changed in the forecast since a week', uk: 'Що змінилося в прогнозі від тижня' },
  effect: 'read',
  input: {
    period,
    since: date({ label: { en: 'Since', uk: 'Відколи' } }),
    person: ref('user', { label: { uk: 'Людина' } }),
    team: ref('team', { label: { uk: 'Команда' } }),
  },
  needs: { deal: 'read', forecastSnapshot: 'read' },
  async run(c, input) {
    const p = periodIn(input.period, c.today)
    needToSee(c, needed)
    const week = await frozenWeek(c, input.since)
    const weeks = await c.tx.rows<{ week: string }>(
      sql`select distinct week::text from forecast_snapshots where deleted_at is null order by 1 desc limit 53`,
    )
    const rest = {
      period: p,
      currency: c.kolo.workspace.currency,
      weeks: weeks.map((w) => w.week),
    }
    if (!week) return { ...rest, week, start: '0', end: '0', changes: [] as Change[] }
    const rates = await ratesInto(c, c.today)
    const ends = await c.tx.one<{ start: string; end: string }>(sql`select
      (select coalesce(sum(s.value), 0)::text from forecast_snapshots s where s.week = ${week}::date and s.deleted_at is null
        and s.status = 'open' and s.category <> 'omitted' and ${within(sql`s.close_date`, p)} and ${ofWhom(input, sql`s`)}) as start,
      (select coalesce(sum(${value}), 0)::text from deals d left join ${rates} on r.currency = d.amount_currency
        where d.deleted_at is null and d.status = 'open' and coalesce(d.forecast_category, 'pipeline') <> 'omitted'
        and ${within(sql`d.close_date`, p)} and ${ofWhom(input, sql`d`)}) as end`)
    const found = await c.tx.rows<Omit<Change, 'filter'>>(changes(steps(week, p, input, rates)))
    const whom = await whomOf(c, input)
    return {
      ...rest,
      week,
      ...ends!,
      /** What was frozen as open, and the deals that are open now. */
      startFilter: { and: [frozenOn(week, p).open, ...whom] } as Filter,
      endFilter: {
        and: [dealsOf(p).weighted, { not: ['forecastCategory', 'is', 'omitted'] }, ...whom],
      } as Filter,
      changes: kinds.flatMap((kind): Change[] => {
        const one = found.find((f) => f.kind === kind)
        return one ? [{ ...one, filter: dealsOfStep(kind, p, week, input) }] : []
      }),
    }
  },
})
