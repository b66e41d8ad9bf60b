grant select, insert, update on app.organization, app.member, app.member_invitation, app.flow, app.flow_version,
  app.rate_limit, app.setup, app.event to guildhall_definer;
grant select, insert, update, delete on app.membership to guildhall_definer;
grant delete on app.rate_limit, app.setup, app.idempotency to guildhall_definer;
grant select on app.idempotency, app."group", app.group_flow, app.client_cc, app.invite, app.group_link,
  app.meeting_type, app.meeting_type_member, app.meeting_type_group, app.open_hours, app.block, app.calendar, app.busy to guildhall_definer;
grant update (hosts_version) on app.meeting_type to guildhall_definer;
grant select, insert, update on app.meeting_guest to guildhall_definer;
grant select, delete on app.former_guest to guildhall_definer;
grant select, insert, update, delete on app.client, app.meeting to guildhall_definer;

create type app.sight as (
  role text,
  sees_all boolean,
  sees_organization_group boolean,
  sight_group_ids uuid[],
  live_group_ids uuid[],
  known_group_ids uuid[],
  operator_group_ids uuid[],
  manager_group_ids uuid[]
);

-- What a member reaches, from their role, memberships and the tree of groups: the one definition that entering,
-- "who can see this?" and dry runs stand on. Null for a member who is not active.
-- A deleted group, or a role held in one, gives sight of clients and nothing else.
create function app.sight_of(organization uuid, asked uuid) returns app.sight stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  with recursive held as materialized (
    select ms.group_id, ms.group_role, g.members_see_below, g.deleted_at is null as live
      from app.membership ms
      join app."group" g on g.organization_id = ms.organization_id and g.id = ms.group_id
     where ms.organization_id = organization and ms.member_id = asked and (ms.expires_at is null or ms.expires_at > now())
  ), tree (group_id, group_role, held_live, live, spreads) as (
    -- `spreads`: reaches the groups below too, by a group role or because the group lets its members see below.
    select group_id, group_role, live, live, group_role is not null or members_see_below from held
    union
    select g.id, tree.group_role, tree.held_live, tree.held_live and g.deleted_at is null, true
      from tree join app."group" g on g.organization_id = organization and g.parent_id = tree.group_id
     where tree.spreads
  ), sets as (
    select coalesce(array_agg(distinct group_id), '{}') as known,
           coalesce(array_agg(distinct group_id) filter (where live), '{}') as live,
           coalesce(array_agg(distinct group_id) filter (where group_role is not null), '{}') as by_role,
           coalesce(array_agg(distinct group_id) filter (where group_role = 'operator' and live), '{}') as operator,
           coalesce(array_agg(distinct group_id) filter (where group_role = 'manager' and live), '{}') as manager
      from tree
  )
  select row(
      m.role,
      m.role in ('admin', 'full_member', 'manager') or (ungrouped.holds and o.ungrouped_operations = 'all'),
      ungrouped.holds,
      case when m.role in ('operations', 'operator') then sets.known else sets.by_role end,
      sets.live, sets.known, sets.operator, sets.manager)::app.sight
    from app.member m
    join app.organization o on o.id = m.organization_id
    cross join sets
    cross join lateral (
      -- Any membership stands against it, an ended one too: letting one end must never open everything.
      select m.role = 'operations' and m.sight = 'organization' and not exists (
        select from app.membership ms where ms.organization_id = organization and ms.member_id = asked) as holds) ungrouped
   where m.organization_id = organization and m.id = asked and m.status = 'active' $$;

