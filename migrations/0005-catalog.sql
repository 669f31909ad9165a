-- What is sold.

create table product_groups (
  id uuid primary key,
  name text not null,
  parent_id uuid references product_groups,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);

create table products (
  id uuid primary key,
  name text not null,
  sku text,
  code text,
  kind text,
  group_id uuid references product_groups,
  unit text,
  price numeric, price_currency text,
  cost numeric, cost_currency text,
  vat_rate text,
  is_active boolean,
  description text,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index products_updated on products (updated_at, id) where deleted_at is null;
create index products_name on products ((name collate "uk-x-icu"), id) where deleted_at is null;
create index products_group on products (group_id) where deleted_at is null;
create unique index products_sku on products (sku) where deleted_at is null;
create unique index products_code on products (code) where deleted_at is null;
create index products_search on products using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);
