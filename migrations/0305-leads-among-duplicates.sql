-- Leads are compared too, with each other and with the clients who are known. Of a pair of a lead and a client the lead
-- is `a_id`, and `client` says what the client is.
alter table duplicate_pairs add column client text;
alter table duplicate_pairs drop constraint duplicate_pairs_check;
alter table duplicate_pairs add constraint duplicate_pairs_order check (client is not null or a_id < b_id);
create index duplicate_pairs_clients on duplicate_pairs (weight desc, a_id) where status = 'open' and client is not null;
