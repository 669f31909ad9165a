-- The sales cycle reads a year of moves from indexes alone (measured: a million moves).
drop index stage_changes_from, stage_changes_deal;
create index stage_changes_from on stage_changes (from_stage_id, at) include (deal_id, seconds, deleted_at) where from_stage_id is not null;
create index stage_changes_deal on stage_changes (deal_id, at) include (to_stage_id, deleted_at);
