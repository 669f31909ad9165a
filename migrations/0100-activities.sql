-- The work journal: what is planned and done, what people say about records, who follows them, and what each is told.

create table activity_outcomes (
  id uuid primary key,
  name text not null,
  kinds jsonb,
  position numeric,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);

create table activities (
  id uuid primary key,
  kind text not null,
  subject text not null,
  record_entity text, record_id uuid,
  assignee_id uuid references users,
  starts_at timestamptz,
  ends_at timestamptz,
  due_at timestamptz,
  is_all_day boolean,
  time_zone text,
  repeat text,
  exceptions jsonb,
  extra_times jsonb,
  priority text,
  percent numeric,
  location text,
  reminders jsonb,
  show_as text,
  is_private boolean,
  participants jsonb,
  checklist jsonb,
  description text,
  duration integer,
  outcome_id uuid references activity_outcomes,
  result text,
  follow_up_of_id uuid references activities,
  status text not null,
  planned_at timestamptz,
  done_at timestamptz,
  done_by_id uuid references users,
  remind_at timestamptz,
  repeats_until timestamptz,
  series_id uuid references activities,
  occurs_at timestamptz,
  delegated_by_id uuid references users,
  answer text,
  account_id uuid references accounts,
  contact_id uuid references contacts,
  deal_id uuid references deals,
  mentions jsonb,
  uid text,
  sequence numeric,
  ical jsonb,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index activities_planned on activities (planned_at, id) where deleted_at is null;
create index activities_updated on activities (updated_at, id) where deleted_at is null;
create index activities_created on activities (created_at, id) where deleted_at is null;
create index activities_done on activities (done_at, id) where deleted_at is null;
create index activities_assignee on activities (assignee_id, planned_at, id) where deleted_at is null;
create index activities_owner on activities (owner_id, planned_at, id) where deleted_at is null;
create index activities_team on activities (team_id, planned_at, id) where deleted_at is null;
create index activities_record on activities (record_id, planned_at, id) where record_id is not null;
create index activities_account on activities (account_id, planned_at, id) where account_id is not null;
create index activities_contact on activities (contact_id, planned_at, id) where contact_id is not null;
create index activities_deal on activities (deal_id, planned_at, id) where deal_id is not null;
create index activities_open on activities (assignee_id, planned_at)
  where deleted_at is null and status in ('planned', 'started');
create index activities_repeating on activities (assignee_id, planned_at)
  where deleted_at is null and repeat is not null;
create index activities_remind on activities (remind_at) where deleted_at is null and remind_at is not null;
create index activities_series on activities (series_id, occurs_at) where series_id is not null;
create index activities_follow_up on activities (follow_up_of_id) where follow_up_of_id is not null;
create index activities_outcome on activities (outcome_id) where outcome_id is not null;
create index activities_done_by on activities (done_by_id, done_at) where done_by_id is not null;
create index activities_delegated_by on activities (delegated_by_id) where delegated_by_id is not null;
create index activities_uid on activities (uid);
create index activities_participants on activities using gin (participants jsonb_path_ops);
create index activities_search on activities using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

alter table comments add column mentions jsonb;

create table followers (
  id uuid primary key,
  record_entity text not null, record_id uuid not null,
  user_id uuid not null references users,
  reason text,
  is_muted boolean,
  key text,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create unique index followers_key on followers (key);
create index followers_record on followers (record_id) where deleted_at is null;
create index followers_user on followers (user_id, created_at, id) where deleted_at is null;
create index followers_owner on followers (owner_id) where deleted_at is null;
create index followers_team on followers (team_id) where deleted_at is null;
create index followers_created on followers (created_at, id) where deleted_at is null;

create table notifications (
  id uuid primary key,
  owner_id uuid not null references users,
  team_id uuid references teams,
  reason text not null,
  record_entity text, record_id uuid,
  text text,
  by_id uuid references users,
  read_at timestamptz,
  key text not null,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create unique index notifications_key on notifications (key);
create index notifications_owner on notifications (owner_id, created_at, id) where deleted_at is null;
create index notifications_unread on notifications (owner_id) where deleted_at is null and read_at is null;
create index notifications_created on notifications (created_at, id) where deleted_at is null;
create index notifications_record on notifications (record_id) where record_id is not null;
create index notifications_team on notifications (team_id) where team_id is not null;
create index notifications_by on notifications (by_id) where by_id is not null;

create table notification_settings (
  id uuid primary key,
  silent jsonb,
  digest text,
  digest_hour numeric,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index notification_settings_owner on notification_settings (owner_id, created_at, id) where deleted_at is null;
create index notification_settings_team on notification_settings (team_id) where team_id is not null;

create table hand_overs (
  id uuid primary key,
  from_id uuid references users,
  to_id uuid references users,
  since date,
  until date,
  kinds jsonb,
  note text,
  count numeric,
  activities jsonb,
  undone_at timestamptz,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index hand_overs_created on hand_overs (created_at, id) where deleted_at is null;
create index hand_overs_owner on hand_overs (owner_id, created_at, id) where deleted_at is null;
create index hand_overs_team on hand_overs (team_id, created_at, id) where deleted_at is null;
create index hand_overs_from on hand_overs (from_id);
create index hand_overs_to on hand_overs (to_id);
