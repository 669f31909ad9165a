-- What is expected: frozen every week, corrected by heads with a reason, and measured against quotas.

create table forecast_snapshots (
  id uuid primary key,
  week date not null,
  -- No reference: what was frozen stays when the deal is purged.
  deal text not null,
  deal_name text,
  status text not null,
  category text not null,
  stage_id uuid references stages,
  probability numeric,
  close_date date,
  amount numeric, amount_currency text,
  value numeric not null, value_currency text not null,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create unique index forecast_snapshots_once on forecast_snapshots (week, deal);
create index forecast_snapshots_week on forecast_snapshots (week, id) where deleted_at is null;
create index forecast_snapshots_close on forecast_snapshots (week, close_date) where deleted_at is null;
create index forecast_snapshots_stage on forecast_snapshots (stage_id) where stage_id is not null;
create index forecast_snapshots_owner on forecast_snapshots (owner_id, week, id) where deleted_at is null;
create index forecast_snapshots_team on forecast_snapshots (team_id, week, id) where deleted_at is null;

create table forecast_overrides (
  id uuid primary key,
  period text not null,
  owner_id uuid references users,
  team_id uuid references teams,
  amount numeric not null, amount_currency text not null,
  computed numeric, computed_currency text,
  reason text not null,
  by_id uuid references users,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index forecast_overrides_created on forecast_overrides (created_at, id) where deleted_at is null;
create index forecast_overrides_period on forecast_overrides (period, created_at) where deleted_at is null;
create index forecast_overrides_owner on forecast_overrides (owner_id, created_at, id) where deleted_at is null;
create index forecast_overrides_team on forecast_overrides (team_id, created_at, id) where deleted_at is null;
create index forecast_overrides_by on forecast_overrides (by_id) where by_id is not null;

create table quotas (
  id uuid primary key,
  period text not null,
  owner_id uuid references users,
  team_id uuid references teams,
  group_id uuid references product_groups,
  measure text not null,
  amount numeric, amount_currency text,
  count numeric,
  note text,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index quotas_period on quotas (period, id) where deleted_at is null;
create index quotas_owner on quotas (owner_id, period, id) where deleted_at is null;
create index quotas_team on quotas (team_id, period, id) where deleted_at is null;
create index quotas_group on quotas (group_id) where group_id is not null;
create unique index quotas_once on quotas (period, measure, coalesce(owner_id, team_id), coalesce(group_id, '00000000-0000-0000-0000-000000000000'))
  where deleted_at is null;
