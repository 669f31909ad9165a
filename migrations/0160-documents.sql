-- Who issues our documents.
create table issuers (
  id uuid primary key,
  name text not null,
  legal_name text,
  english_name text,
  is_main boolean,
  registration_code text,
  vat_id text,
  iban text,
  bank text,
  bic text,
  foreign_iban text,
  address jsonb,
  english_address text,
  phone text,
  email text,
  website text,
  director text,
  director_position text,
  in_person_of text,
  basis text,
  english_director text,
  logo jsonb,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index issuers_name on issuers ((name collate "uk-x-icu"), id) where deleted_at is null;
