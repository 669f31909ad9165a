-- Questions that may be asked about any record, and what was answered when.
create table questionnaires (
  id uuid primary key,
  name text not null,
  about text,
  entity text,
  is_off boolean,
  questions jsonb not null,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index questionnaires_name on questionnaires (name collate "uk-x-icu", id) where deleted_at is null;

create table filled_questionnaires (
  id uuid primary key,
  name text not null,
  questionnaire_id uuid not null references questionnaires,
  record_entity text not null, record_id uuid not null,
  filled_on date not null,
  answers jsonb not null,
  said jsonb not null,
  score numeric,
  most numeric,
  percent numeric,
  note text,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index filled_questionnaires_record on filled_questionnaires (record_id, filled_on, id) where deleted_at is null;
create index filled_questionnaires_day on filled_questionnaires (filled_on, id) where deleted_at is null;
create index filled_questionnaires_of on filled_questionnaires (questionnaire_id, filled_on, id);
create index filled_questionnaires_owner on filled_questionnaires (owner_id, filled_on, id) where deleted_at is null;
create index filled_questionnaires_team on filled_questionnaires (team_id, filled_on, id) where deleted_at is null;
