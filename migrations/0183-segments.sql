-- Segments and who was in them when; whose clients are, by rules; what a run of the rules changed.
create table segments (
  id uuid primary key,
  name text not null,
  "of" text not null,
  description text,
  filter jsonb,
  kind text not null,
  frozen_at timestamptz,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index segments_name on segments ((name collate "uk-x-icu"), id) where deleted_at is null;
create index segments_owner on segments (owner_id) where owner_id is not null;
create index segments_team on segments (team_id) where team_id is not null;

create table segment_members (
  id uuid primary key,
  segment_id uuid not null references segments,
  record_entity text not null, record_id uuid not null,
  how text not null,
  since timestamptz not null,
  until timestamptz,
  by_id uuid references users,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index segment_members_record on segment_members (record_id, segment_id) where until is null;
create index segment_members_segment on segment_members (segment_id, record_id);
create index segment_members_since on segment_members (since, id) where deleted_at is null;
create index segment_members_owner on segment_members (owner_id) where owner_id is not null;
create index segment_members_team on segment_members (team_id) where team_id is not null;
create index segment_members_by on segment_members (by_id) where by_id is not null;

create table assignment_rules (
  id uuid primary key,
  name text not null,
  position numeric,
  is_active boolean,
  regions jsonb,
  industries jsonb,
  sources jsonb,
  min_employees numeric,
  max_employees numeric,
  only_unowned boolean,
  to_id uuid not null references users,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index assignment_rules_position on assignment_rules (position, id) where deleted_at is null;
create index assignment_rules_to on assignment_rules (to_id);

-- Of the system alone: by which an assignment is undone.
create table assignment_runs (
  id uuid primary key,
  entity text not null,
  moves jsonb not null,
  ran_by uuid,
  ran_at timestamptz not null default now(),
  undone_at timestamptz
);
