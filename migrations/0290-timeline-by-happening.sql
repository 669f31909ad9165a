-- A timeline stands in the order in which things happened: a call of Friday that was written down on Monday stands on
-- Friday, a letter at its own date. What stands where it was written has there the time of its id.
drop index timeline_order;
drop index timeline_record;
alter table timeline add column at timestamptz;
-- One rewriting of the table, quicker than an update.
alter table timeline alter column at type timestamptz
  using timestamptz 'epoch' + ('x' || translate(left(event_id::text, 13), '-', ''))::bit(48)::bigint * interval '1 millisecond';
create unique index timeline_record on timeline (record_id, event_id, subject_id);

-- What happened at a time of its own, so far. From here on the keeper looks, by what modules declare.
with timed as materialized (
  select v.id, v.name, v.record_id, v.actor_id, v.entity, v.payload, coalesce(u.time_zone, 'UTC') as zone,
    timestamptz 'epoch' + ('x' || translate(left(v.id::text, 13), '-', ''))::bit(48)::bigint * interval '1 millisecond' as written
  from events v left join users u on u.id = v.actor_id
  where v.name in ('activity.created', 'activity.completed', 'deal.created', 'deal.won', 'deal.lost', 'lead.created', 'lead.converted',
    'quote.created', 'quote.sent', 'quote.accepted', 'quote.declined', 'order.created', 'shipment.created', 'invoice.created',
    'payment.created', 'order.shipped', 'order.returned', 'order.invoiced', 'order.credited', 'mailThread.received',
    'mailThread.sent', 'consent.created')
), days as (
  select v.id, case v.name when 'deal.created' then d.opened_on else d.close_date end as day
    from timed v join deals d on d.id = v.record_id where v.name in ('deal.created', 'deal.won', 'deal.lost')
  union all select v.id, q.date from timed v join quotes q on q.id = v.record_id where v.name = 'quote.created'
  union all select v.id, o.date from timed v join orders o on o.id = v.record_id where v.name = 'order.created'
  union all select v.id, s.date from timed v join shipments s on s.id = v.record_id where v.name = 'shipment.created'
  union all select v.id, i.date from timed v join invoices i on i.id = v.record_id where v.name = 'invoice.created'
  union all select v.id, p.date from timed v join payments p on p.id = v.record_id where v.name = 'payment.created'
  union all select v.id, s.date from timed v join shipments s on s.id = (v.payload->>'shipment')::uuid
    where v.name in ('order.shipped', 'order.returned')
  union all select v.id, i.date from timed v join invoices i on i.id = (v.payload->>'invoice')::uuid
    where v.name in ('order.invoiced', 'order.credited')
), times as (
  -- Of a day alone: what began before all else of that day, what ended after; on the day itself where it was written.
  select d.id, (d.day + case when v.name like '%.created' then time '00:00:00.001' else '23:59:59.999' end) at time zone v.zone as at
    from days d join timed v on v.id = d.id where d.day < (v.written at time zone v.zone)::date
  union all select v.id, case v.name when 'activity.created' then least(a.starts_at, a.done_at) else a.done_at end
    from timed v join activities a on a.id = v.record_id where v.name like 'activity.%'
  union all select v.id, case v.name when 'lead.created' then least(l.created_at, l.first_touch_at) else l.converted_at end
    from timed v join leads l on l.id = v.record_id where v.name like 'lead.%'
  union all select v.id, case v.name when 'quote.sent' then q.sent_at else q.decided_at end
    from timed v join quotes q on q.id = v.record_id where v.name in ('quote.sent', 'quote.accepted', 'quote.declined')
  union all select v.id, m.at from timed v join mail_messages m on m.id = (v.payload->>'message')::uuid where v.name like 'mailThread.%'
  union all select v.id, c.at from timed v join consents c on c.id = v.record_id where v.name = 'consent.created'
), late as materialized (
  select v.*, date_trunc('milliseconds', t.at) as at from times t join timed v on v.id = t.id
  where t.at < v.written - interval '1 minute'
), moved as (
  update timeline l set at = late.at from late where l.record_id = late.record_id and l.event_id = late.id
)
insert into timeline (subject_id, at, event_id, record_id, actor_id, entity, is_change)
  select record_id, at, id, record_id, actor_id, entity, false from late;

alter table timeline alter column at set not null;
-- All that a filter asks for stands in the index, so that also a rare one reads nothing else.
create index timeline_order on timeline (subject_id, at, event_id) include (entity, actor_id, is_change);
