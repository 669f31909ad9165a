-- What the analysis of sales stands on: rates found while PostgreSQL adds up, and where a client is.

-- The same ways as `conversion` in server/modules/pricing/rates.ts; a test holds them together.
create function exchange_leg(source text, target text, day date) returns numeric language sql stable parallel safe cost 4000 as $$
  select case when exchange_leg.source = target then 1 else (
    select case when r.currency = exchange_leg.source then r.rate else 1 / r.rate end from (
      (select currency, rate, date from exchange_rates where currency = exchange_leg.source and base = target and date <= day
        and deleted_at is null order by date desc, (exchange_rates.source = 'manual') desc, exchange_rates.source desc limit 1)
      union all
      (select currency, rate, date from exchange_rates where currency = target and base = exchange_leg.source and date <= day
        and deleted_at is null order by date desc, (exchange_rates.source = 'manual') desc, exchange_rates.source desc limit 1)
    ) r order by date desc limit 1) end $$;

create function exchange_rate_on(source text, target text, day date) returns numeric language sql stable parallel safe cost 4000 as $$
  select coalesce(
    exchange_leg(source, target, day),
    exchange_leg(source, 'EUR', day) * exchange_leg('EUR', target, day),
    exchange_leg(source, 'UAH', day) * exchange_leg('UAH', target, day),
    exchange_leg(source, 'EUR', day) * exchange_leg('EUR', 'UAH', day) * exchange_leg('UAH', target, day),
    exchange_leg(source, 'UAH', day) * exchange_leg('UAH', 'EUR', day) * exchange_leg('EUR', target, day)) $$;

alter table accounts add column region text generated always as (coalesce(
  nullif(jsonb_path_query_first(addresses, '$[*] ? (@.primary == true).region') #>> '{}', ''),
  nullif(addresses->0->>'region', ''), nullif(addresses->0->>'city', ''))) stored;
