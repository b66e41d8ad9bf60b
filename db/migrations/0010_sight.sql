-- The client predicate for the functions below, which pass the policies: the same arms, from the same settings.
create function app.sees_client(id uuid, group_id uuid, invited_by uuid) returns boolean stable language sql
  return app.sees_all() or coalesce(invited_by = app.member_id(), false) or coalesce(group_id = any (app.sight_group_ids()), false)
    or (group_id is null and app.sees_organization_group()) or id in (select app.cc_client_ids())
    or coalesce(id = app.client_id(), false);

-- Every way members see the clients of a group, whoever invited them, and through which group they do; null is the
-- Organization group.
create function app.ways_to_group(asked uuid) returns table (member_id uuid, because text, through uuid) stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  with recursive up (group_id, parent_id, here) as (
    select g.id, g.parent_id, true from app."group" g where g.organization_id = app.organization_id() and g.id = asked
    union all
    select g.id, g.parent_id, false from up join app."group" g on g.organization_id = app.organization_id() and g.id = up.parent_id
  ), held as (
    select up.here, up.group_id, g.members_see_below, ms.member_id, ms.group_role from up
      join app."group" g on g.organization_id = app.organization_id() and g.id = up.group_id
      join app.membership ms on ms.organization_id = app.organization_id() and ms.group_id = up.group_id
     where ms.expires_at is null or ms.expires_at > now()
  )
  select m.id, 'role', null::uuid from app.member m
   where m.organization_id = app.organization_id() and m.role in ('admin', 'full_member', 'manager')
  union all
  select m.id, 'ungrouped', null from app.member m join app.organization o on o.id = m.organization_id
   where m.organization_id = app.organization_id() and m.role = 'operations' and m.sight = 'organization'
     and not exists (select from app.membership ms where ms.organization_id = m.organization_id and ms.member_id = m.id)
     and (o.ungrouped_operations = 'all' or asked is null)
  union all
  select m.id, 'group', held.group_id from held join app.member m on m.organization_id = app.organization_id() and m.id = held.member_id
   where (held.here or held.members_see_below) and m.role in ('operations', 'operator')
  union all
  select held.member_id, 'group_role', held.group_id from held where held.group_role is not null $$;

-- Every active member who sees a client that the actor sees, with each way they do; the inverse of the predicate.
-- Ways: role, ungrouped, own, cc, group, group_role; the last two through groups.
create function app.audience(client uuid) returns table (member_id uuid, because text[], through uuid[]) stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  with p as (
    select * from app.client c where c.organization_id = app.organization_id() and c.id = client
       and app.sees_client(c.id, c.group_id, c.invited_by)
  ), way as (
    select w.member_id, w.because, w.through from p cross join lateral app.ways_to_group(p.group_id) w
    union all
    select p.invited_by, 'own', null from p where p.invited_by is not null
    union all
    select cc.member_id, 'cc', null from p join app.client_cc cc on cc.organization_id = p.organization_id and cc.client_id = p.id
  )
  select way.member_id, array_agg(distinct way.because order by way.because),
      coalesce(array_agg(distinct way.through) filter (where way.through is not null), '{}')
    from way join app.member m on m.organization_id = app.organization_id() and m.id = way.member_id and m.status = 'active'
   group by way.member_id $$;

-- The same for the clients of a group that the actor may know: everyone who sees them whoever invited them.
create function app.group_audience(asked uuid) returns table (member_id uuid, because text[]) stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select w.member_id, array_agg(distinct w.because order by w.because) from app.ways_to_group(asked) w
    join app.member m on m.organization_id = app.organization_id() and m.id = w.member_id and m.status = 'active'
   where app.member_id() is not null and (app.reads('groups') or asked = any (app.known_group_ids()))
   group by w.member_id $$;

-- Steps that an invite was sent with, for whoever sees its client: also where the flow is offered to them no longer.
create function app.steps_of_invite(asked uuid) returns jsonb stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select v.steps from app.invite i
    join app.client c on c.organization_id = i.organization_id and c.id = i.client_id
    join app.flow_version v on v.organization_id = i.organization_id and v.flow_id = i.flow_id and v.version = i.flow_version
   where i.organization_id = app.organization_id() and i.id = asked and app.sees_client(c.id, c.group_id, c.invited_by) $$;

