-- The amount by its probability, in its currency, so that it adds up.

alter table deals
  add column weighted numeric generated always as (round(amount * probability / 100, 2)) stored,
  add column weighted_currency text generated always as (amount_currency) stored;
