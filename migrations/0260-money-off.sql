-- A line without a product that takes money off the rest is a discount: below its floor, which is nothing. Nobody sells
-- less than something. Rows that are there keep what they have until they are changed.
do $$
declare t text;
begin
  foreach t in array array['line_columns', 'quote_lines', 'order_lines', 'shipment_lines', 'invoice_lines'] loop
    execute format('alter table %I drop constraint line_price_floor', t);
    execute format($c$alter table %I add constraint line_price_floor check (
      not binding or approval_id is not null or case when product_id is null then coalesce(unit_price, 0) >= 0
        else (unit_price * (100 - coalesce(discount, 0)) * (100 - document_discount) * rate
          >= floor * (100 * (case when tax_included then 100 + coalesce(tax_rate, 0) else 100 end) * factor)) is true end
    ) not valid$c$, t);
  end loop;
end $$;
alter table quote_lines add constraint line_sells check (quantity > 0) not valid;
alter table order_lines add constraint line_sells check (quantity > 0) not valid;
