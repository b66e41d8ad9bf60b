-- What clients may book, by whom, and when those are free. Strangers come by a link, members and the program by the ids
-- of hosts whom they tend, a client by the link of the meeting they booked. Nothing here is read past its door.

-- Who can host a meeting type now: through one live group, or (null) by any route.
create function app.host_ids(organization uuid, asked uuid, through uuid) returns setof uuid stable rows 50 language sql as $$
  select m.id from app.member m where m.organization_id = organization and m.status = 'active' and m.id in (
    select ms.member_id from app.meeting_type_group t
      join app."group" g on g.organization_id = t.organization_id and g.id = t.group_id and g.deleted_at is null
      join app.membership ms on ms.organization_id = g.organization_id and ms.group_id = g.id
       and (ms.expires_at is null or ms.expires_at > now())
     where t.organization_id = organization and t.meeting_type_id = asked and (through is null or t.group_id = through)
    union all
    select t.member_id from app.meeting_type_member t
     where through is null and t.organization_id = organization and t.meeting_type_id = asked) $$;

-- The group for which a type is booked that comes by no group's link: its only host entry, if that is a group.
create function app.sole_group_id(organization uuid, asked uuid) returns uuid stable language sql as $$
  select (array_agg(g.id))[1] from app.meeting_type_group t
    join app."group" g on g.organization_id = t.organization_id and g.id = t.group_id and g.deleted_at is null
   where t.organization_id = organization and t.meeting_type_id = asked
     and not exists (select from app.meeting_type_member m where m.organization_id = organization and m.meeting_type_id = asked)
  having count(*) = 1 $$;

-- Whether anything of a type is booked for now that comes by no group's link: its only group may take no bookings.
create function app.is_booked_for(organization uuid, through uuid) returns boolean stable language sql as $$
  select through is null or (select g.bookable from app."group" g where g.organization_id = organization and g.id = through) $$;

create type app.door as (
  organization_id uuid,
  kind text,
  group_id uuid,
  member_id uuid,
  meeting_type_id uuid,
  name text,
  description text,
  is_bookable boolean,
  -- The link that took the place of a retired one.
  redirect_to text
);
-- Where a public link leads; null for an unknown one, and for that of a group, member or type that is gone. In branches, since
-- making a plan ready for all kinds takes longer than finding one.
create function app.door_of(door_kind text, asked text) returns app.door stable language plpgsql as $$
declare door app.door;
begin
  if door_kind = 'group' then
    select g.organization_id, 'group', g.id, null, null, g.name, g.description, g.bookable, current.link into door
      from app.group_link l join app."group" g on g.organization_id = l.organization_id and g.id = l.group_id and g.deleted_at is null
      left join app.group_link current on l.retired_at is not null and current.organization_id = g.organization_id
       and current.group_id = g.id and current.retired_at is null
     where l.link = asked;
  elsif door_kind = 'member' then
    select m.organization_id, 'member', null, m.id, null, m.name, '', m.status = 'active', null into door
      from app.member m where m.link = asked and m.removed_at is null;
  elsif door_kind = 'meeting_type' then
    select t.organization_id, 'meeting_type', null, null, t.id, t.name, t.description,
           t.disabled_at is null and app.is_booked_for(t.organization_id, app.sole_group_id(t.organization_id, t.id)), null into door
      from app.meeting_type t where t.link = asked and t.deleted_at is null;
  end if;
  return door;
end $$;

-- The types that can be booked at a door, or of them this one alone, each with the group that it is booked for.
create function app.door_types(door app.door, only_type uuid default null)
  returns table (meeting_type_id uuid, group_id uuid) stable rows 10 language plpgsql as $$
begin
  if (door).kind = 'group' then
    return query select t.id, (door).group_id
      from app.meeting_type_group g join app.meeting_type t on t.organization_id = g.organization_id and t.id = g.meeting_type_id
     where g.organization_id = (door).organization_id and g.group_id = (door).group_id
       and t.disabled_at is null and t.deleted_at is null and (only_type is null or t.id = only_type);
  elsif (door).kind = 'member' then
    return query select t.id, app.sole_group_id(t.organization_id, t.id) from app.meeting_type t
     where t.organization_id = (door).organization_id and t.disabled_at is null and t.deleted_at is null
       and (only_type is null or t.id = only_type) and (door).member_id in (select app.host_ids(t.organization_id, t.id, null))
       and app.is_booked_for(t.organization_id, app.sole_group_id(t.organization_id, t.id));
  else
    return query select t.id, app.sole_group_id(t.organization_id, t.id) from app.meeting_type t
     where t.organization_id = (door).organization_id and t.id = (door).meeting_type_id
       and t.disabled_at is null and t.deleted_at is null and (only_type is null or t.id = only_type);
  end if;
