-- Who works here, with which rights, and what happened. Placeholders: :workspace, :auth, :owner, :system.

-- What the row policies read. Settings only, never a table: so it works on a shard too.
create function app_user() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.user_id', true), '')::uuid $$;
create function app_teams() returns uuid[] language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('app.team_ids', true), ''), '{}')::uuid[] $$;
create function app_account() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.account_id', true), '')::uuid $$;
create function app_objects(list text) returns uuid[] language sql stable parallel safe
  as $$ select string_to_array(nullif(current_setting('app.objects_' || list, true), ''), ',')::uuid[] $$;

-- One row: what the whole workspace shares. `version` grows when roles or customers' own fields change.
create table meta (
  id boolean primary key default true check (id),
  version bigint not null default 1,
  settings jsonb not null default '{}'
);
insert into meta default values;

-- Append-only: audit and outbox in one. `xid` lets a reader pass over what is not yet committed.
create table events (
  id uuid primary key,
  at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  name text not null,
  entity text,
  record_id uuid,
  actor_id uuid,
  via text,
  operation text,
  request_id text,
  changes jsonb,
  payload jsonb
);
create index events_record on events (record_id, id desc) where record_id is not null;
create index events_outbox on events (xid, id);
create index events_audit on events (name, id desc) where name like 'auth.%' or name like 'role.%' or name like 'export%' or name like 'user.%';

create table teams (
  id uuid primary key,
  name text not null,
  parent_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);

create table roles (
  id uuid primary key,
  name text not null,
  key text not null,
  description text,
  rights jsonb not null default '{}',
  is_built_in boolean,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create unique index roles_key on roles (key);

create table users (
  id uuid primary key,
  name text not null,
  email text,
  role_id uuid not null references roles,
  team_id uuid references teams,
  manager_id uuid references users,
  account_id uuid,
  job_title text,
  phone text,
  locale text,
  time_zone text,
  theme text,
  is_active boolean,
  code text,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create unique index users_email on users (lower(email)) where deleted_at is null;
create index users_team on users (team_id);
create index users_search on users using gin (search gin_trgm_ops);

create table views (
  id uuid primary key,
  entity text not null,
  name text not null,
  definition jsonb not null,
  is_shared boolean,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index views_entity on views (entity) where deleted_at is null;

create table custom_fields (
  id uuid primary key,
  entity text not null,
  key text not null,
  kind text not null,
  label text not null,
  label_uk text,
  options jsonb,
  target text,
  formula text,
  is_required boolean,
  is_searchable boolean,
  is_many boolean,
  position numeric,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create unique index custom_fields_key on custom_fields (entity, key) where deleted_at is null;

-- Options that administrators added to a choice.
create table choice_options (
  id uuid primary key,
  entity text not null,
  field text not null,
  key text not null,
  label text not null,
  label_uk text,
  color text,
  position numeric,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create unique index choice_options_key on choice_options (entity, field, key) where deleted_at is null;

create table custom_objects (
  id uuid primary key,
  key text not null,
  plural text not null,
  label text not null,
  label_uk text,
  label_many text not null,
  label_many_uk text,
  icon text,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create unique index custom_objects_key on custom_objects (key) where deleted_at is null;
create unique index custom_objects_plural on custom_objects (plural) where deleted_at is null;

create table custom_records (
  id uuid primary key,
  object_id uuid not null references custom_objects,
  name text not null,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index custom_records_updated on custom_records (object_id, updated_at, id) where deleted_at is null;
create index custom_records_name on custom_records (object_id, (name collate "uk-x-icu"), id) where deleted_at is null;
create index custom_records_search on custom_records using gin (search gin_trgm_ops);

-- Results of requests that carried an Idempotency-Key, written in the transaction of their work, kept for a day.
create table answers (
  key text not null,
  actor_id uuid not null,
  request_hash text not null,
  result jsonb,
  created_at timestamptz not null default now(),
  primary key (actor_id, key)
);
