-- What else a thread may belong to is kept without names: whoever may read a thread need not see those records.
update mail_threads set candidates = (select jsonb_agg(c - 'name') from jsonb_array_elements(candidates) c)
where jsonb_typeof(candidates) = 'array' and candidates <> '[]';
