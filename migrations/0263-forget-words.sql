-- What events of other records say in words of an erased person (a deal that was named after him) is put out likewise:
-- only beside a line that says why, written in this very transaction.
create function forget_words(request uuid, records uuid[], words text[]) returns bigint
  language plpgsql security definer set search_path from current as $$
declare
  n bigint := 0;
  done bigint;
  word text;
begin
  if not exists (select from data_requests where id = request and kind in ('erased', 'timer') and created_at = now()) then
    raise exception 'No request to erase stands in this transaction.';
  end if;
  foreach word in array words loop
    continue when length(word) < 5 or word ~ '["\\]';
    update events set changes = replace(changes::text, word, '—')::jsonb, payload = replace(payload::text, word, '—')::jsonb
      where record_id = any(records) and (position(word in changes::text) > 0 or position(word in payload::text) > 0);
    get diagnostics done = row_count;
    n := n + done;
  end loop;
  return n;
end $$;
revoke all on function forget_words(uuid, uuid[], text[]) from public;
grant execute on function forget_words(uuid, uuid[], text[]) to :system;
