-- For which day each user has been written his digest, or it was found that there is nothing to say.
create table digest_days (
  user_id uuid primary key references users on delete cascade,
  day date not null
);
