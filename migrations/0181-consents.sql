-- What people allow us, by purpose and channel: the wording in all its versions, and a ledger that is only added to.
create table consent_purposes (
  id uuid primary key,
  name text not null,
  code text,
  basis text not null,
  channels jsonb not null,
  text text not null,
  text_en text,
  valid_months numeric,
  is_active boolean,
  version numeric,
  versions jsonb,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index consent_purposes_name on consent_purposes ((name collate "uk-x-icu"), id) where deleted_at is null;
create unique index consent_purposes_code on consent_purposes (code) where deleted_at is null;

create table consents (
  id uuid primary key,
  record_entity text not null, record_id uuid not null,
  purpose_id uuid not null references consent_purposes,
  channel text not null,
  state text not null,
  basis text not null,
  version numeric,
  text text,
  at timestamptz not null,
  until date,
  source text not null,
  proof text,
  by_id uuid references users,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index consents_standing on consents (record_id, purpose_id, channel, at desc, id desc);
create index consents_at on consents (at, id) where deleted_at is null;
create index consents_purpose on consents (purpose_id);
create index consents_owner on consents (owner_id) where owner_id is not null;
create index consents_team on consents (team_id) where team_id is not null;
create index consents_by on consents (by_id) where by_id is not null;
