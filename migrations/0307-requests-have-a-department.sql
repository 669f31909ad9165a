-- What is asked is asked of a department. Requests of before that named none go to that of who asked, else to the first.
update internal_requests r set department_id = coalesce(r.team_id,
    (select team_id from users u where u.id = r.owner_id),
    (select id from teams where deleted_at is null order by created_at, id limit 1))
  where department_id is null;
-- Where there is no team at all such a request stays as it was.
do $$ begin
  if not exists (select from internal_requests where department_id is null) then
    alter table internal_requests alter column department_id set not null;
  end if;
end $$;