end $$;

-- Whether there is anything to book at a link; null for an unknown one.
create function app.door_state(door_kind text, asked text) returns boolean stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$ select (app.door_of(door_kind, asked)).is_bookable $$;

-- What stands at a link, as features/slots/schema.ts has it; null for an unknown one.
create function app.booking_door(door_kind text, asked text) returns json stable language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare door app.door := app.door_of(door_kind, asked); through uuid; kept_policy text; chooses_from json;
begin
  if door.is_bookable is null then return null; end if;
  if not door.is_bookable then
    return (select json_build_object('isBookable', false, 'organization', json_build_object('name', o.name, 'color', o.color,
        'language', o.language, 'timeZone', o.time_zone, 'contact', o.contact)) from app.organization o where o.id = door.organization_id);
  end if;
  through := coalesce(door.group_id, app.sole_group_id(door.organization_id, door.meeting_type_id));
  if door.kind <> 'member' then
    select g.policy into kept_policy from app."group" g where g.organization_id = door.organization_id and g.id = through;
    kept_policy := coalesce(kept_policy, 'balanced');
  end if;
  if kept_policy = 'customer_chooses' then
    select json_agg(json_build_object('id', m.id, 'name', m.name) order by m.search, m.id) into chooses_from from app.member m
     where m.organization_id = door.organization_id and m.id in (
       select host from app.door_types(door) t cross join lateral app.host_ids(door.organization_id, t.meeting_type_id, through) host);
    chooses_from := coalesce(chooses_from, '[]');
  end if;
  return (select json_strip_nulls(json_build_object('people', chooses_from))::jsonb || jsonb_build_object(
      'isBookable', true, 'redirectTo', door.redirect_to, 'name', door.name, 'description', door.description, 'policy', kept_policy,
      'organization', jsonb_build_object('name', o.name, 'color', o.color, 'language', o.language, 'timeZone', o.time_zone, 'contact', o.contact),
      'meetingTypes', (
        select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'description', t.description,
            'durationMinutes', t.duration_minutes, 'otherDurations', t.other_durations, 'questions', t.questions,
            'place', jsonb_build_object('kind', t.place_kind, 'text', case t.place_kind when 'url' then '' else t.place end),
            'maxGuests', t.max_guests, 'recording', t.recording, 'consent', t.consent, 'confirmsEmail', t.confirms_email,
            'noticeMinutes', t.notice_minutes, 'windowDays', t.window_days) order by t.search, t.id), '[]')
          from app.door_types(door) shown join app.meeting_type t on t.organization_id = door.organization_id and t.id = shown.meeting_type_id))
    from app.organization o where o.id = door.organization_id);
end $$;

-- Minutes since 1970: that in which a time falls, and the first that is not before it. Stable, as what they call: then
-- they are made a part of the query.
create function app.minute_of(asked timestamptz) returns bigint stable language sql return floor(date_part('epoch', asked))::bigint / 60;
create function app.minute_after(asked timestamptz) returns bigint stable language sql
  return (ceil(date_part('epoch', asked))::bigint + 59) / 60;

