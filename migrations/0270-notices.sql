-- Letters of Kolo itself to its users: which mailbox sends them (one at most), the ledger of them, and what they say,
-- kept until they are sent.

alter table mailboxes add column sends_notices boolean;
create unique index mailboxes_sends_notices on mailboxes (sends_notices) where sends_notices and deleted_at is null;

create table notices (
  id uuid primary key,
  subject text not null,
  kind text not null,
  state text not null,
  address text,
  trouble text,
  sent_at timestamptz,
  key text not null,
  message_id text,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create unique index notices_key on notices (key);
create index notices_created on notices (created_at, id) where deleted_at is null;
create index notices_owner on notices (owner_id, created_at, id) where deleted_at is null;
create index notices_team on notices (team_id) where team_id is not null;
create index notices_message on notices (message_id);

create table notice_letters (
  notice_id uuid primary key references notices on delete cascade,
  text text not null,
  html text not null,
  files jsonb not null default '[]',
  attempts int not null default 0,
  next_at timestamptz not null default now(),
  until timestamptz
);
create index notice_letters_due on notice_letters (next_at);
