-- What is kept is of days: whole months, parts of them, and years that are made of months.
delete from cross_months;
alter table cross_months drop constraint cross_months_pkey;
alter table cross_months rename column month to since;
alter table cross_months add column until date not null;
alter table cross_months add primary key (question, since, until);
