-- Who may come in: credentials, sessions, keys. Kept apart from the company's own tables in a schema that only
-- the system role reaches. No foreign key leaves this schema: schemas may live on different nodes.

grant usage on schema :auth to :system;

-- better-auth's tables, as its own getMigrations() wants them. "user".id is the id of the person in users.
create table :auth."user" (
  "id" text primary key,
  "name" text not null,
  "email" text not null unique,
  "emailVerified" boolean not null,
  "image" text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp,
  "twoFactorEnabled" boolean
);

create table :auth."session" (
  "id" text primary key,
  "expiresAt" timestamptz not null,
  "token" text not null unique,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references :auth."user" ("id") on delete cascade
);
create index "session_userId_idx" on :auth."session" ("userId");

create table :auth."account" (
  "id" text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references :auth."user" ("id") on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  "scope" text,
  "password" text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null,
  unique ("providerId", "accountId")
);
create index "account_userId_idx" on :auth."account" ("userId");

create table :auth."verification" (
  "id" text primary key,
  "identifier" text not null,
  "value" text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp
);
create index "verification_identifier_idx" on :auth."verification" ("identifier");

create table :auth."twoFactor" (
  "id" text primary key,
  "secret" text not null,
  "backupCodes" text not null,
  "userId" text not null references :auth."user" ("id") on delete cascade,
  "verified" boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamptz
);
create index "twoFactor_secret_idx" on :auth."twoFactor" ("secret");
create index "twoFactor_userId_idx" on :auth."twoFactor" ("userId");

create table :auth."passkey" (
  "id" text primary key,
  "name" text,
  "publicKey" text not null,
  "userId" text not null references :auth."user" ("id") on delete cascade,
  "credentialID" text not null unique,
  "counter" integer not null,
  "deviceType" text not null,
  "backedUp" boolean not null,
  "transports" text,
  "createdAt" timestamptz,
  "aaguid" text
);
create index "passkey_userId_idx" on :auth."passkey" ("userId");

-- Our own. Of a secret only its SHA-256 is kept.
create table :auth.api_key (
  id uuid primary key,
  user_id uuid not null,
  name text not null,
  role_key text,
  hash text not null unique,
  hint text not null,
  created_at timestamptz not null default now(),
  created_by uuid,
  expires_at timestamptz,
  used_at timestamptz,
  revoked_at timestamptz
);
create index api_key_user on :auth.api_key (user_id);

create table :auth.invitation (
  id uuid primary key,
  user_id uuid not null,
  hash text not null unique,
  created_at timestamptz not null default now(),
  created_by uuid,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index invitation_user on :auth.invitation (user_id);

-- A company's own identity provider (OpenID Connect). client_secret is encrypted.
create table :auth.provider (
  id text primary key,
  name text not null,
  issuer text not null,
  client_id text not null,
  client_secret text not null,
  domains text[] not null,
  role_key text,
  endpoints jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table :auth.rate_limit (
  key text primary key,
  count integer not null,
  since timestamptz not null
);

grant select, insert, update, delete on all tables in schema :auth to :system;
