-- Microsoft 365: how the company's application signs in there, whose accounts are connected, where each of their
-- collections stands, and prints of what both sides last agreed on about each item. The items stand in the ledger of
-- calendars. Secrets are sealed.

create table outlook_settings (
  is_one boolean primary key default true check (is_one),
  tenant text not null,
  client_id text not null,
  client_secret text,
  login_url text,
  api_url text,
  updated_at timestamptz not null default now()
);

create table outlook_accounts (
  user_id uuid primary key references users,
  address text,
  kinds text[] not null default '{appointments,tasks,contacts}',
  invites boolean not null default false,
  refresh_token text,
  access_token text,
  expires_at timestamptz,
  -- A sign-in that was begun and has not come back.
  asked text,
  verifier text,
  asked_at timestamptz,
  trouble text,
  synced_at timestamptz,
  next_at timestamptz not null default now(),
  -- Who works on it; nobody else does until then.
  busy_until timestamptz
);
create index outlook_accounts_next on outlook_accounts (next_at) where refresh_token is not null;

create table outlook_cursors (
  user_id uuid not null references users,
  collection text not null,
  -- The list of tasks there.
  place text not null default '',
  -- The next request: the rest of a round, or the changes since the last.
  link text not null,
  is_whole boolean not null,
  round integer not null,
  until timestamptz,
  primary key (user_id, collection)
);

alter table calendar_items add column base jsonb, add column mark text, add column round integer,
  drop constraint calendar_items_state_check,
  add constraint calendar_items_state_check
    check (state in ('seen', 'written', 'removed', 'refused', 'conflict', 'sending', 'skipped', 'failed'));
