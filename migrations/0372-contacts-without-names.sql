-- What a contact without a name is known by: his first e-mail address, or his first phone. Lists of contacts are sorted
-- by what stands first of the name, or by that.
alter table contacts add column known text generated always as (
  case when coalesce(nullif(name_last, ''), nullif(name_first, ''), nullif(name_middle, '')) is null then coalesce(
    jsonb_path_query_first(emails, '$[*] ? (@.primary == true)') ->> 'value', emails -> 0 ->> 'value',
    jsonb_path_query_first(phones, '$[*] ? (@.primary == true)') ->> 'value', phones -> 0 ->> 'value') end) stored;
drop index contacts_name;
create index contacts_name on contacts
  ((coalesce(name_last, name_first, name_middle, known) collate "uk-x-icu"), id) where deleted_at is null;
