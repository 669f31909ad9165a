-- What products are called in the papers of clients who read another language.
alter table product_groups add column name_uk text, add column name_en text;
alter table products add column name_uk text, add column name_en text,
  add column description_uk text, add column description_en text;
