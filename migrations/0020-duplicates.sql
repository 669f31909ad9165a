-- One memory of every client: who may be there twice, and which records became one.

-- Searches through all records of a kind: asked for, running, done.
create table duplicate_scans (
  id uuid primary key,
  entity text not null,
  status text not null check (status in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  phase text,
  progress real not null default 0,
  records int,
  found int,
  took_ms int,
  problem text,
  asked_by uuid,
  asked_at timestamptz not null default now(),
  finished_at timestamptz,
  -- Moves while a process works on it.
  seen_at timestamptz not null default now()
);
create index duplicate_scans_latest on duplicate_scans (entity, id desc);

-- What the last search learnt of how the records of a kind agree.
create table duplicate_models (
  entity text primary key,
  model jsonb not null,
  made_at timestamptz not null default now()
);

-- Likely pairs, the lower id first. `group_id` is the lowest id of its group.
create table duplicate_pairs (
  entity text not null,
  a_id uuid not null,
  b_id uuid not null,
  group_id uuid not null,
  probability real not null,
  weight real not null,
  parts jsonb not null,
  status text not null default 'open' check (status in ('open', 'not_duplicate', 'merged')),
  decided_by uuid,
  decided_at timestamptz,
  scan_id uuid,
  found_at timestamptz not null default now(),
  primary key (a_id, b_id),
  check (a_id < b_id)
);
create index duplicate_pairs_open on duplicate_pairs (entity, probability desc, group_id) where status = 'open';
create index duplicate_pairs_group on duplicate_pairs (group_id) where status = 'open';
create index duplicate_pairs_b on duplicate_pairs (b_id);

-- The ledger of what a merge did, by which it is undone: `fields` of the survivor before and after, `made` records.
create table merges (
  id uuid primary key,
  entity text not null,
  into_id uuid not null,
  from_ids uuid[] not null,
  fields jsonb not null default '{}',
  made jsonb not null default '[]',
  merged_at timestamptz not null default now(),
  merged_by uuid,
  undone_at timestamptz,
  undone_by uuid
);
create index merges_into on merges (into_id, id desc);

-- References that were turned from a merged record to the survivor.
create table merge_moves (
  merge_id uuid not null references merges on delete cascade,
  entity text not null,
  field text not null,
  record_id uuid not null,
  before uuid not null,
  after uuid,
  primary key (merge_id, entity, field, record_id)
);

-- Old ids of records that became part of others: they go on working.
create table merged_ids (
  old_id uuid primary key,
  entity text not null,
  id uuid not null,
  merge_id uuid not null references merges
);
create index merged_ids_id on merged_ids (id);

create index contacts_tax on contacts (tax_id) where tax_id is not null;
create index accounts_tax on accounts (tax_id) where tax_id is not null;
create index accounts_vat on accounts (vat_id) where vat_id is not null;
