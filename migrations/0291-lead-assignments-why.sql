-- Why a lead went to him is kept as what it was, and said in the language of who reads it.
alter table lead_assignments add column open numeric;
update lead_assignments set open = (regexp_match(why, ': (\d+) open$'))[1]::numeric,
  why = case when why ~ ': \d+ open$' then 'load' else 'turn' end
where why is not null;
