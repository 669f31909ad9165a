-- The stage in which a deal was when it was lost.

alter table deals add column lost_from_id uuid references stages;
update deals d set lost_from_id = c.from_stage_id
from (select distinct on (deal_id) deal_id, from_stage_id from stage_changes where outcome = 'lost' order by deal_id, at desc, id desc) c
where c.deal_id = d.id and d.status = 'lost';
create index deals_lost_from on deals (lost_from_id) where lost_from_id is not null;
