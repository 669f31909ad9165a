-- Files taken in: what was decided about each, how far it got, which rows it refused. What a run created and
-- changed is not kept again: its events carry its id.

create table imports (
  id uuid primary key,
  entity text not null,
  file text not null,
  path text,
  status text not null,
  settings jsonb not null,
  result jsonb not null default '{}',
  -- Rows up to this line are committed: a run that was killed goes on after it.
  at_line bigint not null default 0,
  problem text,
  created_at timestamptz not null default now(),
  created_by uuid,
  -- Moves while a process works on it.
  seen_at timestamptz not null default now()
);
create index imports_made on imports (created_by, id);

create table import_refusals (
  import_id uuid not null references imports on delete cascade,
  line bigint not null,
  cells jsonb not null,
  problems jsonb not null,
  primary key (import_id, line)
);

-- What people decided once: which column is which field, and what a misspelt text means.
create table import_matchings (
  entity text not null,
  signature text not null,
  columns jsonb not null,
  primary key (entity, signature)
);
create table import_mendings (
  entity text not null,
  field text not null,
  text text not null,
  value text not null,
  title text,
  primary key (entity, field, text)
);

create index events_import on events (request_id, id) where via = 'import';