-- What a policy compares of hosts for a start: how they stand in the group, and when they meet through it, seven days either
-- side. Times as in app.host_times.
create function app.host_loads(organization uuid, through uuid, hosts uuid[], starts timestamptz, besides uuid)
  returns json stable language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  return (select json_agg(json_build_object('memberId', m.id, 'name', m.name, 'priority', coalesce(ms.priority, 0),
      'joinedAt', app.minute_of(coalesce(ms.created_at, m.joined_at, m.created_at)),
      'starts', (
        select array_agg(app.minute_of(x.starts_at)) from app.meeting x
         where x.organization_id = organization and x.host_id = m.id
           and x.starts_at between starts - interval '7 days' and starts + interval '7 days'
           and x.group_id is not distinct from through and x.status in ('scheduled', 'live', 'completed', 'missed')
           and (x.held_until is null or x.held_until > now()) and x.id is distinct from besides),
      -- Two ways to ask, since an index knows "is null" and "equals", but not "is not distinct from".
      -- To the fraction: several may be given in one minute.
      'lastAssignedAt', date_part('epoch', case
        when through is null then (select max(x.assigned_at) from app.meeting x
          where x.organization_id = organization and x.host_id = m.id and x.group_id is null)
        else (select max(x.assigned_at) from app.meeting x
          where x.organization_id = organization and x.host_id = m.id and x.group_id = through) end) / 60))
    from app.member m
    left join app.membership ms on ms.organization_id = m.organization_id and ms.member_id = m.id and ms.group_id = through
   where m.organization_id = organization and m.id = any (hosts) and m.removed_at is null);
end $$;

-- Everything that decides when hosts are free for a type, in one answer: what the engine of features/slots/rules is fed
-- with, as features/slots/queries/snapshot.ts reads it. Times are in flat arrays of minutes. Of the hosts, `hosting` host the
-- type. `until` null: `since` is the one start, of the usual length. `ranked`: with what policies compare for that start.
-- Meetings are those in the way or, for a host with a limit, all to the ends of the weeks that it counts. One plan serves
-- all: making it takes longer than what it does for a few hosts.
create function app.host_times(organization uuid, asked uuid, through uuid, hosts uuid[], hosting uuid[], since timestamptz, until timestamptz,
    besides uuid, ranked boolean)
  returns json stable language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  -- With what the type keeps free before it and after it.
  first timestamptz; last timestamptz;
