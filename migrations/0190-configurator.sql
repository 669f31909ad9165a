-- What may be chosen of a product, and what was.

create table option_models (
  id uuid primary key,
  name text not null,
  product_id uuid references products,
  currency text not null,
  picture jsonb,
  description text,
  version numeric,
  revision_of_id uuid references option_models,
  status text not null,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index option_models_name on option_models ((name collate "uk-x-icu"), id) where deleted_at is null;
create index option_models_product on option_models (product_id) where product_id is not null;
create index option_models_revision on option_models (revision_of_id) where revision_of_id is not null;
create index option_models_search on option_models using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

create table model_options (
  id uuid primary key,
  model_id uuid not null references option_models,
  key text not null,
  name text not null,
  parent text,
  position numeric,
  choice text not null,
  is_required boolean,
  min numeric,
  max numeric,
  product_id uuid references products,
  price numeric, price_currency text,
  price_percent numeric,
  picture jsonb,
  layer numeric,
  description text,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index model_options_model on model_options (model_id, position, id) where deleted_at is null;
create index model_options_product on model_options (product_id) where product_id is not null;

create table option_rules (
  id uuid primary key,
  model_id uuid not null references option_models,
  says text not null,
  reason text,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index option_rules_model on option_rules (model_id, created_at, id) where deleted_at is null;

create table configurations (
  id uuid primary key,
  name text not null,
  model_id uuid not null references option_models,
  account_id uuid references accounts,
  record_entity text, record_id uuid,
  choices jsonb not null,
  price numeric, price_currency text,
  lines jsonb,
  version numeric,
  revision_of_id uuid references configurations,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index configurations_updated on configurations (updated_at, id) where deleted_at is null;
create index configurations_model on configurations (model_id);
create index configurations_account on configurations (account_id) where account_id is not null;
create index configurations_record on configurations (record_id) where record_id is not null;
create index configurations_revision on configurations (revision_of_id) where revision_of_id is not null;
create index configurations_owner on configurations (owner_id, updated_at, id) where deleted_at is null;
create index configurations_team on configurations (team_id, updated_at, id) where deleted_at is null;
create index configurations_search on configurations using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);
