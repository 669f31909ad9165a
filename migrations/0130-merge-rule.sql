-- The certain ones are merged by a rule, when the company wants it; each such merge says so.

create table duplicate_rules (
  entity text primary key,
  enabled boolean not null default false,
  -- The least probability that two records are one client.
  threshold double precision not null default 0.999,
  changed_by uuid,
  changed_at timestamptz not null default now()
);

alter table merges add column by_rule boolean not null default false;
alter table merges add column probability real;
create index merges_latest on merges (entity, id desc);
