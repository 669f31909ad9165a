-- Files on every record: what it is, of which record, and the versions that came before.
create table attachments (
  id uuid primary key,
  name text not null,
  record_entity text not null, record_id uuid not null,
  file jsonb not null,
  category text,
  description text,
  size numeric,
  type text,
  version numeric not null,
  versions jsonb not null,
  author_id uuid references users,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index attachments_record on attachments (record_id, updated_at, id) where deleted_at is null;
create index attachments_updated on attachments (updated_at, id) where deleted_at is null;
create index attachments_author on attachments (author_id, updated_at, id) where deleted_at is null;
create index attachments_owner on attachments (owner_id) where owner_id is not null;
create index attachments_search on attachments using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

-- Which record carries an uploaded file: one that nobody carries after a day goes, and so does one whose record went.
alter table files
  add column is_upload boolean not null default false,
  add column carried_entity text,
  add column carried_by uuid;
create index files_waiting on files (created_at) where is_upload and carried_by is null;
create index files_carried on files (carried_by) where carried_by is not null;
