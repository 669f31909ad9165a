-- Price lists as they were given out: who made which, for whom, who received and opened it.

create table issued_price_lists (
  id uuid primary key,
  name text not null,
  number text,
  version numeric,
  price_list_id uuid references price_lists,
  account_id uuid references accounts,
  groups jsonb,
  currency text,
  locale text,
  format text,
  with_pictures boolean,
  on_day date,
  file jsonb,
  lines numeric,
  token text,
  open_until date,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index issued_price_lists_created on issued_price_lists (created_at, id) where deleted_at is null;
create index issued_price_lists_updated on issued_price_lists (updated_at, id) where deleted_at is null;
create index issued_price_lists_list on issued_price_lists (price_list_id) where deleted_at is null;
create index issued_price_lists_account on issued_price_lists (account_id) where account_id is not null;
create index issued_price_lists_owner on issued_price_lists (owner_id) where owner_id is not null;
create index issued_price_lists_team on issued_price_lists (team_id) where team_id is not null;
create unique index issued_price_lists_token on issued_price_lists (token) where token is not null;
create index issued_price_lists_search on issued_price_lists using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

create table price_list_recipients (
  id uuid primary key,
  issued_price_list_id uuid not null references issued_price_lists,
  recipient text not null,
  via text not null,
  sent_at timestamptz,
  opened_at timestamptz,
  opens numeric,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index price_list_recipients_list on price_list_recipients (issued_price_list_id) where deleted_at is null;
create index price_list_recipients_sent on price_list_recipients (sent_at, id) where deleted_at is null;
create index price_list_recipients_owner on price_list_recipients (owner_id) where owner_id is not null;
create index price_list_recipients_team on price_list_recipients (team_id) where team_id is not null;
