-- Orders and what becomes of them: shipments, returns, invoices, payments, debts.

alter table accounts
  add column payment_days numeric,
  add column credit_limit numeric, add column credit_limit_currency text,
  add column credit_days numeric,
  add column credit_policy text,
  add column signatory text,
  add column in_person_of text,
  add column basis text;

create table orders (
  id uuid primary key,
  number text not null,
  account_id uuid not null references accounts,
  contact_id uuid references contacts,
  deal_id uuid references deals,
  quote_id uuid references quotes,
  issuer_id uuid references issuers,
  date date not null,
  wanted_on date,
  reference text,
  currency text not null,
  price_list_id uuid references price_lists,
  tax_included boolean,
  discount numeric,
  payment_days numeric,
  delivery text,
  language text not null,
  note text,
  status text not null,
  state text not null,
  reserved text not null,
  shipped text not null,
  invoiced text not null,
  paid text not null,
  due_on date,
  net numeric, net_currency text,
  tax numeric, tax_currency text,
  total numeric, total_currency text,
  invoiced_amount numeric, invoiced_amount_currency text,
  paid_amount numeric, paid_amount_currency text,
  cancel_reason text,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create unique index orders_number on orders (number);
-- A quote is accepted once: whatever happens, it never makes two orders.
create unique index orders_quote on orders (quote_id);
create index orders_date on orders (date, id) where deleted_at is null;
create index orders_created on orders (created_at, id) where deleted_at is null;
create index orders_updated on orders (updated_at, id) where deleted_at is null;
create index orders_account on orders (account_id, date, id) where deleted_at is null;
create index orders_contact on orders (contact_id) where contact_id is not null;
create index orders_deal on orders (deal_id) where deal_id is not null;
create index orders_issuer on orders (issuer_id) where issuer_id is not null;
create index orders_price_list on orders (price_list_id) where price_list_id is not null;
create index orders_owner on orders (owner_id, date, id) where deleted_at is null;
create index orders_team on orders (team_id, date, id) where deleted_at is null;
create index orders_state on orders (state, date, id) where deleted_at is null;
create index orders_search on orders using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

create table order_lines (
  like line_columns including all,
  id uuid primary key,
  order_id uuid not null references orders,
  quote_line_id uuid references quote_lines,
  reserved_quantity numeric not null default 0,
  shipped_quantity numeric not null default 0,
  returned_quantity numeric not null default 0,
  invoiced_quantity numeric not null default 0,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}',
  foreign key (product_id) references products,
  foreign key (approval_id) references approvals,
  foreign key (line_hash, approval_id) references approved_seals (hash, approval_id),
  constraint order_line_shipped check (shipped_quantity between 0 and quantity),
  constraint order_line_returned check (returned_quantity between 0 and shipped_quantity),
  constraint order_line_invoiced check (invoiced_quantity between 0 and quantity)
);
create index order_lines_order on order_lines (order_id, position) where deleted_at is null;
create index order_lines_position on order_lines (position, id) where deleted_at is null;
create index order_lines_product on order_lines (product_id) where product_id is not null;
create index order_lines_quote_line on order_lines (quote_line_id) where quote_line_id is not null;
create index order_lines_approval on order_lines (approval_id) where approval_id is not null;
create index order_lines_owner on order_lines (owner_id) where owner_id is not null;
create index order_lines_team on order_lines (team_id) where team_id is not null;

create table shipments (
  id uuid primary key,
  number text not null,
  order_id uuid not null references orders,
  account_id uuid not null references accounts,
  kind text not null,
  date date not null,
  carrier text,
  tracking text,
  delivered_on date,
  reason text,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create unique index shipments_number on shipments (number);
create index shipments_date on shipments (date, id) where deleted_at is null;
create index shipments_created on shipments (created_at, id) where deleted_at is null;
create index shipments_updated on shipments (updated_at, id) where deleted_at is null;
create index shipments_order on shipments (order_id, date) where deleted_at is null;
create index shipments_account on shipments (account_id, date, id) where deleted_at is null;
create index shipments_owner on shipments (owner_id, date, id) where deleted_at is null;
create index shipments_team on shipments (team_id, date, id) where deleted_at is null;
create index shipments_search on shipments using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

create table shipment_lines (
  like line_columns including all,
  id uuid primary key,
  shipment_id uuid not null references shipments,
  order_line_id uuid not null references order_lines,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}',
  foreign key (product_id) references products,
  foreign key (approval_id) references approvals,
  foreign key (line_hash, approval_id) references approved_seals (hash, approval_id)
);
create index shipment_lines_shipment on shipment_lines (shipment_id, position) where deleted_at is null;
create index shipment_lines_position on shipment_lines (position, id) where deleted_at is null;
create index shipment_lines_order_line on shipment_lines (order_line_id);
create index shipment_lines_product on shipment_lines (product_id) where product_id is not null;
create index shipment_lines_approval on shipment_lines (approval_id) where approval_id is not null;
create index shipment_lines_owner on shipment_lines (owner_id) where owner_id is not null;
create index shipment_lines_team on shipment_lines (team_id) where team_id is not null;

