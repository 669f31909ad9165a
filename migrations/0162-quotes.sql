-- Quotes, their lines and the secret addresses of their public pages.
create table quotes (
  id uuid primary key,
  subject text,
  account_id uuid not null references accounts,
  contact_id uuid references contacts,
  deal_id uuid references deals,
  issuer_id uuid references issuers,
  date date not null,
  valid_until date,
  follow_up_on date,
  probability numeric,
  currency text not null,
  price_list_id uuid references price_lists,
  tax_included boolean,
  discount numeric,
  language text not null,
  delivery text,
  payment text,
  payment_days numeric,
  intro text,
  terms text,
  is_template boolean,
  number text not null,
  version numeric not null,
  revises_id uuid references quotes,
  status text not null,
  net numeric, net_currency text,
  tax numeric, tax_currency text,
  total numeric, total_currency text,
  margin numeric, margin_currency text,
  approval_id uuid references approvals,
  sent_at timestamptz,
  opened_at timestamptz,
  decided_at timestamptz,
  decline_reason text,
  hash text,
  proof jsonb,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create unique index quotes_number on quotes (number, version);
create index quotes_date on quotes (date, id) where deleted_at is null;
create index quotes_created on quotes (created_at, id) where deleted_at is null;
create index quotes_updated on quotes (updated_at, id) where deleted_at is null;
create index quotes_account on quotes (account_id, date, id) where deleted_at is null;
create index quotes_contact on quotes (contact_id) where contact_id is not null;
create index quotes_deal on quotes (deal_id) where deal_id is not null;
create index quotes_issuer on quotes (issuer_id) where issuer_id is not null;
create index quotes_price_list on quotes (price_list_id) where price_list_id is not null;
create index quotes_revises on quotes (revises_id) where revises_id is not null;
create index quotes_approval on quotes (approval_id) where approval_id is not null;
create index quotes_owner on quotes (owner_id, date, id) where deleted_at is null;
create index quotes_team on quotes (team_id, date, id) where deleted_at is null;
create index quotes_running_out on quotes (valid_until) where status = 'sent';
create index quotes_search on quotes using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

create table quote_lines (
  like line_columns including all,
  id uuid primary key,
  quote_id uuid not null references quotes,
  is_optional boolean,
  alternative text,
  is_chosen boolean,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}',
  foreign key (product_id) references products,
  foreign key (approval_id) references approvals,
  foreign key (line_hash, approval_id) references approved_seals (hash, approval_id)
);
create index quote_lines_quote on quote_lines (quote_id, position) where deleted_at is null;
create index quote_lines_position on quote_lines (position, id) where deleted_at is null;
create index quote_lines_product on quote_lines (product_id) where product_id is not null;
create index quote_lines_approval on quote_lines (approval_id) where approval_id is not null;
create index quote_lines_owner on quote_lines (owner_id) where owner_id is not null;
create index quote_lines_team on quote_lines (team_id) where team_id is not null;

-- Who has the address may read the quote and answer it: 160 random bits, read only by the system.
create table quote_links (
  token text primary key,
  quote_id uuid not null unique references quotes,
  made_at timestamptz not null default now()
);
-- What clients ask on the page.
create table quote_questions (
  id uuid primary key,
  quote_id uuid not null references quotes,
  name text not null,
  question text not null,
  answer text,
  answered_at timestamptz,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index quote_questions_quote on quote_questions (quote_id, created_at) where deleted_at is null;
create index quote_questions_created on quote_questions (created_at, id) where deleted_at is null;
create index quote_questions_owner on quote_questions (owner_id) where owner_id is not null;
create index quote_questions_team on quote_questions (team_id) where team_id is not null;
