-- A filter “code is …” pays no regard to case: without these it reads the whole table.
create index accounts_code_key on accounts (lower(code)) where code is not null;
create index accounts_registration_key on accounts (lower(registration_code)) where registration_code is not null;
create index contacts_code_key on contacts (lower(code)) where code is not null;
create index deals_code_key on deals (lower(code)) where code is not null;
create index products_code_key on products (lower(code)) where code is not null;
create index products_sku_key on products (lower(sku)) where sku is not null;
