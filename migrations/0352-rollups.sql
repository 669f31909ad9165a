-- Own fields that add up related records: {of, how, what, filter}.
alter table custom_fields add column rollup jsonb;
