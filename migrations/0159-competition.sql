-- What competitors sell against ours, and for how much.

create table competitor_products (
  id uuid primary key,
  name text not null,
  competitor_id uuid not null references competitors,
  product_id uuid not null references products,
  code text,
  link text,
  difference text,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index competitor_products_name on competitor_products ((name collate "uk-x-icu"), id) where deleted_at is null;
create index competitor_products_updated on competitor_products (updated_at, id) where deleted_at is null;
create index competitor_products_competitor on competitor_products (competitor_id) where deleted_at is null;
create index competitor_products_product on competitor_products (product_id) where deleted_at is null;
create index competitor_products_search on competitor_products using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

create table competitor_prices (
  id uuid primary key,
  competitor_product_id uuid not null references competitor_products,
  price numeric not null, price_currency text not null,
  observed_on date not null,
  source text,
  note text,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index competitor_prices_product on competitor_prices (competitor_product_id, observed_on) where deleted_at is null;
create index competitor_prices_observed on competitor_prices (observed_on, id) where deleted_at is null;
