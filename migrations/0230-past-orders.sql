-- Orders whose sums keep four digits, and those that were brought from another system whole: shipped, invoiced, paid.

alter table orders add column is_exact boolean, add column is_past boolean;

alter table order_lines add column is_exact boolean not null default false, drop column amount;
alter table order_lines add column amount numeric generated always as (
  round(quantity * unit_price * (100 - coalesce(discount, 0)) * (100 - document_discount) / 10000,
    case when is_exact then 4 else 2 end)
) stored;
