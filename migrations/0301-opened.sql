-- When open deals came.
create index deals_opened on deals (opened_on) where status = 'open' and deleted_at is null;