begin
  select coalesce(until, since + (t.duration_minutes + 1) * interval '1 minute'),
         since - t.buffer_before_minutes * interval '1 minute',
         coalesce(until, since + (t.duration_minutes + 1) * interval '1 minute') + t.buffer_after_minutes * interval '1 minute'
    into until, first, last
    from app.meeting_type t where t.organization_id = organization and t.id = asked;
  return (select json_build_object(
      'now', app.minute_after(clock_timestamp()), 'organizationId', o.id, 'timeZone', o.time_zone,
      'type', json_build_object('id', t.id, 'isActive', t.disabled_at is null and t.deleted_at is null,
        'durationMinutes', t.duration_minutes, 'otherDurations', t.other_durations, 'stepMinutes', t.step_minutes,
        'bufferBeforeMinutes', t.buffer_before_minutes, 'bufferAfterMinutes', t.buffer_after_minutes,
        'noticeMinutes', t.notice_minutes, 'windowDays', t.window_days, 'dayLimit', t.day_limit, 'weekLimit', t.week_limit),
      'terms', json_build_object('title', t.name, 'questions', t.questions, 'place', json_build_object('kind', t.place_kind, 'text', t.place),
        'maxGuests', t.max_guests, 'confirmsEmail', t.confirms_email),
      'group', case when g.id is not null then json_build_object('id', g.id, 'policy', g.policy,
        'isBookable', g.bookable and g.deleted_at is null, 'dayLimit', g.day_limit, 'weekLimit', g.week_limit) end,
      'organizationBlocks', (
        select json_agg(json_build_array(app.minute_of(b.starts_at), app.minute_after(b.ends_at), b.time_zone, b.rrule)) from app.block b
         where b.organization_id = organization and b.level = 'organization'
           and b.starts_at < until and (b.rrule is not null or b.ends_at > since)),
      'groupBlocks', (
        select json_agg(json_build_array(app.minute_of(b.starts_at), app.minute_after(b.ends_at), b.time_zone, b.rrule)) from app.block b
         where b.organization_id = organization and b.group_id = through
           and b.starts_at < until and (b.rrule is not null or b.ends_at > since)),
      'hosts', (
        select coalesce(json_agg(json_build_object(
            'id', m.id, 'status', m.status, 'isHost', m.id = any (hosting),
            'timeZone', h.time_zone, 'weekly', h.weekly, 'dayLimit', h.day_limit, 'weekLimit', h.week_limit,
            'overrides', case when h.overrides <> '[]' then (
              select json_agg(each) from jsonb_array_elements(h.overrides) each
               where each ->> 'date' between (since - interval '3 days')::date::text and (until + interval '3 days')::date::text) end,
            'typeWeekly', case when h.type_hours <> '[]' then (
              select each -> 'weekly' from jsonb_array_elements(h.type_hours) each where each ->> 'meetingTypeId' = asked::text limit 1) end,
            'blocks', (
              select json_agg(json_build_array(app.minute_of(b.starts_at), app.minute_after(b.ends_at), b.time_zone, b.rrule)) from app.block b
               where b.organization_id = organization and b.member_id = m.id
                 and b.starts_at < until and (b.rrule is not null or b.ends_at > since)),
            'busy', (
              select json_build_array(array_agg(app.minute_of(b.starts_at)), array_agg(app.minute_after(b.ends_at))) from app.busy b
               where b.organization_id = organization and b.member_id = m.id and b.starts_at < until and b.ends_at > since),
            'meetings', (
              select json_build_array(array_agg(app.minute_of(x.starts_at)), array_agg(app.minute_after(x.ends_at)),
                  array_agg(x.before_minutes), array_agg(x.after_minutes)) from app.meeting x
               where x.organization_id = organization and x.host_id = m.id
                 -- None is longer than a day, or keeps more than half a day free.
                 and x.starts_at >= since - case when limited then interval '9 days' else interval '36 hours' end
                 and x.starts_at <= until + case when limited then interval '9 days' else interval '12 hours' end
                 and (limited
                   or (x.ends_at > first or x.after_minutes > 0 and x.ends_at + x.after_minutes * interval '1 minute' > since)
                     and (x.starts_at < last or x.before_minutes > 0 and x.starts_at - x.before_minutes * interval '1 minute' < until))
                 and x.status in ('scheduled', 'live', 'completed', 'missed') and (x.held_until is null or x.held_until > now())
                 and x.id is distinct from besides),
            'calendars', (
              select json_agg(json_build_object('failures', c.failures, 'syncedAt', c.synced_at)) from app.calendar c
               where c.organization_id = organization and c.member_id = m.id))
            order by m.id), '[]')
          from app.member m
          left join app.open_hours h on h.organization_id = m.organization_id and h.member_id = m.id
          cross join lateral (
            select coalesce(h.day_limit, h.week_limit, g.day_limit, g.week_limit, t.day_limit, t.week_limit) is not null as limited) l
         where m.organization_id = organization and m.id = any (hosts) and m.removed_at is null),
      'loads', case when ranked then app.host_loads(organization, through, hosts, since, besides) end)
    from app.meeting_type t join app.organization o on o.id = t.organization_id
    left join app."group" g on g.organization_id = t.organization_id and g.id = through
   where t.organization_id = organization and t.id = asked);
end $$;

-- Takes the lock of whoever gives a host a meeting, of the first of these that nobody else has, or waiting for the first; kept
-- to the end of the transaction. Volatile, as what calls it must be: times are then read after it is had, and not as they
-- were before. Null where others have them all.
create function app.lock_first(hosts uuid[], waits boolean) returns uuid volatile language plpgsql as $$
declare host uuid;
begin
  foreach host in array hosts loop
    if waits then
      perform pg_advisory_xact_lock(hashtextextended('host ' || host, 0));
      return host;
    elsif pg_try_advisory_xact_lock(hashtextextended('host ' || host, 0)) then
      return host;
    end if;
  end loop;
  return null;
end $$;

-- For strangers, by a link: the hosts that this door leads to, or one of them. Null where the link cannot be booked or does
-- not offer the type. With `wanted`, the one of them whose lock is had; "held" where others have them all, "left" and
-- their id where they host it no longer or nothing is booked there any more, since their lock is had all the same.
create function app.door_times(door_kind text, link text, asked uuid, only_host uuid, since timestamptz, until timestamptz, ranked boolean,
    wanted uuid[] default null, waits boolean default false)
  returns json volatile language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare door app.door; through uuid; hosts uuid[];
