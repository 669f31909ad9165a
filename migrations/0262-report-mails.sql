-- Who gets which saved report by mail, and how often. What was sent stands in the ledger of letters from Kolo.
create table report_mails (
  id uuid primary key,
  view_id uuid not null references views,
  every text not null,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create unique index report_mails_once on report_mails (view_id, owner_id) where deleted_at is null;
create index report_mails_created on report_mails (created_at, id) where deleted_at is null;
create index report_mails_owner on report_mails (owner_id, created_at, id) where deleted_at is null;
create index report_mails_team on report_mails (team_id) where team_id is not null;
