-- How a seller works in a stage: what to find out and show, and the steps.
alter table stages add column guidance text;
alter table stages add column steps jsonb;
