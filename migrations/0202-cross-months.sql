-- What whole months come to in a cross-table, for who sees all of it. Derived: emptied, it fills again when asked.
create table cross_months (
  question text not null,
  month date not null,
  -- The fields it is made of, as 'order.status', and each entity as 'order.*'.
  reads text[] not null,
  cells jsonb not null,
  made_at timestamptz not null default now(),
  primary key (question, month)
);
