-- Agreements with clients, and who signs them.
create table agreements (
  id uuid primary key,
  number text not null,
  kind text not null,
  subject text not null,
  account_id uuid not null references accounts,
  contact_id uuid references contacts,
  deal_id uuid references deals,
  order_id uuid references orders,
  issuer_id uuid references issuers,
  date date not null,
  starts_on date,
  ends_on date,
  renewal text not null,
  renewal_months numeric,
  notice_days numeric,
  amount numeric, amount_currency text,
  reference text,
  terms text,
  status text not null,
  asked_at timestamptz,
  agreed_at timestamptz,
  signed_on date,
  ended_on date,
  end_reason text,
  reminded_for date,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create unique index agreements_number on agreements (number);
create index agreements_ends on agreements (ends_on, id) where deleted_at is null;
create index agreements_created on agreements (created_at, id) where deleted_at is null;
create index agreements_updated on agreements (updated_at, id) where deleted_at is null;
create index agreements_account on agreements (account_id, ends_on, id) where deleted_at is null;
create index agreements_contact on agreements (contact_id) where contact_id is not null;
create index agreements_deal on agreements (deal_id) where deal_id is not null;
create index agreements_order on agreements (order_id) where order_id is not null;
create index agreements_issuer on agreements (issuer_id) where issuer_id is not null;
create index agreements_owner on agreements (owner_id, ends_on, id) where deleted_at is null;
create index agreements_team on agreements (team_id, ends_on, id) where deleted_at is null;
create index agreements_search on agreements using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

create table agreement_signatories (
  id uuid primary key,
  agreement_id uuid not null references agreements on delete cascade,
  side text not null,
  name text not null,
  job_title text,
  basis text,
  contact_id uuid references contacts,
  signed_on date,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index agreement_signatories_agreement on agreement_signatories (agreement_id, side, id) where deleted_at is null;
create index agreement_signatories_side on agreement_signatories (side, id) where deleted_at is null;
create index agreement_signatories_contact on agreement_signatories (contact_id) where contact_id is not null;
create index agreement_signatories_owner on agreement_signatories (owner_id) where owner_id is not null;
create index agreement_signatories_team on agreement_signatories (team_id) where team_id is not null;