-- What of `search` must contain to hold these words. One or two letters or digits are looked for where a word begins:
-- the trigram index knows nothing shorter, but it knows beginnings.
create function app.search_words(words text) returns text immutable strict parallel safe language sql
  set search_path = pg_catalog, pg_temp as $$
  select case when folded ~ '[[:alnum:]]{3}' or folded !~ '[[:alnum:]]' then folded else ' ' || folded end from app.fold(words) folded $$;

create type app.hit as (created_at timestamptz, id uuid);

-- A row from the trigram index costs about seven that are read in a row. With `hits` of the rows read so far, the index
-- has hits / read × total rows, and reading on until there are enough takes up_to × read / hits.
create function app.index_pays(hits bigint, read bigint, up_to integer) returns boolean stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select read > 0 and hits::real ^ 2 * 7 * t.reltuples < up_to * read::real ^ 2 from pg_class t where t.oid = 'app.client'::regclass $$;

-- Search by a part of a name, mail, phone or external id, newest first. A definer function, because the operator that
-- the trigram index serves is not leakproof: under a policy the index could not be used.
-- Each way to the clients the member sees is read from the newest on, which soon finds words that are common. Once
-- `patience` rows were read and the words are rare, the trigram index is asked instead.
-- `filter`: groupId (an id or "organization"), status, flowId, invitedBy, origin, cc ("me"); all optional.
create function app.search_clients(needle text, filter jsonb, before_at timestamptz, before_id uuid, up_to integer, patience integer default 1000)
  returns table (id uuid, created_at timestamptz) stable language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare
  words text := app.search_words(needle);
  asked text := filter ->> 'groupId';
  groups uuid[] := case when asked is null and not app.sees_all() then app.sight_group_ids() else '{}' end;
  clients text := format('app.client c where c.organization_id = %L', app.organization_id());
  counted text := format('count(*), coalesce(array_agg((created_at, id)::app.hit) filter (where position(%L in search) > 0), ''{}'')', words);
  way text; ways text[]; unfinished text[] := '{}';
  hits app.hit[] := '{}'; batch app.hit[]; batch_read bigint; all_read bigint := 0; in_groups bigint := 0;
  oldest timestamptz; newest timestamptz; span interval;
begin
  if app.organization_id() is null or app.member_id() is null then return; end if;
  if asked = 'organization' then clients := clients || ' and c.group_id is null';
  elsif asked is not null then clients := clients || format(' and c.group_id = %L', asked); end if;
  if filter ? 'status' then clients := clients || format(' and c.status = %L', filter ->> 'status'); end if;
  if filter ? 'flowId' then clients := clients || format(' and c.flow_id = %L', filter ->> 'flowId'); end if;
  if filter ? 'invitedBy' then clients := clients || format(' and c.invited_by = %L', filter ->> 'invitedBy'); end if;
  if filter ? 'origin' then clients := clients || format(' and c.origin = %L', filter ->> 'origin'); end if;
  if filter ->> 'cc' = 'me' then clients := clients || ' and c.id = any (array(select app.cc_client_ids()))'; end if;
  if before_id is not null then clients := clients || format(' and (c.created_at, c.id) < (%L, %L)', before_at, before_id); end if;

  if app.sees_all() or (asked = 'organization' and app.sees_organization_group()) or asked = any (app.sight_group_ids()::text[]) then
    ways := array['true'];
  else
    ways := array[format('c.invited_by = %L', app.member_id()), 'c.id = any (array(select app.cc_client_ids()))'];
    if asked is null and app.sees_organization_group() then ways := ways || 'c.group_id is null'::text; end if;
    if cardinality(groups) = 1 or cardinality(groups) > 100 then ways := ways || format('c.group_id = any (%L)', groups); end if;
  end if;

  foreach way in array ways loop
    execute format('select %s, min(created_at) from (select c.created_at, c.id, c.search from %s and %s order by c.created_at desc, c.id desc limit %s) c',
      counted, clients, way, patience) into batch_read, batch, oldest;
    all_read := all_read + batch_read;
    hits := hits || batch;
    if batch_read = patience and cardinality(batch) < up_to then unfinished := unfinished || format('%s and c.created_at <= %L', way, oldest); end if;
  end loop;

  -- Several groups are read side by side, each time over twice the span of time.
  if cardinality(groups) between 2 and 100 then
    way := format('c.group_id = any (%L)', groups);
    ways := ways || way;
    select min(c.created_at), least(before_at, max(c.created_at)) into oldest, newest from app.client c where c.organization_id = app.organization_id();
    span := greatest((newest - oldest) / 31, '1 hour');
    while newest >= oldest and in_groups < up_to and (all_read < patience or not app.index_pays(cardinality(hits), all_read, up_to)) loop
      execute format('select %s from unnest(%L::uuid[]) as mine (group_id) cross join lateral (select c.created_at, c.id, c.search from %s
          and c.group_id = mine.group_id and c.created_at > %L and c.created_at <= %L) c',
        counted, groups, clients, newest - span, newest) into batch_read, batch;
      all_read := all_read + batch_read;
      in_groups := in_groups + cardinality(batch);
      hits := hits || batch;
      newest := newest - span;
      span := span * 2;
    end loop;
    if newest >= oldest and in_groups < up_to then unfinished := unfinished || way; end if;
  end if;

  if unfinished <> '{}' and app.index_pays(cardinality(hits), all_read, up_to) then
    -- The end of a long number says more than its beginning, which half the country shares.
    execute format('with found as materialized (select c.created_at, c.id, c.group_id, c.invited_by from %s and c.search like %L and position(%L in c.search) > 0)
      select array_agg((created_at, id)::app.hit) from (select c.created_at, c.id from found c where %s order by c.created_at desc, c.id desc limit %s) c',
      clients, '%' || regexp_replace(coalesce(substring(words from '[0-9]([0-9]{5})$'), words), '([\\%_])', '\\\1', 'g') || '%',
      words, array_to_string(ways, ' or '), up_to) into batch;
    hits := hits || batch;
  else
    foreach way in array unfinished loop
      execute format('select array_agg((created_at, id)::app.hit) from (select c.created_at, c.id from %s and %s and position(%L in c.search) > 0
        order by c.created_at desc, c.id desc limit %s) c', clients, way, words, up_to) into batch;
      hits := hits || batch;
    end loop;
  end if;
  return query select distinct hit.id, hit.created_at from unnest(hits) hit order by hit.created_at desc, hit.id desc limit up_to;
