-- What people say to each other about a record of any kind.
create table comments (
  id uuid primary key,
  body text not null,
  record_entity text not null, record_id uuid not null,
  author_id uuid references users,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index comments_record on comments (record_id, created_at, id) where deleted_at is null;
create index comments_author on comments (author_id, created_at, id) where deleted_at is null;
create index comments_created on comments (created_at, id) where deleted_at is null;
create index comments_owner on comments (owner_id) where owner_id is not null;
create index comments_search on comments using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);