begin
  if wanted is not null then
    only_host := app.lock_first(wanted, waits);
    if only_host is null then return to_json('held'::text); end if;
  end if;
  door := app.door_of(door_kind, link);
  if door.is_bookable then
    select array(select host from app.host_ids(door.organization_id, asked, door.group_id) host
         where (door.kind <> 'member' or host = door.member_id) and (only_host is null or host = only_host)), t.group_id
      into hosts, through from app.door_types(door, asked) t;
  end if;
  if wanted is not null and coalesce(hosts, '{}') = '{}' then return json_build_object('left', only_host); end if;
  if hosts is null then return null; end if;
  return app.host_times(door.organization_id, asked, through, hosts, hosts, since, until, null, ranked);
end $$;

-- For members and the program: of the hosts asked for, or (null) of all through that group or by any route, those whose
-- times they tend; among the types they may read.
create function app.tended_times(asked uuid, through uuid, hosts uuid[], since timestamptz, until timestamptz, ranked boolean, besides uuid)
  returns json stable language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare hosting uuid[];
begin
  if app.organization_id() is null or app.client_id() is not null then return null; end if;
  if not (app.reads('meetings') or asked in (select app.readable_meeting_type_ids())) then return null; end if;
  hosting := array(select app.host_ids(app.organization_id(), asked, through));
  return app.host_times(app.organization_id(), asked, through,
    array(select host from unnest(coalesce(hosts, hosting)) host where app.tends(host)), hosting, since, until, besides, ranked);
end $$;

-- The group for which a type is booked by its own link.
create function app.usual_group_id(asked uuid) returns uuid stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select app.sole_group_id(app.organization_id(), asked) where app.client_id() is null $$;

-- For a client, by the link of the meeting they booked: when its host, by whichever route they host it, could take it instead,
-- or anyone of its group; the meeting itself takes no time. `wanted`: as of strangers.
create function app.own_booking_times(anyone boolean, only_host uuid, since timestamptz, until timestamptz, ranked boolean,
    wanted uuid[] default null, waits boolean default false)
  returns json volatile language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare own app.meeting; hosts uuid[];
begin
  if wanted is not null then
    only_host := app.lock_first(wanted, waits);
    if only_host is null then return to_json('held'::text); end if;
  end if;
  select * into own from app.meeting m where m.organization_id = app.organization_id() and m.id = app.meeting_id();
  if own.id is null then return null; end if;
  hosts := array(select host from app.host_ids(own.organization_id, own.meeting_type_id, case when anyone then own.group_id end) host
     where (anyone or host = own.host_id) and (only_host is null or host = only_host));
  if wanted is not null and hosts = '{}' then return json_build_object('left', only_host); end if;
  return app.host_times(own.organization_id, own.meeting_type_id, own.group_id, hosts, hosts, since, until, own.id, ranked);
end $$;

-- When a member whose availability the actor tends has meetings: the times alone, of those besides that they may not read.
create function app.tended_meeting_times(asked uuid, since timestamptz, until timestamptz)
  returns table (id uuid, title text, starts_at timestamptz, ends_at timestamptz) stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select case when app.sees_meeting(m) then m.id end, case when app.sees_meeting(m) then m.title end, m.starts_at, m.ends_at
    from app.meeting m
   where m.organization_id = app.organization_id() and app.client_id() is null and app.tends(asked) and m.host_id = asked
     and m.starts_at < until and m.starts_at > since - interval '2 days' and m.ends_at > since
     and m.status in ('scheduled', 'live', 'completed', 'missed') and (m.held_until is null or m.held_until > now())
   order by m.starts_at, m.id $$;

-- The booking that was made under a key before, for whoever repeats the request; a second request under the key waits here
-- for the first. Null where there was none.
create function app.repeated_booking(asked text) returns json volatile language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('booking ' || asked, 0));
  return (select json_build_object('requestHash', m.request_hash, 'id', m.id, 'startsAt', m.starts_at, 'endsAt', m.ends_at,
      'host', json_build_object('name', h.name), 'place', json_build_object('kind', m.place_kind, 'text', m.place),
      'tokenEncrypted', m.token_encrypted,
      -- Confirmed or not: who only typed an address never learns the link that its mail has.
      'wasHeld', exists (select from app.event e
        where e.organization_id = m.organization_id and e.meeting_id = m.id and e.name = 'meeting.held'))
    from app.meeting m join app.member h on h.organization_id = m.organization_id and h.id = m.host_id
   where m.request_key = asked);