end $$;

-- Sight of a member of the actor's organisation; taken before and after a change, it says what the change does.
create function app.member_sight(asked uuid) returns app.sight stable language sql
  security definer set search_path = pg_catalog, pg_temp
  as $$ select app.sight_of(app.organization_id(), asked) $$;

-- How many clients a member sees with a sight; none for a null one. `total` is the organisation's number of clients.
create function app.count_seen(asked uuid, given app.sight, total bigint) returns bigint stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select case when (given).role is null then 0 when (given).sees_all then total else
      (select count(*) from app.client c
        where c.organization_id = app.organization_id() and c.group_id = any ((given).sight_group_ids))
    + (select count(*) from app.client c
        where (given).sees_organization_group and c.organization_id = app.organization_id() and c.group_id is null)
    + (select count(*) from app.client c
        where c.organization_id = app.organization_id() and c.invited_by = asked
          and not coalesce(c.group_id = any ((given).sight_group_ids) or (c.group_id is null and (given).sees_organization_group), false))
    + (select count(*) from app.client_cc cc
        join app.client c on c.organization_id = cc.organization_id and c.id = cc.client_id
       where cc.organization_id = app.organization_id() and cc.member_id = asked and c.invited_by is distinct from asked
         and not coalesce(c.group_id = any ((given).sight_group_ids) or (c.group_id is null and (given).sees_organization_group), false)) end $$;

-- How many clients a member sees with sight `a` and not with sight `b`.
create function app.count_seen_only_with(asked uuid, a app.sight, b app.sight, total bigint) returns bigint
  stable language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare more uuid[];
begin
  if (a).role is null or coalesce((b).sees_all, false) then return 0; end if;
  if (a).sees_all or (b).role is null then return app.count_seen(asked, a, total) - app.count_seen(asked, b, total); end if;
  more := array(select unnest((a).sight_group_ids) except select unnest((b).sight_group_ids));
  return (select count(*) from app.client c where c.organization_id = app.organization_id()
    and (c.group_id = any (more) or (c.group_id is null and (a).sees_organization_group and not (b).sees_organization_group))
    and c.invited_by is distinct from asked
    and not exists (select from app.client_cc cc
                     where cc.organization_id = c.organization_id and cc.client_id = c.id and cc.member_id = asked));
end $$;

