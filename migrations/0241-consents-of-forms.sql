-- Purposes that web forms ask people to agree to.

alter table consent_purposes add column asks_in_forms boolean;
