-- How much a GIN index may leave unsorted is said by the session instead of the index: little in daily work, where
-- search must be quick; much while a file is taken in, which makes that twice as fast. See Database and unhurried().
do $$
declare i record;
begin
  for i in
    select c.oid::regclass as name from pg_class c join pg_am a on a.oid = c.relam
    where a.amname = 'gin' and c.relnamespace = current_schema()::regnamespace
      and c.reloptions::text like '%gin_pending_list_limit%'
  loop
    execute format('alter index %s reset (gin_pending_list_limit)', i.name);
  end loop;
end $$;

-- An import finds a record again by its name, in whatever case a file spells it.
create index deals_name_key on deals (lower(name));
create index products_name_key on products (lower(name));
