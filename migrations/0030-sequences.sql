-- Numbers of documents, each row without gaps.
create table sequences (
  key text primary key,
  last int not null
);
