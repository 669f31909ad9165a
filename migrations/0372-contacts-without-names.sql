-- What a contact without a name is known by: his first e-mail address, or phone, or messenger, or his code. Lists of
-- contacts are sorted by what stands first of the name, or by that.
create function first_value(list jsonb) returns text language sql immutable strict parallel safe as $$
  select coalesce(jsonb_path_query_first(list, '$[*] ? (@.primary == true)'), list -> 0) ->> 'value' $$;
alter table contacts add column known text generated always as (
  case when coalesce(nullif(name_last, ''), nullif(name_first, ''), nullif(name_middle, '')) is null
    then coalesce(first_value(emails), first_value(phones), first_value(messengers), code) end) stored;
drop index contacts_name;
create index contacts_name on contacts
  ((coalesce(name_last, name_first, name_middle, known) collate "uk-x-icu"), id) where deleted_at is null;
