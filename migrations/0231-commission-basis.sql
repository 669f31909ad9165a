-- A commission is of what is won, or of what clients have paid.

alter table commission_plans add column basis text not null default 'won';