create table invoices (
  id uuid primary key,
  number text not null,
  order_id uuid references orders,
  account_id uuid not null references accounts,
  issuer_id uuid references issuers,
  kind text not null,
  corrects_id uuid references invoices,
  date date not null,
  due_date date,
  status text not null,
  currency text not null,
  tax_included boolean,
  discount numeric,
  language text not null,
  net numeric, net_currency text,
  tax numeric, tax_currency text,
  total numeric, total_currency text,
  paid numeric, paid_currency text,
  due numeric, due_currency text,
  note text,
  promised_on date,
  dispute text,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create unique index invoices_number on invoices (number);
create index invoices_date on invoices (date, id) where deleted_at is null;
create index invoices_created on invoices (created_at, id) where deleted_at is null;
create index invoices_updated on invoices (updated_at, id) where deleted_at is null;
create index invoices_order on invoices (order_id) where order_id is not null;
create index invoices_account on invoices (account_id, date, id) where deleted_at is null;
create index invoices_issuer on invoices (issuer_id) where issuer_id is not null;
create index invoices_corrects on invoices (corrects_id) where corrects_id is not null;
create index invoices_owner on invoices (owner_id, date, id) where deleted_at is null;
create index invoices_team on invoices (team_id, date, id) where deleted_at is null;
create index invoices_unpaid on invoices (account_id, due_date) where status in ('open', 'part');
create index invoices_search on invoices using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

create table invoice_lines (
  like line_columns including all,
  id uuid primary key,
  invoice_id uuid not null references invoices,
  order_line_id uuid references order_lines,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}',
  foreign key (product_id) references products,
  foreign key (approval_id) references approvals,
  foreign key (line_hash, approval_id) references approved_seals (hash, approval_id)
);
create index invoice_lines_invoice on invoice_lines (invoice_id, position) where deleted_at is null;
create index invoice_lines_position on invoice_lines (position, id) where deleted_at is null;
create index invoice_lines_order_line on invoice_lines (order_line_id) where order_line_id is not null;
create index invoice_lines_product on invoice_lines (product_id) where product_id is not null;
create index invoice_lines_approval on invoice_lines (approval_id) where approval_id is not null;
create index invoice_lines_owner on invoice_lines (owner_id) where owner_id is not null;
create index invoice_lines_team on invoice_lines (team_id) where team_id is not null;

create table payments (
  id uuid primary key,
  number text not null,
  account_id uuid not null references accounts,
  date date not null,
  amount numeric not null check (amount > 0), amount_currency text not null,
  unallocated numeric check (unallocated >= 0), unallocated_currency text,
  method text,
  reference text,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create unique index payments_number on payments (number);
create index payments_date on payments (date, id) where deleted_at is null;
create index payments_created on payments (created_at, id) where deleted_at is null;
create index payments_updated on payments (updated_at, id) where deleted_at is null;
create index payments_account on payments (account_id, date, id) where deleted_at is null;
create index payments_owner on payments (owner_id, date, id) where deleted_at is null;
create index payments_team on payments (team_id, date, id) where deleted_at is null;
create index payments_search on payments using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

create table allocations (
  id uuid primary key,
  payment_id uuid not null references payments,
  invoice_id uuid not null references invoices,
  amount numeric not null, amount_currency text not null,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index allocations_payment on allocations (payment_id) where deleted_at is null;
create index allocations_invoice on allocations (invoice_id) where deleted_at is null;
create index allocations_created on allocations (created_at, id) where deleted_at is null;
create index allocations_owner on allocations (owner_id) where owner_id is not null;
create index allocations_team on allocations (team_id) where team_id is not null;
