-- A lead hears of what belongs to it, its letters above all, and so does who it became. From here on the keeper looks.
insert into timeline (subject_id, at, event_id, record_id, actor_id, entity, is_change)
select s.id, coalesce(least(m.at, made.at), made.at), v.id, v.record_id, v.actor_id, v.entity, v.name like '%.updated'
from mail_threads t
  join events v on v.record_id = t.id and v.entity = 'mailThread' and v.name not like 'auth.%'
  join leads l on l.id = t.lead_id
  cross join lateral unnest(array[l.id, l.account_id, l.contact_id, l.deal_id]) as s(id)
  cross join lateral (select timestamptz 'epoch'
    + ('x' || translate(left(v.id::text, 13), '-', ''))::bit(48)::bigint * interval '1 millisecond' as at) made
  left join mail_messages m on m.id = (v.payload->>'message')::uuid
where s.id is not null
on conflict do nothing;
