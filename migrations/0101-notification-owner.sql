-- A notification outlives the user it was for no more than other records do: his row rules name the owner, nothing else.
alter table notifications alter column owner_id drop not null;
