-- Run once in the database of Guildhall by a superuser, before the first migration; running it again changes nothing.
-- The embedded database does this by itself. On your own PostgreSQL give the three login roles passwords
-- (alter role … password …) and name them in DATABASE_OWNER_URL, DATABASE_URL and DATABASE_AUTH_URL.
do $$
begin
  -- Migrates, and may pass row-level security, since a data migration under forced policies would touch no row.
  if not exists (select from pg_roles where rolname = 'guildhall_owner') then create role guildhall_owner login bypassrls; end if;
  -- Serves every request. Owns nothing and passes no policy.
  if not exists (select from pg_roles where rolname = 'guildhall_app') then create role guildhall_app login; end if;
  -- Accounts, credentials and sessions, and nothing of the product.
  if not exists (select from pg_roles where rolname = 'guildhall_auth') then create role guildhall_auth login; end if;
  -- Nobody signs in as this one: it owns the few security-definer functions.
  if not exists (select from pg_roles where rolname = 'guildhall_definer') then create role guildhall_definer nologin bypassrls; end if;
exception when duplicate_object or unique_violation then null; -- another process was faster
end $$;

-- Settings of roles, unlike those of a database, hold in copies made from a template.
alter role guildhall_owner set search_path = app, public;
alter role guildhall_app set search_path = app, public;
alter role guildhall_auth set search_path = auth;
alter role guildhall_app set timezone = 'UTC';
-- No request or job works this long; one that does holds locks that others wait for.
alter role guildhall_app set statement_timeout = '60s';
alter role guildhall_app set idle_in_transaction_session_timeout = '60s';

grant guildhall_definer to guildhall_owner;
revoke create on schema public from public;

create extension if not exists pg_trgm schema public;
create extension if not exists unaccent schema public;
create extension if not exists btree_gist schema public;

do $$ begin execute format('grant create, connect, temporary on database %I to guildhall_owner', current_database()); end $$;
