-- Read or unread here, and the mail server not told of it yet.

create table mail_marks (
  message_id uuid primary key references mail_messages on delete cascade,
  mailbox_id uuid not null references mailboxes on delete cascade,
  is_seen boolean not null,
  at timestamptz not null default clock_timestamp()
);
create index mail_marks_mailbox on mail_marks (mailbox_id);
