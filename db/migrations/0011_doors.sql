-- The doors for people without an identity. Each does one thing, for the holder of one secret.

-- Counts a hit under a key; the window begins with its first hit. Answers the count and the milliseconds left.
create function app.count_hit(hit_key text, window_ms integer) returns table (count integer, ttl_ms integer) volatile language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  insert into app.rate_limit as r (key, started_at, count) values (hit_key, clock_timestamp(), 1)
  on conflict (key) do update set
    count = case when r.started_at < clock_timestamp() - make_interval(secs => window_ms / 1000.0) then 1 else r.count + 1 end,
    started_at = case when r.started_at < clock_timestamp() - make_interval(secs => window_ms / 1000.0) then clock_timestamp() else r.started_at end
  returning r.count, greatest(0, window_ms - extract(epoch from clock_timestamp() - r.started_at) * 1000)::integer $$;

-- Ends a count: whoever was counted has shown that they may.
create function app.forget_hits(hit_key text) returns void volatile language sql
  security definer set search_path = pg_catalog, pg_temp as $$ delete from app.rate_limit where key = hit_key $$;

-- Answers kept for repeated requests, and counts, are worth a day; so are bookings that nobody confirmed, and with them
-- the clients who came by one and have nothing else. Guests whom no mail reached in two days are let go.
create function app.tidy() returns void volatile language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  delete from app.idempotency where created_at < now() - interval '1 day';
  delete from app.rate_limit where started_at < now() - interval '1 day';
  delete from app.former_guest where removed_at < now() - interval '2 days';
  with ended as (
    delete from app.meeting where held_until < now() - interval '1 day' returning organization_id, client_id, created_at
  ) delete from app.client c using ended e
     where c.organization_id = e.organization_id and c.id = e.client_id and c.origin = 'booking' and c.created_at = e.created_at
       and not exists (select from app.invite i where i.organization_id = c.organization_id and i.client_id = c.id)
       and not exists (select from app.meeting m where m.organization_id = c.organization_id and m.client_id = c.id
                         and (m.held_until is null or m.held_until >= now() - interval '1 day')) $$;

-- The set-up link is open while no organisation exists. A later token replaces an earlier one.
create function app.open_setup(hash text) returns boolean volatile language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from app.organization) then return false; end if;
  insert into app.setup (token_hash) values (hash) on conflict (singleton) do update set token_hash = excluded.token_hash, created_at = now();
  return true;
end $$;
create function app.setup_state(hash text) returns text stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select case when exists (select from app.organization) then 'gone'
    when exists (select from app.setup where token_hash = hash) then 'open' else 'unknown' end $$;

-- Creates the first organisation, its Admin's login, session and member, and the built-in flow; answers as setup_state did.
create function app.set_up(hash text, organization uuid, organization_name text, organization_time_zone text, organization_language text,
    admin uuid, admin_name text, admin_email text, account uuid, password_hash text, session_hash text,
    flow uuid, flow_name text, flow_steps jsonb)
  returns text volatile language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare state text;
begin
  perform pg_advisory_xact_lock(hashtextextended('set up', 0));
  state := app.setup_state(hash);
  if state <> 'open' then return state; end if;
  perform app.create_login(account, admin_name, admin_email, password_hash);
  perform app.create_session(account, session_hash);
  insert into app.organization (id, name, time_zone, language) values (organization, organization_name, organization_time_zone, organization_language);
  insert into app.member (organization_id, id, account_id, name, email, role, language, joined_at)
    values (organization, admin, account, admin_name, admin_email, 'admin', organization_language, now());
  insert into app.flow (organization_id, id, name, published_version) values (organization, flow, flow_name, 1);
  insert into app.flow_version (organization_id, flow_id, version, steps) values (organization, flow, 1, flow_steps);
  delete from app.setup;
  return state;
end $$;

create function app.create_login(account uuid, person text, address text, password_hash text) returns void volatile language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  insert into auth.login (id, name, email, email_verified) values (account, person, address, true);
  insert into auth.credential (id, account_id, provider_id, user_id, password)
    values (gen_random_uuid(), account::text, 'credential', account, password_hash) $$;

-- Seven days, as app.enter prolongs it.
create function app.create_session(account uuid, hash text) returns void volatile language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  insert into auth.session (id, token, user_id, expires_at) values (gen_random_uuid(), hash, account, now() + interval '7 days') $$;

-- Where an account works, for mails to it and for the log; the oldest first.
create function app.memberships_of_account(account uuid)
  returns table (organization_id uuid, member_id uuid, organization_name text, color text, language text) stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select m.organization_id, m.id, o.name, o.color, m.language
    from app.member m join app.organization o on o.id = m.organization_id
   where m.account_id = account and m.status = 'active' order by m.created_at, m.id $$;

-- The account of the member who asks.
create function app.my_account() returns table (id uuid, email text, name text) stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select l.id, l.email, l.name from app.member m join auth.login l on l.id = m.account_id
   where m.organization_id = app.organization_id() and m.id = app.member_id() $$;

-- What the holder of an invitation may know before accepting; null for an unknown link.
create function app.member_invitation_by(hash text) returns jsonb stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('organizationId', o.id, 'organizationName', o.name, 'memberId', m.id, 'name', m.name, 'email', m.email,
      'language', m.language, 'accountId', l.id,
      'state', case when i.accepted_at is not null then 'accepted' when i.revoked_at is not null or m.removed_at is not null then 'revoked'
        when i.expires_at <= now() then 'expired' else 'open' end)
    from app.member_invitation i join app.organization o on o.id = i.organization_id
    join app.member m on m.organization_id = i.organization_id and m.id = i.member_id
    left join auth.login l on l.email = m.email
   where i.token_hash = hash $$;

-- Accepts an open invitation once: with a new login (a password's hash given) or with the login of the same address
-- (no hash: the caller has checked who it is); and begins a session. Answers false when it is no longer open.
create function app.accept_member_invitation(hash text, person text, account uuid, password_hash text, session_hash text) returns boolean volatile language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare accepted app.member_invitation; invited app.member;
begin
  update app.member_invitation i set accepted_at = now()
   where i.token_hash = hash and i.accepted_at is null and i.revoked_at is null and i.expires_at > now() returning * into accepted;
  if not found then return false; end if;
  select * into invited from app.member m where m.organization_id = accepted.organization_id and m.id = accepted.member_id
     and m.removed_at is null and m.joined_at is null for update;
  if not found then return false; end if;
  if password_hash is not null then perform app.create_login(account, person, invited.email, password_hash);
  elsif not exists (select from auth.login l where l.id = account and l.email = invited.email) then return false; end if;
  update app.member m set name = coalesce(nullif(person, ''), m.name), account_id = account, joined_at = now()
   where m.organization_id = invited.organization_id and m.id = invited.id;
  perform app.create_session(account, session_hash);
  return true;
end $$;

-- Ends what a member who is being removed has beyond the reach of any request: the sessions of their account, where it works
-- nowhere else, and bookings that wait for their address to be confirmed. Nothing is done for who is no Admin.
create function app.end_member(asked uuid) returns void volatile language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  delete from app.meeting m
   where m.organization_id = app.organization_id() and app.setting('role') = 'admin' and m.host_id = asked and m.held_until is not null;
  delete from auth.session s using app.member m
   where m.organization_id = app.organization_id() and app.setting('role') = 'admin' and m.id = asked and s.user_id = m.account_id
     and not exists (select from app.member o where o.account_id = m.account_id and (o.organization_id, o.id) <> (m.organization_id, m.id)
                        and o.removed_at is null) $$;
