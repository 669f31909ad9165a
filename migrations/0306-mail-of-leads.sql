-- Mail is filed to leads too, and a shared mailbox may make leads of who is unknown.
alter table mail_threads add column lead_id uuid references leads;
create index mail_threads_lead on mail_threads (lead_id, last_at, id) where deleted_at is null;
alter table mailboxes add column unknown_writers text;