-- Begins every transaction: resolves a credential to an actor and writes who asks into transaction-local settings.
-- Kinds: session (SHA-256 of the cookie's token), invite_link and booking_link (SHA-256 of the link's token),
-- job ("organization/member": acts as that member, asked again now), system (an organisation's id).
-- Answers the actor as JSON, or null when the credential is nobody's; then no row of any table can be read.
create function app.enter(kind text, credential text) returns jsonb volatile language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization uuid; member app.member; sight app.sight; client uuid; invite uuid; meeting uuid; session uuid; reads text := ''; actor jsonb;
begin
  if kind = 'session' then
    update auth.session s set expires_at = now() + interval '7 days', updated_at = now()
     where s.token = credential and s.expires_at > now() and s.updated_at < now() - interval '1 day';
    select s.id, m.organization_id, m.id into session, organization, member.id
      from auth.session s join app.member m on m.account_id = s.user_id and m.status = 'active'
     where s.token = credential and s.expires_at > now() order by m.created_at, m.id limit 1;
  elsif kind = 'invite_link' then
    select i.organization_id, i.client_id, i.id into organization, client, invite from app.invite i where i.token_hash = credential;
  elsif kind = 'booking_link' then
    select m.organization_id, m.client_id, m.id into organization, client, meeting from app.meeting m where m.token_hash = credential;
  elsif kind = 'job' then
    organization := split_part(credential, '/', 1)::uuid;
    member.id := split_part(credential, '/', 2)::uuid;
  elsif kind = 'system' then
    select o.id into organization from app.organization o where o.id = credential::uuid;
  end if;

  if member.id is not null then
    select * into member from app.member m where m.organization_id = organization and m.id = member.id;
    sight := app.sight_of(organization, member.id);
    if sight.role is null then organization := null; end if;
  end if;

  if organization is null then
    actor := null;
  elsif client is not null then
    actor := jsonb_build_object('organizationId', organization, 'clientId', client) || case
      when meeting is null then jsonb_build_object('kind', 'client', 'inviteId', invite)
      else jsonb_build_object('kind', 'booker', 'meetingId', meeting) end;
  elsif kind = 'system' then
    reads := 'clients,members,groups,flows,audit,meetings,plans';
    actor := jsonb_build_object('kind', 'system', 'organizationId', organization);
  else
    reads := case sight.role when 'full_member' then 'clients,members,groups,flows,audit,meetings'
      when 'operator' then 'members,groups,flows,meetings,plans' when 'operations' then '' when 'operations_limited' then ''
      else 'clients,members,groups,flows,audit,meetings,plans' end;
    actor := jsonb_build_object(
      'kind', 'member', 'organizationId', organization, 'memberId', member.id, 'accountId', member.account_id,
      'sessionId', session, 'role', sight.role, 'language', member.language,
      'seesAll', sight.sees_all, 'seesOrganizationGroup', sight.sees_organization_group,
      'sightGroupIds', sight.sight_group_ids, 'liveGroupIds', sight.live_group_ids, 'knownGroupIds', sight.known_group_ids,
      'operatorGroupIds', sight.operator_group_ids, 'managerGroupIds', sight.manager_group_ids,
      'groupsManagedBy', (select o.groups_managed_by from app.organization o where o.id = organization));
  end if;

  perform set_config('app.organization_id', coalesce(organization::text, ''), true),
    set_config('app.member_id', case when actor ->> 'kind' = 'member' then member.id::text else '' end, true),
    set_config('app.client_id', coalesce(client::text, ''), true),
    set_config('app.invite_id', coalesce(invite::text, ''), true),
    set_config('app.meeting_id', coalesce(meeting::text, ''), true),
    set_config('app.role', coalesce(case when organization is not null then sight.role end, ''), true),
    set_config('app.reads', reads, true),
    set_config('app.sees_all', coalesce(actor ->> 'kind' = 'system' or (organization is not null and sight.sees_all), false)::text, true),
    set_config('app.sees_organization_group', coalesce(organization is not null and sight.sees_organization_group, false)::text, true),
    set_config('app.sight_group_ids', coalesce(case when organization is not null then sight.sight_group_ids end, '{}')::text, true),
    set_config('app.live_group_ids', coalesce(case when organization is not null then sight.live_group_ids end, '{}')::text, true),
    set_config('app.known_group_ids', coalesce(case when organization is not null then sight.known_group_ids end, '{}')::text, true),
    set_config('app.role_group_ids', coalesce(case when organization is not null
      then array(select unnest(sight.operator_group_ids) union select unnest(sight.manager_group_ids)) end, '{}')::text, true),
    set_config('app.manager_group_ids', coalesce(case when organization is not null then sight.manager_group_ids end, '{}')::text, true),
    set_config('app.audit_group_ids', coalesce(case when organization is not null then sight.manager_group_ids end, '{}')::text, true);
  return actor;
end $$;
