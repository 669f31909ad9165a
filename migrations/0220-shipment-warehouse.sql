-- Whose stock a shipment left, or a return came back to.

alter table shipments add column warehouse_id uuid references warehouses;
create index shipments_warehouse on shipments (warehouse_id) where warehouse_id is not null;
-- The nightly look for payments that became late.
create index orders_due on orders (due_on) where paid <> 'all' and deleted_at is null;
