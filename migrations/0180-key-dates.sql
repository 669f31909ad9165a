-- What we know of a client beside his address: what he likes and when he may be called, the days worth remembering,
-- who he is to whom.
alter table contacts add column contact_times jsonb, add column interests jsonb, add column problems text;
alter table accounts add column language text, add column interests jsonb, add column problems text;

create table key_dates (
  id uuid primary key,
  name text not null,
  record_entity text not null, record_id uuid not null,
  kind text,
  day date not null,
  every_year boolean,
  remind_days numeric,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index key_dates_record on key_dates (record_id, day, id) where deleted_at is null;
create index key_dates_day on key_dates (day, id) where deleted_at is null;
create index key_dates_owner on key_dates (owner_id, day, id) where deleted_at is null;
create index key_dates_team on key_dates (team_id, day, id) where deleted_at is null;

create table relations (
  id uuid primary key,
  record_entity text not null, record_id uuid not null,
  other_entity text not null, other_id uuid not null,
  kind text not null,
  note text,
  since date,
  until date,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index relations_record on relations (record_id, created_at, id) where deleted_at is null;
create index relations_other on relations (other_id, created_at, id) where deleted_at is null;
create index relations_created on relations (created_at, id) where deleted_at is null;
create index relations_owner on relations (owner_id) where owner_id is not null;
create index relations_team on relations (team_id) where team_id is not null;
