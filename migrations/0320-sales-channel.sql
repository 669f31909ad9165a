-- By which way something is sold: from the lead to the order, and so to its prices.
alter table leads add column channel text;
alter table deals add column channel text;
alter table quotes add column channel text;
alter table orders add column channel text;
