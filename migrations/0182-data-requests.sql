-- What was done with all data of one person, and the one way by which what the events told of him goes.
create table data_requests (
  id uuid primary key,
  kind text not null,
  record_entity text, record_id uuid,
  reason text not null,
  counts jsonb,
  by_id uuid references users,
  at timestamptz not null,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index data_requests_at on data_requests (at, id) where deleted_at is null;
create index data_requests_record on data_requests (record_id) where record_id is not null;
create index data_requests_by on data_requests (by_id) where by_id is not null;

-- Events stay append-only, for the system too: this empties those of some records, and only beside a line that says why,
-- written in this very transaction. That something happened, when and by whom stays.
create function forget_events(request uuid, records uuid[]) returns bigint
  language plpgsql security definer set search_path from current as $$
declare n bigint;
begin
  if not exists (select from data_requests where id = request and kind in ('erased', 'timer') and created_at = now()) then
    raise exception 'No request to erase stands in this transaction.';
  end if;
  update events set changes = null, payload = null where record_id = any(records) and (changes is not null or payload is not null);
  get diagnostics n = row_count;
  return n;
end $$;
revoke all on function forget_events(uuid, uuid[]) from public;
grant execute on function forget_events(uuid, uuid[]) to :system;
