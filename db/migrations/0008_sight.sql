-- The client predicate for the functions below, which pass the policies: the same arms, from the same settings.
create function app.sees_client(id uuid, group_id uuid, invited_by uuid) returns boolean stable language sql
  return app.sees_all() or coalesce(invited_by = app.member_id(), false) or coalesce(group_id = any (app.sight_group_ids()), false)
    or (group_id is null and app.sees_organization_group()) or id in (select app.cc_client_ids())
    or coalesce(id = app.client_id(), false);

-- Every active member who sees a client that the actor sees, with each way they do; the inverse of the predicate.
-- Ways: role, ungrouped, own, cc, group, group_role.
create function app.audience(client uuid) returns table (member_id uuid, because text[]) stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  with recursive p as (
    select * from app.client c where c.organization_id = app.organization_id() and c.id = client
       and app.sees_client(c.id, c.group_id, c.invited_by)
  ), up (group_id, parent_id, here) as (
    select g.id, g.parent_id, true from p join app."group" g on g.organization_id = p.organization_id and g.id = p.group_id
    union all
    select g.id, g.parent_id, false from up join app."group" g on g.organization_id = app.organization_id() and g.id = up.parent_id
  ), way as (
    select m.id as member_id, 'role' as because from p join app.member m on m.organization_id = p.organization_id
     where m.role in ('admin', 'full_member', 'manager')
    union all
    select m.id, 'ungrouped' from p join app.member m on m.organization_id = p.organization_id
      join app.organization o on o.id = p.organization_id
     where m.role = 'operations' and m.sight = 'organization'
       and not exists (select from app.membership ms where ms.organization_id = m.organization_id and ms.member_id = m.id
                          and (ms.expires_at is null or ms.expires_at > now()))
       and (o.ungrouped_operations = 'all' or p.group_id is null)
    union all
    select p.invited_by, 'own' from p where p.invited_by is not null
    union all
    select cc.member_id, 'cc' from p join app.client_cc cc on cc.organization_id = p.organization_id and cc.client_id = p.id
    union all
    select m.id, 'group' from up join app."group" g on g.organization_id = app.organization_id() and g.id = up.group_id
      join app.membership ms on ms.organization_id = app.organization_id() and ms.group_id = up.group_id
      join app.member m on m.organization_id = app.organization_id() and m.id = ms.member_id
     where (up.here or g.members_see_below) and m.role in ('operations', 'operator')
       and (ms.expires_at is null or ms.expires_at > now())
    union all
    select ms.member_id, 'group_role' from up
      join app.membership ms on ms.organization_id = app.organization_id() and ms.group_id = up.group_id
     where ms.group_role is not null and (ms.expires_at is null or ms.expires_at > now())
  )
  select way.member_id, array_agg(distinct way.because order by way.because) from way
    join app.member m on m.organization_id = app.organization_id() and m.id = way.member_id and m.status = 'active'
   group by way.member_id $$;

-- Search by a part of a name, mail, phone or external id. A definer function, because the operator that the trigram
-- index serves is not leakproof: under a policy the index could not be used. Planned anew with its literals each time,
-- since whether to walk from the newest or to ask the index depends on the words.
-- `filter`: groupId (an id or "organization"), status, flowId, invitedBy, origin, cc ("me"); all optional.
create function app.search_clients(needle text, filter jsonb, before_at timestamptz, before_id uuid, up_to integer)
  returns table (id uuid, created_at timestamptz) stable language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare
  pattern text := '%' || replace(replace(replace(app.fold(needle), '\', '\\'), '%', '\%'), '_', '\_') || '%';
  wall text := case when app.sees_all() then 'true' else format(
    '(c.invited_by = %L or c.group_id = any (%L::uuid[]) or (c.group_id is null and %L::boolean) or c.id in (select app.cc_client_ids()))',
    app.member_id(), app.sight_group_ids(), app.sees_organization_group()) end;
  narrowed text := '';
begin
  if app.organization_id() is null or app.member_id() is null then return; end if;
  if filter ->> 'groupId' = 'organization' then narrowed := narrowed || ' and c.group_id is null';
  elsif filter ? 'groupId' then narrowed := narrowed || format(' and c.group_id = %L', filter ->> 'groupId'); end if;
  if filter ? 'status' then narrowed := narrowed || format(' and c.status = %L', filter ->> 'status'); end if;
  if filter ? 'flowId' then narrowed := narrowed || format(' and c.flow_id = %L', filter ->> 'flowId'); end if;
  if filter ? 'invitedBy' then narrowed := narrowed || format(' and c.invited_by = %L', filter ->> 'invitedBy'); end if;
  if filter ? 'origin' then narrowed := narrowed || format(' and c.origin = %L', filter ->> 'origin'); end if;
  if filter ->> 'cc' = 'me' then narrowed := narrowed || ' and c.id in (select app.cc_client_ids())'; end if;
  if before_id is not null then narrowed := narrowed || format(' and (c.created_at, c.id) < (%L, %L)', before_at, before_id); end if;
  return query execute format(
    'select c.id, c.created_at::timestamptz from app.client c where c.organization_id = %L and c.search like %L and %s%s
      order by c.created_at desc, c.id desc limit %s', app.organization_id(), pattern, wall, narrowed, up_to);
end $$;

-- Sight of a member of the actor's organisation; taken before and after a change, it says what the change does.
create function app.member_sight(asked uuid) returns app.sight stable language sql
  security definer set search_path = pg_catalog, pg_temp
  as $$ select app.sight_of(app.organization_id(), asked) $$;

-- How many clients a member sees with sight `a` and not with sight `b`. Null sight: not active, sees nothing.
create function app.count_seen_only_with(asked uuid, a app.sight, b app.sight) returns bigint stable language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare more uuid[]; seen bigint;
begin
  if (a).role is null or ((b).role is not null and (b).sees_all) then return 0; end if;
  if (a).sees_all or (b).role is null then
    select count(*) into seen from app.client c where c.organization_id = app.organization_id()
      and ((a).sees_all or c.group_id = any ((a).sight_group_ids) or (c.group_id is null and (a).sees_organization_group)
        or c.invited_by = asked or exists (select from app.client_cc cc where cc.organization_id = c.organization_id and cc.client_id = c.id and cc.member_id = asked))
      and ((b).role is null or not coalesce(c.group_id = any ((b).sight_group_ids) or (c.group_id is null and (b).sees_organization_group)
        or c.invited_by = asked or exists (select from app.client_cc cc where cc.organization_id = c.organization_id and cc.client_id = c.id and cc.member_id = asked), false));
    return seen;
  end if;
  more := array(select unnest((a).sight_group_ids) except select unnest((b).sight_group_ids));
  select count(*) into seen from app.client c where c.organization_id = app.organization_id()
    and (c.group_id = any (more) or (c.group_id is null and (a).sees_organization_group and not (b).sees_organization_group))
    and c.invited_by is distinct from asked
    and not exists (select from app.client_cc cc where cc.organization_id = c.organization_id and cc.client_id = c.id and cc.member_id = asked);
  return seen;
end $$;

-- Members by exact address, for those who add people they may not read; the answer must not reach the screen.
create function app.members_by_email(addresses text[]) returns table (email text, member_id uuid, status text) stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select m.email, m.id, m.status from app.member m
   where m.organization_id = app.organization_id() and app.member_id() is not null and m.email = any (addresses) and m.removed_at is null $$;
