-- Which calendar and which list of tasks of Microsoft 365 is synchronised; null: the usual one.

alter table outlook_accounts
  add column calendar_id text, add column calendar_name text, add column list_id text, add column list_name text;
