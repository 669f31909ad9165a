-- For how much it is sold: client groups, units, price lists, rates, floors, and what was approved.

create table account_groups (
  id uuid primary key,
  name text not null,
  discount numeric,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
alter table accounts add column group_id uuid references account_groups;
create index accounts_group on accounts (group_id) where group_id is not null;

create table product_units (
  id uuid primary key,
  product_id uuid not null references products,
  unit text not null,
  factor numeric not null check (factor > 0),
  barcode text,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index product_units_product on product_units (product_id) where deleted_at is null;

create table price_lists (
  id uuid primary key,
  name text not null,
  code text,
  currency text not null,
  tax_included boolean,
  valid_from date,
  valid_to date,
  priority numeric,
  account_id uuid references accounts,
  account_group_id uuid references account_groups,
  channel text,
  region text,
  base_id uuid references price_lists,
  percent numeric,
  rounding text,
  is_active boolean,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index price_lists_name on price_lists ((name collate "uk-x-icu"), id) where deleted_at is null;
create index price_lists_account on price_lists (account_id) where account_id is not null;
create index price_lists_account_group on price_lists (account_group_id) where account_group_id is not null;
create index price_lists_base on price_lists (base_id) where base_id is not null;
create unique index price_lists_code on price_lists (code) where deleted_at is null;
create index price_lists_search on price_lists using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

create table price_list_items (
  id uuid primary key,
  price_list_id uuid not null references price_lists,
  product_id uuid not null references products,
  min_quantity numeric not null,
  price numeric not null check (price >= 0), price_currency text not null,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create unique index price_list_items_place on price_list_items (price_list_id, product_id, min_quantity) where deleted_at is null;
create index price_list_items_product on price_list_items (product_id) where deleted_at is null;
create index price_list_items_updated on price_list_items (updated_at, id) where deleted_at is null;

create table price_rules (
  id uuid primary key,
  price_list_id uuid not null references price_lists,
  group_id uuid references product_groups,
  min_quantity numeric not null,
  percent numeric not null check (percent >= -100),
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index price_rules_list on price_rules (price_list_id) where deleted_at is null;
create index price_rules_group on price_rules (group_id) where group_id is not null;

create table exchange_rates (
  id uuid primary key,
  currency text not null,
  base text not null,
  rate numeric not null check (rate > 0),
  date date not null,
  source text not null,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create unique index exchange_rates_day on exchange_rates (currency, base, date, source) where deleted_at is null;
create index exchange_rates_date on exchange_rates (date, id) where deleted_at is null;

create table floor_rules (
  id uuid primary key,
  kind text not null,
  value numeric not null,
  price_list_id uuid references price_lists,
  role_id uuid references roles,
  group_id uuid references product_groups,
  product_id uuid references products,
  is_active boolean,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index floor_rules_price_list on floor_rules (price_list_id) where price_list_id is not null;
create index floor_rules_role on floor_rules (role_id) where role_id is not null;
create index floor_rules_group on floor_rules (group_id) where group_id is not null;
create index floor_rules_product on floor_rules (product_id) where product_id is not null;

create table approvals (
  id uuid primary key,
  title text not null,
  kind text not null,
  entity text,
  record text,
  reason text,
  status text not null,
  amount numeric, amount_currency text,
  content jsonb,
  hash text,
  step numeric,
  approver_id uuid references users,
  approver_role_id uuid references roles,
  due_at timestamptz,
  decided_by_id uuid references users,
  decided_at timestamptz,
  note text,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index approvals_created on approvals (created_at, id) where deleted_at is null;
create index approvals_updated on approvals (updated_at, id) where deleted_at is null;
create index approvals_owner on approvals (owner_id, created_at, id) where deleted_at is null;
create index approvals_team on approvals (team_id, created_at, id) where deleted_at is null;
create index approvals_record on approvals (record, entity) where deleted_at is null;
create index approvals_approver on approvals (approver_id) where approver_id is not null;
create index approvals_approver_role on approvals (approver_role_id) where approver_role_id is not null;
create index approvals_decided_by on approvals (decided_by_id) where decided_by_id is not null;
create index approvals_due on approvals (due_at) where status = 'pending';
create index approvals_search on approvals using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

-- What an approval is bound to, one seal for each line; written when it is approved. Lines refer to it by approval and
-- seal together, so that an edited line has no approval.
create table approved_seals (
  approval_id uuid not null references approvals,
  hash text not null,
  primary key (hash, approval_id)
);

create table approval_rules (
  id uuid primary key,
  kind text not null,
  position numeric,
  role_id uuid references roles,
  approver_id uuid references users,
  from_amount numeric, from_amount_currency text,
  hours numeric,
  on_timeout text not null,
  is_active boolean,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index approval_rules_role on approval_rules (role_id) where role_id is not null;
create index approval_rules_approver on approval_rules (approver_id) where approver_id is not null;

create table approval_steps (
  id uuid primary key,
  approval_id uuid not null references approvals,
  position numeric not null,
  role_id uuid references roles,
  approver_id uuid references users,
  hours numeric,
  on_timeout text,
  status text not null,
  decided_by_id uuid references users,
  decided_at timestamptz,
  note text,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index approval_steps_approval on approval_steps (approval_id, position) where deleted_at is null;
create index approval_steps_owner on approval_steps (owner_id) where owner_id is not null;
create index approval_steps_team on approval_steps (team_id) where team_id is not null;
create index approval_steps_role on approval_steps (role_id) where role_id is not null;
create index approval_steps_approver on approval_steps (approver_id) where approver_id is not null;
create index approval_steps_decided_by on approval_steps (decided_by_id) where decided_by_id is not null;

create table approval_delegates (
  id uuid primary key,
  user_id uuid not null references users,
  delegate_id uuid not null references users,
  since date,
  until date,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index approval_delegates_user on approval_delegates (user_id) where deleted_at is null;
create index approval_delegates_delegate on approval_delegates (delegate_id) where deleted_at is null;

-- The ledger of prices below the floor: tried and refused, or passed by approval.
create table floor_breaches (
  id uuid primary key,
  outcome text not null,
  entity text not null,
  document text,
  product_id uuid references products,
  account_id uuid references accounts,
  quantity numeric,
  price numeric, price_currency text,
  floor numeric, floor_currency text,
  loss numeric, loss_currency text,
  via text,
  operation text,
  approval_id uuid references approvals,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index floor_breaches_created on floor_breaches (created_at, id) where deleted_at is null;
create index floor_breaches_owner on floor_breaches (owner_id, created_at, id) where deleted_at is null;
create index floor_breaches_team on floor_breaches (team_id, created_at, id) where deleted_at is null;
create index floor_breaches_product on floor_breaches (product_id) where product_id is not null;
create index floor_breaches_account on floor_breaches (account_id) where account_id is not null;
create index floor_breaches_approval on floor_breaches (approval_id) where approval_id is not null;

-- Every table of lines that carry a price begins as `create table quote_lines (like line_columns including all, …)`:
-- the columns of lineFields and lineManaged, what is computed from them, and the floor, kept by PostgreSQL. It is a
-- pattern; nothing is ever written here. `like` copies no foreign keys: each table adds those of product and approval,
-- and `foreign key (line_hash, approval_id) references approved_seals (hash, approval_id)`.
create table line_columns (
  position numeric,
  section text,
  product_id uuid,
  description text,
  quantity numeric not null,
  unit text,
  unit_price numeric, unit_price_currency text,
  discount numeric check (discount between 0 and 100),
  tax_rate numeric check (tax_rate between 0 and 100),
  cost numeric, cost_currency text,
  list_price numeric, list_price_currency text,
  floor numeric, floor_currency text,
  floor_for text,
  factor numeric check (factor > 0),
  rate numeric check (rate > 0),
  tax_included boolean not null default false,
  document_discount numeric not null default 0 check (document_discount between 0 and 100),
  binding boolean not null default true,
  approval_id uuid,
  approved_quantity numeric,
  net_price numeric generated always as (
    unit_price * (100 - coalesce(discount, 0)) * (100 - document_discount) * rate
      / (100 * (case when tax_included then 100 + coalesce(tax_rate, 0) else 100 end) * factor)
  ) stored,
  net_price_currency text generated always as (floor_currency) stored,
  amount numeric generated always as (
    round(quantity * unit_price * (100 - coalesce(discount, 0)) * (100 - document_discount) / 10000, 2)
  ) stored,
  amount_currency text generated always as (unit_price_currency) stored,
  line_hash text generated always as (md5(
    coalesce(product_id::text, '') || '/' || coalesce(unit, '') || '/' || coalesce(trim_scale(approved_quantity)::text, '')
      || '/' || coalesce(trim_scale(unit_price)::text, '') || '/' || coalesce(unit_price_currency, '')
      || '/' || trim_scale(coalesce(discount, 0))::text || '/' || trim_scale(document_discount)::text
      || '/' || case when tax_included then trim_scale(coalesce(tax_rate, 0))::text else '' end
  )) stored,
  -- A product's line has a floor, taken for this very product, unit and currency.
  constraint line_floor_taken check (
    product_id is null or (
      unit_price is not null and floor is not null and factor is not null and rate is not null
      and floor_for = product_id::text || '/' || coalesce(unit, '') || '/' || coalesce(unit_price_currency, '')
    ) is true
  ),
  constraint line_price_floor check (
    product_id is null or not binding or approval_id is not null
    or (unit_price * (100 - coalesce(discount, 0)) * (100 - document_discount) * rate
      >= floor * (100 * (case when tax_included then 100 + coalesce(tax_rate, 0) else 100 end) * factor)) is true
  ),
  -- Parts of an approved line (a shipment of an order's) may be fewer, never more.
  constraint line_approved_floor check (
    approval_id is null or (approved_quantity is not null and abs(quantity) <= approved_quantity) is true
  )
);
