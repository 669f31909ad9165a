-- Where accounts and contacts stand on the map. A row carries how its main address names its town; which place that is,
-- the gazetteer finds once for each such spelling.

-- "country|region|town|beginning of the postcode", or "@latitude,longitude" to a kilometre.
create function place_key(addresses jsonb) returns text language sql immutable strict parallel safe as $$
  select case
    when jsonb_typeof(a->'latitude') = 'number' and jsonb_typeof(a->'longitude') = 'number'
      then '@' || round((a->>'latitude')::numeric, 2) || ',' || round((a->>'longitude')::numeric, 2)
    when coalesce(a->>'city', '') || coalesce(a->>'region', '') = '' then null
    else left(translate(coalesce(a->>'country', ''), '|', ' '), 100) || '|' ||
      left(translate(coalesce(a->>'region', ''), '|', ' '), 100) || '|' ||
      left(translate(coalesce(a->>'city', ''), '|', ' '), 100) || '|' ||
      left(translate(coalesce(a->>'postcode', ''), '|', ' '), 2)
    end
  from (select coalesce(jsonb_path_query_first(addresses, '$[*] ? (@.primary == true)'), addresses->0) as a) main $$;

alter table accounts add column place text generated always as (place_key(addresses)) stored;
alter table contacts add column place text generated always as (place_key(addresses)) stored;
create index accounts_place on accounts (place) where place is not null;
create index contacts_place on contacts (place) where place is not null;

-- A spelling whose point is null was looked for and is nowhere. `version`: of the gazetteer and what it went by.
create table placed (
  key text primary key,
  point text,
  latitude double precision, longitude double precision,
  name text, country text, region text,
  version text not null
);
create index placed_point on placed (point);

-- The spellings of some points; without points, those that are nowhere. No role reads the table itself.
create function keys_at(points text[]) returns text[]
  language sql stable security definer set search_path from current as $$
  select coalesce(array_agg(key), '{}') from placed
    where case when points is null then point is null else point = any(points) end $$;
