-- Logins, credentials and sessions of better-auth, behind a role of their own.
create schema auth;
grant usage on schema auth to guildhall_auth, guildhall_definer;

create table auth.login (
  id uuid primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table auth.credential (
  id uuid primary key,
  account_id text not null,
  provider_id text not null,
  user_id uuid not null references auth.login on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index credential_of_login on auth.credential (user_id);
-- `token` is the SHA-256 of what the cookie carries, base64url.
create table auth.session (
  id uuid primary key,
  token text not null unique,
  user_id uuid not null references auth.login on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_of_login on auth.session (user_id);
create table auth.verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on auth.verification (identifier);

grant select, insert, update, delete on auth.login, auth.credential, auth.session, auth.verification to guildhall_auth;
grant select, insert, update on auth.login, auth.credential, auth.session to guildhall_definer;
grant delete on auth.session to guildhall_definer;
