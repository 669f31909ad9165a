-- The company's mail: mailboxes, threads and letters, templates; and, for nobody but the system, sealed secrets, the
-- ledger of every letter a server has, and the letters that wait to be sent.

create table mailboxes (
  id uuid primary key,
  name text not null,
  address text not null,
  sender_name text,
  kind text not null,
  shared_with_id uuid references teams,
  is_for_all boolean,
  is_active boolean,
  imap_host text, imap_port numeric, imap_security text, imap_user text,
  smtp_host text, smtp_port numeric, smtp_security text, smtp_user text,
  login text, token_url text, client_id text, token_scope text,
  since date,
  left_out_folders jsonb, private_folders jsonb, private_addresses jsonb,
  leaves_sent_copy boolean,
  marks_subject boolean,
  signature text,
  is_shared boolean,
  status text,
  trouble text,
  read_at timestamptz,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index mailboxes_address on mailboxes (lower(address)) where deleted_at is null;
create index mailboxes_owner on mailboxes (owner_id) where deleted_at is null;
create index mailboxes_team on mailboxes (team_id) where deleted_at is null;
create index mailboxes_shared_with on mailboxes (shared_with_id) where shared_with_id is not null;

create table mail_threads (
  id uuid primary key,
  subject text not null,
  mailbox_id uuid references mailboxes,
  account_id uuid references accounts,
  contact_id uuid references contacts,
  deal_id uuid references deals,
  filed_by text,
  candidates jsonb,
  is_ambiguous boolean,
  token text,
  participants jsonb,
  snippet text,
  last_from text,
  last_at timestamptz,
  last_direction text,
  messages numeric,
  unseen numeric,
  has_files boolean,
  is_done boolean,
  is_private boolean,
  is_alone boolean,
  is_open boolean,
  keeper_id uuid references users,
  keeper_team_id uuid references teams,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index mail_threads_last on mail_threads (last_at, id) where deleted_at is null;
create index mail_threads_mailbox on mail_threads (mailbox_id, last_at, id) where deleted_at is null;
create index mail_threads_account on mail_threads (account_id, last_at, id) where deleted_at is null;
create index mail_threads_contact on mail_threads (contact_id, last_at, id) where deleted_at is null;
create index mail_threads_deal on mail_threads (deal_id, last_at, id) where deleted_at is null;
create index mail_threads_keeper on mail_threads (keeper_id, last_at, id) where deleted_at is null;
create index mail_threads_keeper_team on mail_threads (keeper_team_id, last_at, id) where deleted_at is null;
create index mail_threads_owner on mail_threads (owner_id, last_at, id) where deleted_at is null;
create index mail_threads_team on mail_threads (team_id, last_at, id) where deleted_at is null;
create index mail_threads_token on mail_threads (token) where token is not null;
create index mail_threads_participants on mail_threads using gin (participants jsonb_path_ops) with (gin_pending_list_limit = 256);
create index mail_threads_search on mail_threads using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

create table mail_messages (
  id uuid primary key,
  subject text not null,
  thread_id uuid not null references mail_threads,
  mailbox_id uuid references mailboxes,
  direction text not null,
  state text not null,
  kind text not null,
  message_id text,
  message_key text,
  in_reply_to text,
  refers_to jsonb,
  from_address text,
  from_name text,
  recipients jsonb, cc jsonb, bcc jsonb, reply_to jsonb,
  at timestamptz,
  excerpt text,
  text text,
  quoted text,
  has_html boolean,
  files jsonb,
  invitation jsonb,
  bounces jsonb,
  folder text,
  size numeric,
  is_seen boolean,
  is_answered boolean,
  trouble text,
  is_alone boolean,
  is_open boolean,
  keeper_id uuid references users,
  keeper_team_id uuid references teams,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index mail_messages_thread on mail_messages (thread_id, at, id);
create index mail_messages_at on mail_messages (at, id) where deleted_at is null;
create index mail_messages_mailbox on mail_messages (mailbox_id, message_key);
create index mail_messages_message_id on mail_messages (md5(message_id)) where message_id is not null;
create index mail_messages_keeper on mail_messages (keeper_id) where keeper_id is not null;
create index mail_messages_keeper_team on mail_messages (keeper_team_id) where keeper_team_id is not null;
create index mail_messages_owner on mail_messages (owner_id, at, id) where deleted_at is null;
create index mail_messages_team on mail_messages (team_id, at, id) where deleted_at is null;
create index mail_messages_search on mail_messages using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

create table mail_templates (
  id uuid primary key,
  name text not null,
  subject text not null,
  body text not null,
  language text,
  is_shared boolean,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index mail_templates_name on mail_templates ((name collate "uk-x-icu"), id) where deleted_at is null;
create index mail_templates_owner on mail_templates (owner_id) where deleted_at is null;
create index mail_templates_team on mail_templates (team_id) where deleted_at is null;
create index mail_templates_search on mail_templates using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

-- Sealed with the installation's secret.
create table mail_secrets (
  mailbox_id uuid not null references mailboxes on delete cascade,
  name text not null,
  sealed text not null,
  expires_at timestamptz,
  primary key (mailbox_id, name)
);

-- A letter's HTML, made harmless: read by one at a time, so not beside what lists read.
create table mail_bodies (
  message_id uuid primary key references mail_messages on delete cascade,
  html text not null
);

-- Which Message-IDs a thread holds or mentions.
create table mail_references (
  mailbox_id uuid not null references mailboxes on delete cascade,
  reference text not null,
  thread_id uuid not null references mail_threads on delete cascade,
  primary key (mailbox_id, reference)
);
create index mail_references_thread on mail_references (thread_id);

create table mail_folders (
  id uuid primary key,
  mailbox_id uuid not null references mailboxes on delete cascade,
  path text not null,
  role text,
  left_out text,
  uid_validity bigint,
  last_uid bigint not null default 0,
  mod_seq bigint,
  on_server bigint,
  compared_at timestamptz,
  unique (mailbox_id, path)
);

-- The ledger: each letter of each folder, by the server's own number.
create table mail_items (
  folder_id uuid not null references mail_folders on delete cascade,
  uid_validity bigint not null,
  uid bigint not null,
  state text not null,
  reason text,
  message_key text,
  message_id uuid references mail_messages on delete set null,
  at timestamptz not null default now(),
  primary key (folder_id, uid_validity, uid)
);
create index mail_items_message on mail_items (message_id) where message_id is not null;
create index mail_items_wrong on mail_items (folder_id, state) where state <> 'stored';

-- Each letter that goes out, and how it went.
create table mail_sendings (
  message_id uuid primary key references mail_messages on delete cascade,
  key text unique,
  status text not null,
  attempts int not null default 0,
  next_at timestamptz,
  reason text,
  rejected jsonb,
  response text,
  sent_at timestamptz,
  copied_at timestamptz,
  files jsonb not null default '[]',
  created_at timestamptz not null default now()
);
create index mail_sendings_due on mail_sendings (next_at) where next_at is not null;
