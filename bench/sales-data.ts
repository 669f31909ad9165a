import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keptFolder, owned, people, withoutIndexes } from './data.ts'

const [deals, lines] = [300_000, 3_000_000]

/** Three years of a company's sales: 300,000 deals with their moves, as many orders with ten lines each. */
export const salesData = (say: (text: string) => void): Promise<string> =>
  keptFolder(join(tmpdir(), 'kolo-bench-sales'), say, async (client) => {
    const tables = [
      'accounts',
      'products',
      'deals',
      'stage_changes',
      'orders',
      'order_lines',
      'exchange_rates',
    ]
    await withoutIndexes(client, tables, say, async () => {
      await client.query(people)
      for (const [what, statement, count] of [
        ['what there is', around, null],
        ['accounts', accounts, deals / 5],
        ['deals', allDeals, deals],
        ['moves', moves, null],
        ['orders', orders, deals],
        ['order lines', orderLines, lines],
      ] as const) {
        say(`  ${what}`)
        await client.query(statement, count === null ? [] : [count])
      }
    })
  })

const stamps = `now(), now(), 1`

const around = `insert into product_groups (id, name, created_at, updated_at, revision)
  select bench.id(10, n), 'Group ' || n, ${stamps} from generate_series(1, 40) n;
insert into products (id, name, group_id, is_active, created_at, updated_at, revision, search)
  select bench.id(11, n), 'Product ' || n, bench.id(10, 1 + n % 40), true, ${stamps}, ' product ' || n from generate_series(1, 2000) n;
insert into loss_reasons (id, name, created_at, updated_at, revision)
  select bench.id(12, n), 'Reason ' || n, ${stamps} from generate_series(1, 8) n;
insert into account_groups (id, name, created_at, updated_at, revision)
  select bench.id(14, n), 'Client group ' || n, ${stamps} from generate_series(1, 5) n;
insert into exchange_rates (id, currency, base, rate, date, source, created_at, updated_at, revision)
  select bench.id(13, n), 'EUR', 'UAH', 40 + n % 17 / 10.0, current_date - n::int, 'nbu', ${stamps} from generate_series(0, 1200) n`

const accounts = `insert into accounts (id, name, kind, industry, addresses, group_id, created_at, updated_at, revision, search, owner_id, team_id)
select t.*, u.team_id from (select bench.id(3, n), 'Account ' || n, 'company', industry[1 + n % 8],
  jsonb_build_array(jsonb_build_object('country', 'UA', 'region', 'Region ' || n % 25, 'city', 'City ' || n % 400, 'primary', true)),
  bench.id(14, 1 + n % 5), ${stamps}, ' account ' || n, ${owned} as owner
  from generate_series(1, $1::bigint) n, bench.words) t join users u on u.id = t.owner`

// A third won, half lost, the rest open and young.
const allDeals = `insert into deals (id, name, account_id, product_id, pipeline_id, stage_id, status, amount, amount_currency, opened_on, close_date,
    stage_since, loss_reason_id, next_step, source, created_at, updated_at, revision, search, owner_id, team_id)
select bench.id(5, n), 'Deal ' || n, bench.id(3, 1 + n % ($1::bigint / 5)), bench.id(11, 1 + n * 13 % 2000), s.pipeline_id, s.id, s.outcome,
  (n * 37) % 100000 + 0.5, case when n % 10 = 0 then 'EUR' else 'UAH' end, day - (n % 90)::int,
  case when s.outcome = 'open' then current_date + (n % 90)::int else day end, day::timestamptz,
  case when s.outcome = 'lost' then bench.id(12, 1 + n % 8) end, case when n % 5 > 0 then 'Call' end,
  source[1 + n % 5], day, day, 1, ' deal ' || n, t.owner, u.team_id
from (select n, ${owned} as owner,
    case when n % 6 = 0 then current_date - (n % 60)::int else current_date - (n * 7 % 1090)::int end as day,
    case when n % 6 = 0 then 'open' when n % 6 < 3 then 'won' else 'lost' end as outcome
  from generate_series(1, $1::bigint) n) t
join users u on u.id = t.owner cross join bench.words
cross join lateral (select * from stages where stages.outcome = t.outcome and deleted_at is null order by position
  offset case when t.outcome = 'open' then n % 4 else 0 end limit 1) s`

const moves = `insert into stage_changes (id, deal_id, deal_name, from_stage_id, to_stage_id, outcome, at, seconds, owner_id, team_id, created_at, updated_at, revision)
select gen_random_uuid(), d.id, d.name, lag(s.id) over w, s.id, s.outcome,
  d.opened_on + s.n * interval '5 days', case when s.n > 0 then 432000 + (hashtext(d.id::text) % 300000) end, d.owner_id, d.team_id, ${stamps}
from deals d cross join lateral (
  (select id, outcome, row_number() over (order by position) - 1 as n from stages
    where outcome = 'open' and pipeline_id = d.pipeline_id and deleted_at is null order by position limit 1 + abs(hashtext(d.id::text)) % 4)
  union all select d.stage_id, d.status, 4 where d.status <> 'open') s
window w as (partition by d.id order by s.n)`

const orders = `insert into orders (id, number, account_id, deal_id, date, currency, tax_included, language, status, state, reserved, shipped, invoiced, paid,
    created_at, updated_at, revision, search, owner_id, team_id)
select bench.id(7, n), 'O-' || n, d.account_id, d.id, current_date - (n * 7 % 1090)::int, case when n % 10 = 0 then 'EUR' else 'UAH' end,
  n % 2 = 0, 'uk', case when n % 12 = 0 then 'draft' else 'done' end, 'new', 'none', 'none', 'none', 'none', ${stamps}, ' o-' || n, d.owner_id, d.team_id
from generate_series(1, $1::bigint) n join deals d on d.id = bench.id(5, n)`

const orderLines = `insert into order_lines (id, order_id, position, product_id, quantity, unit_price, unit_price_currency, discount, tax_rate,
    list_price, list_price_currency, floor, floor_currency, floor_for, factor, rate, tax_included, created_at, updated_at, revision, owner_id, team_id)
select bench.id(8, n), o.id, n % 10, p.id, 1 + n % 7, 100 + n % 900, o.currency, n % 12, 20, 100 + n % 900, o.currency,
  1, o.currency, p.id || '//' || o.currency, 1, 1, o.tax_included, ${stamps}, o.owner_id, o.team_id
from generate_series(0, $1::bigint - 1) n
join orders o on o.id = bench.id(7, 1 + n / 10) join products p on p.id = bench.id(11, 1 + n * 31 % 2000)`
