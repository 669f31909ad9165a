-- Calendars and address books that other programs synchronise: what each was told, sent, and had refused.

alter table contacts add column vcard text;
alter table :auth.api_key add column scopes jsonb;

create table calendar_collections (
  user_id uuid not null references users,
  key text not null,
  seq bigint not null default 0,
  -- What is gone is forgotten up to here: who last asked before must begin anew.
  forgotten bigint not null default 0,
  primary key (user_id, key)
);

create table calendar_items (
  user_id uuid not null references users,
  collection text not null,
  name text not null,
  record_id uuid,
  etag text not null default '',
  seq bigint not null default 0,
  is_gone boolean not null default false,
  state text not null check (state in ('seen', 'written', 'removed', 'refused', 'conflict')),
  reason text,
  title text,
  at timestamptz not null default now(),
  primary key (user_id, collection, name)
);
create index calendar_items_record on calendar_items (user_id, collection, record_id) where record_id is not null;
create index calendar_items_at on calendar_items (user_id, at);
