-- Winning it: pipelines, stages and deals.

create table pipelines (
  id uuid primary key,
  name text not null,
  position numeric,
  is_default boolean,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);

create table stages (
  id uuid primary key,
  name text not null,
  pipeline_id uuid not null references pipelines,
  position numeric,
  probability numeric,
  outcome text not null,
  max_days numeric,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index stages_pipeline on stages (pipeline_id, position) where deleted_at is null;

create table loss_reasons (
  id uuid primary key,
  name text not null,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);

create table deals (
  id uuid primary key,
  name text not null,
  account_id uuid references accounts,
  contact_id uuid references contacts,
  product_id uuid references products,
  pipeline_id uuid not null references pipelines,
  stage_id uuid not null references stages,
  status text not null,
  amount numeric, amount_currency text,
  opened_on date,
  close_date date,
  loss_reason_id uuid references loss_reasons,
  competitor text,
  source text,
  tags jsonb,
  description text,
  code text,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index deals_updated on deals (updated_at, id) where deleted_at is null;
create index deals_created on deals (created_at, id) where deleted_at is null;
create index deals_name on deals ((name collate "uk-x-icu"), id) where deleted_at is null;
create index deals_close on deals (close_date, id) where deleted_at is null;
create index deals_owner on deals (owner_id, close_date, id) where deleted_at is null;
create index deals_team on deals (team_id, close_date, id) where deleted_at is null;
create index deals_account on deals (account_id, close_date, id) where deleted_at is null;
create index deals_contact on deals (contact_id) where contact_id is not null;
create index deals_product on deals (product_id) where product_id is not null;
create index deals_stage on deals (stage_id, close_date, id) where deleted_at is null;
create unique index deals_code on deals (code) where deleted_at is null;
create index deals_search on deals using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);
