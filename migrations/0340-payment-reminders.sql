-- Reminders of invoices that are to be paid: when and by which letter, and which have gone.
alter table accounts add column no_reminders boolean;
alter table invoices add column no_reminders boolean;

create table reminder_steps (
  id uuid primary key,
  name text not null,
  days numeric not null,
  is_on boolean,
  letter_uk_id uuid references mail_templates,
  letter_en_id uuid references mail_templates,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index reminder_steps_days on reminder_steps (days, id) where deleted_at is null;
create index reminder_steps_created on reminder_steps (created_at, id) where deleted_at is null;
create index reminder_steps_updated on reminder_steps (updated_at, id) where deleted_at is null;
create index reminder_steps_letter_uk on reminder_steps (letter_uk_id) where letter_uk_id is not null;
create index reminder_steps_letter_en on reminder_steps (letter_en_id) where letter_en_id is not null;
create index reminder_steps_search on reminder_steps using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

create table invoice_reminders (
  id uuid primary key,
  invoice_id uuid not null references invoices on delete cascade,
  step_id uuid not null references reminder_steps,
  name text not null,
  account_id uuid not null references accounts,
  way text not null,
  due numeric, due_currency text,
  message_id uuid references mail_messages,
  task_id uuid references activities,
  owner_id uuid references users,
  team_id uuid references teams,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create unique index invoice_reminders_once on invoice_reminders (invoice_id, step_id);
create index invoice_reminders_created on invoice_reminders (created_at, id) where deleted_at is null;
create index invoice_reminders_updated on invoice_reminders (updated_at, id) where deleted_at is null;
create index invoice_reminders_step on invoice_reminders (step_id);
create index invoice_reminders_account on invoice_reminders (account_id, created_at, id) where deleted_at is null;
create index invoice_reminders_message on invoice_reminders (message_id) where message_id is not null;
create index invoice_reminders_task on invoice_reminders (task_id) where task_id is not null;
create index invoice_reminders_owner on invoice_reminders (owner_id, created_at, id) where deleted_at is null;
create index invoice_reminders_team on invoice_reminders (team_id, created_at, id) where deleted_at is null;
create index invoices_to_pay on invoices (due_date, id) where status in ('open', 'part') and deleted_at is null;
