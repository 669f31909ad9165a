-- What is gone in Outlook waits here ('leaving') until it is believable or its owner has answered.

alter table calendar_items drop constraint calendar_items_state_check,
  add constraint calendar_items_state_check check
    (state in ('seen', 'written', 'removed', 'refused', 'conflict', 'sending', 'skipped', 'failed', 'leaving'));
