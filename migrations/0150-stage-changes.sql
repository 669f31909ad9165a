-- Every change of a deal's stage; where a deal stands in the forecast, and what is to be done next.

alter table stages add column forecast_category text;

alter table deals
  add column stage_since timestamptz,
  add column stale_on date,
  add column probability numeric,
  add column probability_reason text,
  add column forecast_category text,
  add column next_step text,
  add column next_step_on date;

create table stage_changes (
  id uuid primary key,
  deal_id uuid not null references deals,
  deal_name text,
  from_stage_id uuid references stages,
  to_stage_id uuid references stages,
  outcome text not null,
  at timestamptz not null,
  by_id uuid references users,
  seconds numeric,
  amount numeric, amount_currency text,
  is_estimated boolean,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);

-- What is known of deals that are there: the events tell each move; the way into the first stage is taken from the
-- record's birth, or, for a deal that came with older dates, from those.
with moves as (
  select e.record_id as deal_id, e.at, e.id as event_id, e.actor_id,
    (e.changes->'stage'->>0)::uuid as from_id, (e.changes->'stage'->>1)::uuid as to_id
  from events e where e.entity = 'deal' and e.changes ? 'stage'
), first_moves as (
  select distinct on (deal_id) deal_id, from_id from moves order by deal_id, event_id
), arrivals as (
  select d.id as deal_id, coalesce(f.from_id, d.stage_id) as to_id, d.created_by as actor_id, s.outcome,
    case when s.outcome = 'open' then d.opened_on else d.close_date end as known, d.created_at
  from deals d left join first_moves f on f.deal_id = d.id join stages s on s.id = coalesce(f.from_id, d.stage_id)
), kept as (
  select deal_id, null::uuid as from_id, to_id, actor_id, null::uuid as event_id,
    case when known < created_at::date then known + time '12:00' at time zone 'UTC' else created_at end as at,
    coalesce(known < created_at::date, false) as is_estimated
  from arrivals
  union all
  select deal_id, from_id, to_id, actor_id, event_id, at, false from moves
)
insert into stage_changes (id, deal_id, deal_name, from_stage_id, to_stage_id, outcome, at, by_id, seconds, amount, amount_currency,
  is_estimated, owner_id, team_id, created_at, created_by, updated_at, updated_by, revision, deleted_at)
select gen_random_uuid(), d.id, d.name, f.id, t.id, coalesce(t.outcome, 'open'), k.at, u.id,
  round(extract(epoch from k.at - lag(k.at) over (partition by k.deal_id order by k.event_id nulls first))),
  coalesce((later.was->>'amount')::numeric, case when later.was is null then d.amount end),
  coalesce(later.was->>'currency', case when later.was is null then d.amount_currency end),
  k.is_estimated, d.owner_id, d.team_id, now(), k.actor_id, now(), k.actor_id, 1, d.deleted_at
from kept k
join deals d on d.id = k.deal_id
left join stages f on f.id = k.from_id
left join stages t on t.id = k.to_id
left join users u on u.id = k.actor_id
left join lateral (
  select e.changes->'amount'->0 as was from events e
  where e.record_id = k.deal_id and e.changes ? 'amount' and (k.event_id is null or e.id >= k.event_id)
  order by e.id limit 1
) later on true;

create index stage_changes_deal on stage_changes (deal_id, at);
create index stage_changes_at on stage_changes (at, id) where deleted_at is null;
create index stage_changes_owner on stage_changes (owner_id, at) where deleted_at is null;
create index stage_changes_team on stage_changes (team_id, at) where deleted_at is null;
create index stage_changes_from on stage_changes (from_stage_id, at) where from_stage_id is not null;
create index stage_changes_to on stage_changes (to_stage_id, at);
create index stage_changes_by on stage_changes (by_id) where by_id is not null;

update deals d set
  stage_since = last.at,
  stale_on = case when s.outcome = 'open' and s.max_days is not null then (last.at at time zone 'UTC')::date + s.max_days::int + 1 end,
  probability = case s.outcome when 'open' then s.probability when 'won' then 100 else 0 end,
  forecast_category = case s.outcome when 'won' then 'commit' when 'lost' then 'omitted'
    else case when s.probability >= 75 then 'commit' when s.probability >= 50 then 'bestCase' else 'pipeline' end end
from stages s, (select deal_id, max(at) as at from stage_changes group by deal_id) last
where s.id = d.stage_id and last.deal_id = d.id;

create index deals_stale on deals (stale_on, id) where deleted_at is null and stale_on is not null;
create index deals_next_step on deals (next_step_on, id) where deleted_at is null and status = 'open';
create index deals_forecast on deals (forecast_category, close_date, id) where deleted_at is null and status = 'open';