-- The same of meetings: those they host, those attributed to groups where they have a group role, or all.
create function app.reads_all_meetings(given app.sight) returns boolean immutable language sql
  return coalesce((given).role in ('admin', 'full_member', 'manager', 'operator'), false);
create function app.count_meetings(asked uuid, given app.sight, total bigint) returns bigint stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select case when (given).role is null then 0 when app.reads_all_meetings(given) then total else
      (select count(*) from app.meeting m where m.organization_id = app.organization_id() and m.held_until is null and m.host_id = asked)
    + (select count(*) from app.meeting m where m.organization_id = app.organization_id() and m.held_until is null and m.host_id <> asked
          and m.attributed_group_ids && ((given).operator_group_ids || (given).manager_group_ids)) end $$;
create function app.count_meetings_only_with(asked uuid, a app.sight, b app.sight, total bigint) returns bigint
  stable language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if (a).role is null or app.reads_all_meetings(b) then return 0; end if;
  if app.reads_all_meetings(a) or (b).role is null then return app.count_meetings(asked, a, total) - app.count_meetings(asked, b, total); end if;
  return (select count(*) from app.meeting m where m.organization_id = app.organization_id() and m.held_until is null and m.host_id <> asked
    and m.attributed_group_ids && ((a).operator_group_ids || (a).manager_group_ids)
    and not m.attributed_group_ids && ((b).operator_group_ids || (b).manager_group_ids));
end $$;

-- What a change does to the members whose sights are given as they were and as they are; those whose sight is the same
-- are left out. Clients, then meetings.
create function app.sight_changes(asked uuid[], before text[], after text[])
  returns table (member_id uuid, gained bigint, lost bigint, gained_meetings bigint, lost_meetings bigint) stable language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare total bigint; total_meetings bigint; was app.sight; becomes app.sight;
begin
  for i in 1 .. cardinality(asked) loop
    continue when before[i] is not distinct from after[i];
    was := before[i]::app.sight;
    becomes := after[i]::app.sight;
    if total is null and (was.sees_all or becomes.sees_all) then
      select count(*) into total from app.client c where c.organization_id = app.organization_id();
    end if;
    if total_meetings is null and (app.reads_all_meetings(was) or app.reads_all_meetings(becomes)) then
      select count(*) into total_meetings from app.meeting m where m.organization_id = app.organization_id() and m.held_until is null;
    end if;
    member_id := asked[i];
    gained := app.count_seen_only_with(asked[i], becomes, was, total);
    lost := app.count_seen_only_with(asked[i], was, becomes, total);
    gained_meetings := app.count_meetings_only_with(asked[i], becomes, was, total_meetings);
    lost_meetings := app.count_meetings_only_with(asked[i], was, becomes, total_meetings);
    return next;
  end loop;
end $$;

-- Who can host is derived, never stored: members named, and the members of live groups named, for as long as they are in.
-- Active hosts of meeting types that the actor may read, with each route; a null group is by name.
create function app.hosts_of(types uuid[]) returns table (meeting_type_id uuid, member_id uuid, group_id uuid) stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  with route as (
    select named.meeting_type_id, named.member_id, null::uuid as group_id from app.meeting_type_member named
     where named.organization_id = app.organization_id() and named.meeting_type_id = any (types)
    union all
    select named.meeting_type_id, ms.member_id, ms.group_id from app.meeting_type_group named
      join app."group" g on g.organization_id = named.organization_id and g.id = named.group_id and g.deleted_at is null
      join app.membership ms on ms.organization_id = g.organization_id and ms.group_id = g.id and (ms.expires_at is null or ms.expires_at > now())
     where named.organization_id = app.organization_id() and named.meeting_type_id = any (types)
  )
  select route.meeting_type_id, route.member_id, route.group_id from route
    join app.member m on m.organization_id = app.organization_id() and m.id = route.member_id and m.status = 'active'
   where app.reads('meetings') or route.meeting_type_id in (select app.readable_meeting_type_ids()) $$;