end $$;

-- Groups whose reports a meeting counts in that came by no group's link: those that offer the type and have the host.
create function app.attributed_group_ids(organization uuid, asked uuid, host uuid) returns uuid[] stable language sql as $$
  select coalesce(array_agg(g.id order by g.id), '{}') from app.meeting_type_group t
    join app."group" g on g.organization_id = t.organization_id and g.id = t.group_id and g.deleted_at is null
    join app.membership ms on ms.organization_id = g.organization_id and ms.group_id = g.id and ms.member_id = host
     and (ms.expires_at is null or ms.expires_at > now())
   where t.organization_id = organization and t.meeting_type_id = asked $$;

-- A booking that was not confirmed in time stands in nobody's way; its link still knows it, so that it can be booked anew.
create function app.end_holds(organization uuid, host uuid) returns void volatile language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  update app.meeting set status = 'cancelled_by_client'
   where organization_id = organization and host_id = host and status = 'scheduled' and held_until <= now() $$;

-- The client who has this address in the group (null: the Organization group), or somebody new; never who has it elsewhere.
create function app.client_at(organization uuid, through uuid, new_id uuid, given_name text, address text, number text, spoken text)
  returns uuid volatile language plpgsql as $$
declare found_id uuid; words text[] := regexp_split_to_array(given_name, '\s+');
begin
  perform pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'client', organization, through, address), 0));
  select k.id into found_id from app.client k
   where k.organization_id = organization and k.email = address and k.group_id is not distinct from through
   order by k.created_at desc, k.id desc limit 1;
  if found then
    update app.client c set last_activity_at = now() where c.organization_id = organization and c.id = found_id;
    -- Or it was deleted meanwhile.
    if found then return found_id; end if;
  end if;
  insert into app.client (organization_id, id, group_id, origin, first_name, last_name, email, phone, language)
  values (organization, new_id, through, 'booking', words[1], array_to_string(words[2:], ' '), address, number, spoken);
  return new_id;
end $$;

-- Books for a stranger what the engine has found free, with the host's lock held, and enters as the client who now has its
-- link. Null, and nothing made, where the host is taken after all.
create function app.book(asked jsonb, holds boolean, guests jsonb) returns jsonb volatile language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare b app.meeting := jsonb_populate_record(null::app.meeting, asked);
begin
  perform app.end_holds(b.organization_id, b.host_id);
  -- Whoever follows the list of clients is told of rows with an identity alone.
  perform set_config('app.organization_id', b.organization_id::text, true);
  b.client_id := app.client_at(b.organization_id, b.group_id, b.client_id, b.name, b.email, b.phone, b.language);
  insert into app.meeting (organization_id, id, host_id, meeting_type_id, client_id, group_id, attributed_group_ids, starts_at, ends_at,
      before_minutes, after_minutes, held_until, title, name, email, phone, time_zone, language, answers, place_kind, place, decision,
      token_hash, token_encrypted, request_key, request_hash)
  values (b.organization_id, b.id, b.host_id, b.meeting_type_id, b.client_id, b.group_id,
      case when b.group_id is null then app.attributed_group_ids(b.organization_id, b.meeting_type_id, b.host_id) else array[b.group_id] end, b.starts_at, b.ends_at,
      b.before_minutes, b.after_minutes, case when holds then now() + interval '15 minutes' end, b.title, b.name, b.email, b.phone,
      b.time_zone, b.language, b.answers, b.place_kind, b.place, b.decision, b.token_hash, b.token_encrypted, b.request_key, b.request_hash)
  on conflict do nothing;
  if not found then return null; end if;
  if guests <> '[]' then
    insert into app.meeting_guest (organization_id, meeting_id, id, name, email)
    select b.organization_id, b.id, g.id, g.name, g.email from jsonb_to_recordset(guests) g (id uuid, name text, email text);
  end if;
  return app.enter('booking_link', b.token_hash);
end $$;

