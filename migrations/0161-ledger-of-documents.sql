-- The ledger of papers.
create table documents (
  id uuid primary key,
  name text not null,
  kind text not null,
  entity text not null,
  record text not null,
  account_id uuid references accounts,
  file jsonb,
  locale text,
  hash text,
  sent_at timestamptz,
  sent_to text,
  opened_at timestamptz,
  opens numeric,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index documents_created on documents (created_at, id) where deleted_at is null;
create index documents_updated on documents (updated_at, id) where deleted_at is null;
create index documents_record on documents (record, created_at) where deleted_at is null;
create index documents_account on documents (account_id, created_at, id) where deleted_at is null;
create index documents_owner on documents (owner_id, created_at, id) where deleted_at is null;
create index documents_team on documents (team_id, created_at, id) where deleted_at is null;
create index documents_search on documents using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);
