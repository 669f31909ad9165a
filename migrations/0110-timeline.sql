-- What happened to all that belongs to a record, in order: one index read opens the timeline of a record with fifty
-- thousand events as fast as that of one with fifty. What happened to the record itself lies in `events` already.
create table timeline (
  subject_id uuid not null,
  event_id uuid not null,
  record_id uuid not null,
  actor_id uuid,
  entity text not null,
  is_change boolean not null
);
-- All that a filter asks for stands in the index, so that also a rare one reads nothing else.
create unique index timeline_order on timeline (subject_id, event_id) include (entity, actor_id, is_change);
create index timeline_record on timeline (record_id);

-- Its keeper reads every event from the first on.
insert into relay_cursors (consumer, xid, event_id) values ('timeline', '0', '00000000-0000-0000-0000-000000000000');