-- A booking that waits for its address to be confirmed, for the mail that asks for it: to the program and nobody else.
create function app.held_meeting(asked uuid) returns setof app.meeting stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select m.* from app.meeting m where m.organization_id = app.organization_id() and m.id = asked and m.held_until is not null
     and app.member_id() is null and app.client_id() is null $$;

-- Where whoever booked a meeting can book another: the link it came by or its type's, where these are open.
create function app.own_booking_path() returns text stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(
      case when m.group_id = any (m.attributed_group_ids) then (select '/g/' || l.link from app.group_link l
        join app."group" g on g.organization_id = l.organization_id and g.id = l.group_id and g.deleted_at is null and g.bookable
       where l.organization_id = m.organization_id and l.group_id = m.group_id and l.retired_at is null) end,
      case when t.disabled_at is null and t.deleted_at is null
         and app.is_booked_for(t.organization_id, app.sole_group_id(t.organization_id, t.id)) then '/m/' || t.link end)
    from app.meeting m join app.meeting_type t on t.organization_id = m.organization_id and t.id = m.meeting_type_id
   where m.organization_id = app.organization_id() and m.id = app.meeting_id() $$;

-- For members who plan for a host whom they tend. The client is the group's and not theirs, so that planning tells nobody
-- whether there was one.
create function app.planned_groups(asked uuid, host uuid, through uuid) returns uuid[] stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select case when through is null then app.attributed_group_ids(app.organization_id(), asked, host) else array[through] end
   where app.member_id() is not null and app.tends(host) $$;
create function app.planned_client(host uuid, through uuid, new_id uuid, given_name text, address text, number text, spoken text)
  returns uuid volatile language sql security definer set search_path = pg_catalog, pg_temp as $$
  select app.client_at(app.organization_id(), through, new_id, given_name, address, number, spoken)
   where app.member_id() is not null and app.tends(host) and case when through is null
     then app.reads('clients') or cardinality(app.known_group_ids()) = 0
     else (app.reads('clients') or through = any (app.live_group_ids())
         or (app.reads('groups') or through = any (app.known_group_ids())) and exists (
           select from app.membership ms where ms.organization_id = app.organization_id() and ms.group_id = through and ms.member_id = host
              and (ms.expires_at is null or ms.expires_at > now())))
       and exists (select from app."group" g
         where g.organization_id = app.organization_id() and g.id = through and g.deleted_at is null) end $$;

-- For a client who moves the meeting they booked to another host.
create function app.own_booking_groups(host uuid) returns uuid[] stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select case when m.group_id is null then app.attributed_group_ids(m.organization_id, m.meeting_type_id, host) else array[m.group_id] end from app.meeting m
   where m.organization_id = app.organization_id() and m.id = app.meeting_id() $$;

-- When a host meets somebody else, for who plans for them or moves a meeting of theirs: the times alone.
create function app.overlapping_times(host uuid, since timestamptz, until timestamptz, besides uuid)
  returns table (starts_at timestamptz, ends_at timestamptz) stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select m.starts_at, m.ends_at from app.meeting m
   where m.organization_id = app.organization_id() and m.host_id = host
     -- None is longer than a day.
     and m.starts_at > since - interval '1 day' and m.starts_at < until and m.ends_at > since and m.status in ('scheduled', 'live') and (m.held_until is null or m.held_until > now()) and m.id is distinct from besides
     and app.member_id() is not null and (app.tends(host) or exists (
       select from app.meeting moved where moved.organization_id = m.organization_id and moved.id = besides and moved.host_id = host
          and app.changes_meeting(moved.id)))
   order by m.starts_at, m.ends_at $$;

-- Those of these meetings to come that the actor reads: sees_meeting, asked of many at once.
create function app.upcoming_meetings(ids uuid[]) returns setof app.meeting stable language sql as $$
  select m.* from unnest(ids) asked (id)
    join app.meeting m on m.organization_id = app.organization_id() and m.id = asked.id and m.starts_at > now() - interval '1 day'
   where m.held_until is null and ((select app.reads('meetings')) or m.host_id = (select app.member_id())
      or m.attributed_group_ids && (select app.role_group_ids())) $$;

-- Blocks that may lie over these meetings, once for each host, group or organisation that they close, with the time that its
-- meetings span.
create function app.closing_blocks(meeting_ids uuid[])
  returns table (owner_id uuid, starts_at timestamptz, ends_at timestamptz, time_zone text, rrule text, since timestamptz, until timestamptz)
  stable rows 100 language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
