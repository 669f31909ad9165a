-- What a deal consists of: lines, our people and theirs, competitors. What a stage asks for on entry, and a refusal.

create table competitors (
  id uuid primary key,
  name text not null,
  website text,
  strengths text,
  weaknesses text,
  account_id uuid references accounts,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index competitors_name on competitors ((name collate "uk-x-icu"), id) where deleted_at is null;
create index competitors_account on competitors (account_id) where account_id is not null;
create index competitors_search on competitors using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

alter table stages add column requires jsonb, add column checklist jsonb;
alter table loss_reasons
  add column needs_competitor boolean, add column needs_price_gap boolean, add column needs_comment boolean;
alter table deals
  add column amount_is_manual boolean,
  add column lost_to_id uuid references competitors,
  add column price_gap numeric, add column price_gap_currency text,
  add column loss_comment text,
  add column checked jsonb;
create index deals_lost_to on deals (lost_to_id) where lost_to_id is not null;
create index deals_loss_reason on deals (loss_reason_id) where loss_reason_id is not null;

create table deal_lines (
  id uuid primary key,
  deal_id uuid not null references deals,
  position numeric,
  section text,
  product_id uuid references products,
  description text,
  quantity numeric not null,
  unit text,
  unit_price numeric, unit_price_currency text,
  discount numeric check (discount between 0 and 100),
  tax_rate numeric check (tax_rate between 0 and 100),
  cost numeric, cost_currency text,
  their_price numeric, their_price_currency text,
  list_price numeric, list_price_currency text,
  amount numeric generated always as (round(quantity * unit_price * (100 - coalesce(discount, 0)) / 100, 2)) stored,
  amount_currency text generated always as (unit_price_currency) stored,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index deal_lines_deal on deal_lines (deal_id, position) where deleted_at is null;
create index deal_lines_position on deal_lines (position, id) where deleted_at is null;
create index deal_lines_product on deal_lines (product_id) where product_id is not null;
create index deal_lines_owner on deal_lines (owner_id) where deleted_at is null;
create index deal_lines_team on deal_lines (team_id) where deleted_at is null;

create table deal_members (
  id uuid primary key,
  deal_id uuid not null references deals,
  user_id uuid not null references users,
  duty text,
  percent numeric,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index deal_members_deal on deal_members (deal_id) where deleted_at is null;
create index deal_members_user on deal_members (user_id) where deleted_at is null;
create index deal_members_percent on deal_members (percent, id) where deleted_at is null;
create index deal_members_owner on deal_members (owner_id) where owner_id is not null;
create index deal_members_team on deal_members (team_id) where team_id is not null;

create table deal_contacts (
  id uuid primary key,
  deal_id uuid not null references deals,
  contact_id uuid not null references contacts,
  part text not null,
  influence text,
  attitude text,
  note text,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index deal_contacts_deal on deal_contacts (deal_id) where deleted_at is null;
create index deal_contacts_contact on deal_contacts (contact_id) where deleted_at is null;
create index deal_contacts_part on deal_contacts (part, id) where deleted_at is null;
create index deal_contacts_owner on deal_contacts (owner_id) where owner_id is not null;
create index deal_contacts_team on deal_contacts (team_id) where team_id is not null;

create table deal_competitors (
  id uuid primary key,
  deal_id uuid not null references deals,
  competitor_id uuid not null references competitors,
  price numeric, price_currency text,
  note text,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index deal_competitors_deal on deal_competitors (deal_id) where deleted_at is null;
create index deal_competitors_competitor on deal_competitors (competitor_id) where deleted_at is null;
create index deal_competitors_created on deal_competitors (created_at, id) where deleted_at is null;
create index deal_competitors_owner on deal_competitors (owner_id) where owner_id is not null;
create index deal_competitors_team on deal_competitors (team_id) where team_id is not null;
