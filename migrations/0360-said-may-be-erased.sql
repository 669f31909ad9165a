-- What a person said is emptied with the rest of what is his.
alter table filled_questionnaires alter column said drop not null;