declare organization uuid := app.organization_id();
begin
  return query
  with asked as (
    select m.host_id, m.group_id, min(m.starts_at) as since, max(m.ends_at) as until from app.upcoming_meetings(meeting_ids) m group by 1, 2
  ), owner as (
    select each.id, min(a.since) as since, max(a.until) as until
      from asked a cross join unnest(array[a.host_id, a.group_id, organization]) each (id) group by each.id
  )
  select owner.id, b.starts_at, b.ends_at, b.time_zone, b.rrule, owner.since, owner.until from owner
    join app.block b on b.organization_id = organization and coalesce(b.member_id, b.group_id, b.organization_id) = owner.id
     and (b.rrule is not null or b.ends_at > owner.since) and b.starts_at < owner.until;
end $$;

-- Which of these upcoming meetings are at risk, and why: the gravest reason. Facts about the meeting, for who reads it and not
-- its host's hours or types. `closed_…`: when the blocks above close whom, in minutes since 1970.
create function app.meeting_risks(meeting_ids uuid[], closed_ids uuid[], closed_since integer[], closed_until integer[])
  returns table (meeting_id uuid, risk text) stable rows 100 language plpgsql
  security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  organization uuid := app.organization_id();
  deleted_ids uuid[] := array(select g.id from app."group" g where g.organization_id = organization and g.deleted_at is not null);
begin
  return query
  with asked as materialized (
    select m.id, m.host_id, m.group_id, m.meeting_type_id, m.starts_at, m.ends_at from app.upcoming_meetings(meeting_ids) m
  ), hosting as (
    select a.id from asked a join app.meeting_type_member named on named.organization_id = organization
       and named.meeting_type_id = a.meeting_type_id and named.member_id = a.host_id
    union all
    select a.id from asked a
      join app.membership ms on ms.organization_id = organization and ms.member_id = a.host_id and (ms.expires_at is null or ms.expires_at > now())
      join app.meeting_type_group named on named.organization_id = organization
       and named.meeting_type_id = a.meeting_type_id and named.group_id = ms.group_id
     where ms.group_id <> all (deleted_ids)
  ), overlapping as (
    -- Nobody is in two places but by a meeting that was planned so; none is longer than a day.
    select unnest(array[a.id, o.id]) as id from app.meeting a
      join app.meeting o on o.organization_id = organization and o.host_id = a.host_id and o.id <> a.id
       and o.starts_at > a.starts_at - interval '1 day' and o.starts_at < a.ends_at and o.ends_at > a.starts_at
       and o.status in ('scheduled', 'live') and (o.held_until is null or o.held_until > now())
     where a.organization_id = organization and a.overlap_confirmed and a.status in ('scheduled', 'live')
       and a.starts_at > now() - interval '2 days' and (a.held_until is null or a.held_until > now())
  ), closed as materialized (
    select t.id, to_timestamp(60::float8 * t.since) as since, to_timestamp(60::float8 * t.until) as until
      from unnest(closed_ids, closed_since, closed_until) t (id, since, until)
  ), blocked as (
    select a.id from asked a join closed c on c.id = a.host_id and c.since < a.ends_at and c.until > a.starts_at
    union all
    select a.id from asked a join closed c on c.id = a.group_id and c.since < a.ends_at and c.until > a.starts_at
    union all
    select a.id from asked a join closed c on c.id = organization and c.since < a.ends_at and c.until > a.starts_at
  ), found as materialized (
    select a.id, case
        when h.status <> 'active' then 'host_inactive'
        when a.id not in (select hosting.id from hosting) then 'not_a_host'
        when a.id in (select overlapping.id from overlapping) then 'overlap'
        when exists (select from app.busy b where b.organization_id = organization and b.member_id = a.host_id
          and b.starts_at < a.ends_at and b.ends_at > a.starts_at) then 'busy'
        when a.id in (select blocked.id from blocked) then 'blocked' end as risk
      from asked a join app.member h on h.organization_id = organization and h.id = a.host_id
  )
  select found.id, found.risk from found where found.risk is not null;
end $$;
