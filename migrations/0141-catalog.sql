-- What is sold, further: kits, variants, pictures, what goes with and instead of what; stock and what of it is promised.

alter table products
  add column barcode text,
  add column picture jsonb,
  add column data_sheet jsonb,
  add column variant_of_id uuid references products,
  add column variant text,
  add column kit_price text,
  add column kit_discount numeric;
create index products_variant_of on products (variant_of_id) where variant_of_id is not null;

create table kit_parts (
  id uuid primary key,
  kit_id uuid not null references products,
  product_id uuid not null references products check (product_id <> kit_id),
  quantity numeric not null check (quantity > 0),
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index kit_parts_kit on kit_parts (kit_id) where deleted_at is null;
create index kit_parts_product on kit_parts (product_id) where deleted_at is null;

create table product_links (
  id uuid primary key,
  product_id uuid not null references products,
  other_id uuid not null references products check (other_id <> product_id),
  kind text not null,
  note text,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index product_links_product on product_links (product_id) where deleted_at is null;
create index product_links_other on product_links (other_id) where deleted_at is null;

create table warehouses (
  id uuid primary key,
  name text not null,
  code text,
  address jsonb,
  is_active boolean,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create unique index warehouses_code on warehouses (code) where deleted_at is null;

create table stock_levels (
  id uuid primary key,
  product_id uuid not null references products,
  warehouse_id uuid not null references warehouses,
  quantity numeric not null,
  counted_at timestamptz,
  source text,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create unique index stock_levels_place on stock_levels (product_id, warehouse_id) where deleted_at is null;
create index stock_levels_warehouse on stock_levels (warehouse_id) where deleted_at is null;
create index stock_levels_updated on stock_levels (updated_at, id) where deleted_at is null;

create table reservations (
  id uuid primary key,
  product_id uuid not null references products,
  warehouse_id uuid references warehouses,
  quantity numeric not null check (quantity > 0),
  entity text,
  record text,
  until date,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index reservations_product on reservations (product_id) where deleted_at is null;
create index reservations_warehouse on reservations (warehouse_id) where warehouse_id is not null;
create index reservations_record on reservations (record, entity) where deleted_at is null;
create index reservations_until on reservations (until, id) where deleted_at is null;
