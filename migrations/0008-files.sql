-- Files that were uploaded; their bytes lie in the data directory under the id.
create table files (
  id uuid primary key,
  name text not null,
  size bigint not null,
  type text not null,
  uploaded_by uuid,
  created_at timestamptz not null default now()
);
