-- How far the readers of the events have come, and what is told to other systems.

-- One row for each reader; it moves in the transaction of what the reader does with the events.
create table relay_cursors (
  consumer text primary key,
  xid xid8 not null,
  event_id uuid not null,
  moved_at timestamptz not null default now()
);

create table webhooks (
  id uuid primary key,
  name text not null,
  url text not null,
  events jsonb not null,
  is_active boolean,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);

-- Of the system alone: the secret signs, the rest spares a receiver that does not answer.
create table webhook_states (
  webhook_id uuid primary key references webhooks on delete cascade,
  secret text not null,
  failures int not null default 0,
  rests_until timestamptz
);

-- The ledger: what was told to whom, and how it went. `attempts` counts all, `tries` those since the last replay.
create table webhook_deliveries (
  id uuid primary key,
  webhook_id uuid not null references webhooks on delete cascade,
  event_id uuid not null,
  event text not null,
  status text not null check (status in ('waiting', 'delivered', 'failed', 'skipped')),
  attempts int not null default 0,
  tries int not null default 0,
  next_at timestamptz,
  reason text,
  body text,
  response_status int,
  response text,
  took_ms int,
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
-- However often the relay reads an event, it is told once.
create unique index webhook_deliveries_event on webhook_deliveries (webhook_id, event_id);
create index webhook_deliveries_latest on webhook_deliveries (webhook_id, id desc);
create index webhook_deliveries_due on webhook_deliveries (next_at) where status = 'waiting';