-- The same from the other end, whatever the actor may read: meeting types that a member can host while they are active.
create function app.hosted_by(asked uuid) returns table (meeting_type_id uuid, group_id uuid) stable rows 20 language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select named.meeting_type_id, null::uuid from app.meeting_type_member named
    join app.meeting_type t on t.organization_id = named.organization_id and t.id = named.meeting_type_id and t.deleted_at is null
   where named.organization_id = app.organization_id() and app.member_id() is not null and named.member_id = asked
  union all
  select named.meeting_type_id, ms.group_id from app.membership ms
    join app."group" g on g.organization_id = ms.organization_id and g.id = ms.group_id and g.deleted_at is null
    join app.meeting_type_group named on named.organization_id = g.organization_id and named.group_id = g.id
    join app.meeting_type t on t.organization_id = named.organization_id and t.id = named.meeting_type_id and t.deleted_at is null
   where ms.organization_id = app.organization_id() and app.member_id() is not null and ms.member_id = asked
     and (ms.expires_at is null or ms.expires_at > now()) $$;
-- Members who can host some active meeting type; the others "cannot host yet".
create function app.hosting_member_ids() returns setof uuid stable rows 1000 language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  with active as (select t.id from app.meeting_type t
    where t.organization_id = app.organization_id() and t.deleted_at is null and t.disabled_at is null)
  select named.member_id from app.meeting_type_member named
   where named.organization_id = app.organization_id() and named.meeting_type_id in (select id from active)
  union
  select ms.member_id from app.membership ms
   where ms.organization_id = app.organization_id() and (ms.expires_at is null or ms.expires_at > now()) and ms.group_id in (
     select named.group_id from app.meeting_type_group named
       join app."group" g on g.organization_id = named.organization_id and g.id = named.group_id and g.deleted_at is null
      where named.organization_id = app.organization_id() and named.meeting_type_id in (select id from active)) $$;
-- Active meeting types that nobody can host now, whatever the actor may read: whoever asks shows only those they may.
create function app.hostless_meeting_type_ids() returns setof uuid stable rows 20 language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select t.id from app.meeting_type t
   where t.organization_id = app.organization_id() and t.deleted_at is null and t.disabled_at is null
     and not exists (select from app.meeting_type_member named
       join app.member m on m.organization_id = named.organization_id and m.id = named.member_id and m.status = 'active'
      where named.organization_id = t.organization_id and named.meeting_type_id = t.id)
     and not exists (select from app.meeting_type_group named
       join app."group" g on g.organization_id = named.organization_id and g.id = named.group_id and g.deleted_at is null
       join app.membership ms on ms.organization_id = g.organization_id and ms.group_id = g.id and (ms.expires_at is null or ms.expires_at > now())
       join app.member m on m.organization_id = ms.organization_id and m.id = ms.member_id and m.status = 'active'
      where named.organization_id = t.organization_id and named.meeting_type_id = t.id) $$;

-- Those of the members asked for who hold no membership, or none besides that group; past what the actor may read,
-- since rule 2 asks it of members whose other groups are not theirs to know.
create function app.members_without_group(asked uuid[], besides uuid) returns setof uuid stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select m.id from app.member m
   where m.organization_id = app.organization_id() and app.member_id() is not null and m.id = any (asked) and not exists (
     select from app.membership ms where ms.organization_id = m.organization_id and ms.member_id = m.id
        and ms.group_id is distinct from besides and (ms.expires_at is null or ms.expires_at > now())) $$;

-- Members by exact address, for those who add people they may not read; the answer must not reach the screen.
create function app.members_by_email(addresses text[]) returns table (email text, member_id uuid, status text) stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select m.email, m.id, m.status from app.member m
   where m.organization_id = app.organization_id() and app.member_id() is not null and m.email = any (addresses) and m.removed_at is null $$;

-- Meetings by a part of a name, mail, phone or type, or with no words all that the actor reads, in any order, up to a number. A
-- definer function, because the operators that the indexes of words and groups serve are not leakproof: under a policy these
-- could not be used. Planned for each question, since words may be rare or common, and groups small or large.
create function app.found_meeting_ids(needle text, up_to integer) returns setof uuid stable rows 100 language plpgsql
  security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  pattern text := '%' || regexp_replace(app.search_words(needle), '([\\%_])', '\\\1', 'g') || '%';
  organization uuid := app.organization_id(); own uuid := app.member_id(); groups uuid[] := app.role_group_ids();
begin
  if app.reads('meetings') then
    return query select m.id from app.meeting m
      where m.organization_id = organization and m.held_until is null and m.search like pattern limit up_to;
  else
    return query select m.id from app.meeting m
      where m.organization_id = organization and m.held_until is null and m.search like pattern
        and (m.host_id = own or m.attributed_group_ids && groups) limit up_to;
  end if;
end $$;
