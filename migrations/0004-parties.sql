-- The client base: accounts, contacts, and how they belong together.

create table accounts (
  id uuid primary key,
  name text not null,
  kind text,
  legal_name text,
  code text,
  industry text,
  employees numeric,
  revenue numeric, revenue_currency text,
  founded numeric,
  website text,
  emails jsonb, phones jsonb, addresses jsonb, messengers jsonb,
  registration_code text,
  tax_id text,
  vat_id text,
  iban text,
  parent_id uuid references accounts,
  source text,
  tags jsonb,
  description text,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index accounts_updated on accounts (updated_at, id) where deleted_at is null;
create index accounts_created on accounts (created_at, id) where deleted_at is null;
create index accounts_name on accounts ((name collate "uk-x-icu"), id) where deleted_at is null;
create index accounts_name_key on accounts (lower(name));
create index accounts_owner on accounts (owner_id, updated_at, id) where deleted_at is null;
create index accounts_team on accounts (team_id, updated_at, id) where deleted_at is null;
create index accounts_parent on accounts (parent_id) where parent_id is not null;
create unique index accounts_code on accounts (code) where deleted_at is null;
create index accounts_registration on accounts (registration_code) where registration_code is not null;
create index accounts_search on accounts using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);
create index accounts_emails on accounts using gin (emails jsonb_path_ops) with (gin_pending_list_limit = 256);
create index accounts_phones on accounts using gin (phones jsonb_path_ops) with (gin_pending_list_limit = 256);

alter table users add foreign key (account_id) references accounts;

create table account_roles (
  id uuid primary key,
  account_id uuid not null references accounts,
  role text not null,
  since date,
  until date,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index account_roles_account on account_roles (account_id) where deleted_at is null;

create table contacts (
  id uuid primary key,
  name_last text, name_first text, name_middle text,
  job_title text,
  department text,
  account_id uuid references accounts,
  decision_role text,
  emails jsonb, phones jsonb, addresses jsonb, messengers jsonb,
  birthday date,
  language text,
  preferred_channel text,
  tax_id text,
  source text,
  tags jsonb,
  description text,
  code text,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index contacts_updated on contacts (updated_at, id) where deleted_at is null;
create index contacts_created on contacts (created_at, id) where deleted_at is null;
create index contacts_name_key on contacts (lower(name_last));
create index contacts_name on contacts ((name_last collate "uk-x-icu"), id) where deleted_at is null;
create index contacts_owner on contacts (owner_id, updated_at, id) where deleted_at is null;
create index contacts_team on contacts (team_id, updated_at, id) where deleted_at is null;
create index contacts_account on contacts (account_id, updated_at, id) where deleted_at is null;
create unique index contacts_code on contacts (code) where deleted_at is null;
create index contacts_search on contacts using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);
create index contacts_emails on contacts using gin (emails jsonb_path_ops) with (gin_pending_list_limit = 256);
create index contacts_phones on contacts using gin (phones jsonb_path_ops) with (gin_pending_list_limit = 256);

create table affiliations (
  id uuid primary key,
  contact_id uuid not null references contacts,
  account_id uuid not null references accounts,
  function text,
  department text,
  decision_role text,
  since date,
  until date,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index affiliations_contact on affiliations (contact_id) where deleted_at is null;
create index affiliations_account on affiliations (account_id) where deleted_at is null;
