-- Agreements stand by their day, the newest first: those that ended long ago sink.
create index agreements_date on agreements (date, id) where deleted_at is null;
