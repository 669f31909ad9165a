-- What who sells is paid for it.

create table commission_plans (
  id uuid primary key,
  name text not null,
  owner_id uuid references users,
  team_id uuid references teams,
  percent numeric not null check (percent between 0 and 100),
  rates jsonb,
  tiers jsonb,
  since date not null,
  until date,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index commission_plans_since on commission_plans (since, id) where deleted_at is null;
create index commission_plans_owner on commission_plans (owner_id, since, id) where deleted_at is null;
create index commission_plans_team on commission_plans (team_id, since, id) where deleted_at is null;

create table commission_statements (
  id uuid primary key,
  month text not null,
  owner_id uuid references users,
  team_id uuid references teams,
  total numeric not null, total_currency text not null,
  arithmetic jsonb,
  by_id uuid references users,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create unique index commission_statements_once on commission_statements (owner_id, month);
create index commission_statements_month on commission_statements (month, id) where deleted_at is null;
create index commission_statements_owner on commission_statements (owner_id, month, id) where deleted_at is null;
create index commission_statements_team on commission_statements (team_id, month, id) where deleted_at is null;
create index commission_statements_by on commission_statements (by_id) where by_id is not null;
