-- The second wall. Each policy repeats what src/access/visibility.ts asks for, as a net: written so that no arm of it
-- can be an index condition, since the query, not the policy, chooses the way. Sets stand in `from`: a function of many
-- rows among the columns would take as long to set up as the rest of the policy.

-- Clients the member is Cc'd on; past the policy of client_cc, which asks for the client's.
create function app.cc_client_ids() returns setof uuid stable rows 20 language sql
  security definer set search_path = pg_catalog, pg_temp
  as $$ select client_id from app.client_cc where organization_id = app.organization_id() and member_id = app.member_id() $$;
-- Members who share a live group with the member; a function says `rows`, and the planner then joins row by row
-- where a plain subquery would have it read every member first.
create function app.fellow_member_ids() returns setof uuid stable rows 20 language sql
  security definer set search_path = pg_catalog, pg_temp
  as $$ select member_id from app.membership where organization_id = app.organization_id() and group_id = any (app.live_group_ids())
           and (expires_at is null or expires_at > now()) $$;

do $$
declare name text;
begin
  for name in select tablename from pg_tables where schemaname = 'app' loop
    execute format('alter table app.%I enable row level security', name);
    execute format('alter table app.%I force row level security', name);
  end loop;
end $$;

grant select, update on app.organization to guildhall_app;
create policy organization_read on app.organization for select to guildhall_app
  using (id = (select app.organization_id()));
create policy organization_update on app.organization for update to guildhall_app
  using (id = (select app.organization_id()) and (select app.setting('role')) = 'admin')
  with check (id = (select app.organization_id()));

grant select, insert, update on app.member to guildhall_app;
create policy member_read on app.member for select to guildhall_app using (
  organization_id = (select app.organization_id()) and (
    (select app.reads('members')) or id = (select app.member_id()) or id in (select fellow from app.fellow_member_ids() fellow)));
-- Members of lower rank in the groups that the member manages.
create function app.managed_member_ids() returns setof uuid stable rows 20 language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select ms.member_id from app.membership ms
    join app.member m on m.organization_id = ms.organization_id and m.id = ms.member_id and m.role in ('operations', 'operations_limited')
   where ms.organization_id = app.organization_id() and ms.group_id = any (app.setting_ids('manager_group_ids'))
     and (ms.expires_at is null or ms.expires_at > now()) $$;
-- Nobody writes about an equal or a higher rank, Admins excepted, nor makes one; and nobody gives themselves a role.
create policy member_insert on app.member for insert to guildhall_app
  with check (organization_id = (select app.organization_id()) and (app.ranks_above(role)
    or (role in ('operations', 'operations_limited') and (select cardinality(app.setting_ids('manager_group_ids'))) > 0)));
create policy member_update on app.member for update to guildhall_app using (
  organization_id = (select app.organization_id()) and (
    app.ranks_above(role) or id = (select app.member_id()) or id in (select app.managed_member_ids())))
  with check (
  organization_id = (select app.organization_id()) and (
    app.ranks_above(role) or (id = (select app.member_id()) and role = (select app.setting('role')))
    or (role in ('operations', 'operations_limited') and id in (select app.managed_member_ids()))));

grant select, insert, update on app.member_invitation to guildhall_app;
create policy member_invitation_read on app.member_invitation for select to guildhall_app using (
  organization_id = (select app.organization_id())
  and exists (select from app.member m where m.organization_id = member_invitation.organization_id and m.id = member_invitation.member_id));
create policy member_invitation_insert on app.member_invitation for insert to guildhall_app
  with check (organization_id = (select app.organization_id())
  and ((select app.manages()) or (select cardinality(app.setting_ids('manager_group_ids'))) > 0));
create policy member_invitation_update on app.member_invitation for update to guildhall_app using (
  organization_id = (select app.organization_id())
  and ((select app.manages()) or member_id in (select app.managed_member_ids())))
  with check (organization_id = (select app.organization_id())
  and ((select app.manages()) or member_id in (select app.managed_member_ids())));

grant select, insert, update on app."group" to guildhall_app;
create policy group_read on app."group" for select to guildhall_app using (
  organization_id = (select app.organization_id())
  and ((select app.reads('groups')) or id in (select known from unnest(app.known_group_ids()) known)));
create policy group_insert on app."group" for insert to guildhall_app
  with check (organization_id = (select app.organization_id()) and (select app.setting('role')) = 'admin');
create policy group_update on app."group" for update to guildhall_app using (
  organization_id = (select app.organization_id()) and ((select app.manages()) or id in (select unnest(app.setting_ids('manager_group_ids')))))
  with check (
  organization_id = (select app.organization_id()) and ((select app.manages()) or id in (select unnest(app.setting_ids('manager_group_ids')))));

grant select, insert, update, delete on app.group_link to guildhall_app;
create policy group_link_read on app.group_link for select to guildhall_app using (
  organization_id = (select app.organization_id())
  and ((select app.reads('groups')) or group_id in (select unnest(app.known_group_ids()))));
create policy group_link_insert on app.group_link for insert to guildhall_app with check (
  organization_id = (select app.organization_id()) and ((select app.manages()) or group_id in (select unnest(app.setting_ids('manager_group_ids')))));
create policy group_link_update on app.group_link for update to guildhall_app using (
  organization_id = (select app.organization_id()) and ((select app.manages()) or group_id in (select unnest(app.setting_ids('manager_group_ids')))))
  with check (
  organization_id = (select app.organization_id()) and ((select app.manages()) or group_id in (select unnest(app.setting_ids('manager_group_ids')))));
create policy group_link_delete on app.group_link for delete to guildhall_app using (
  organization_id = (select app.organization_id()) and ((select app.manages()) or group_id in (select unnest(app.setting_ids('manager_group_ids')))));

grant select, insert, update, delete on app.membership to guildhall_app;
create policy membership_read on app.membership for select to guildhall_app using (
  organization_id = (select app.organization_id()) and (
    (select app.reads('members')) or member_id = (select app.member_id())
    or group_id in (select unnest(app.live_group_ids()))));
create policy membership_insert on app.membership for insert to guildhall_app with check (
  organization_id = (select app.organization_id()) and ((select app.manages()) or group_id in (select unnest(app.setting_ids('manager_group_ids')))));
create policy membership_update on app.membership for update to guildhall_app using (
  organization_id = (select app.organization_id()) and ((select app.manages()) or group_id in (select unnest(app.setting_ids('manager_group_ids')))))
  with check (
  organization_id = (select app.organization_id()) and ((select app.manages()) or group_id in (select unnest(app.setting_ids('manager_group_ids')))));
create policy membership_delete on app.membership for delete to guildhall_app using (
  organization_id = (select app.organization_id()) and ((select app.manages()) or group_id in (select unnest(app.setting_ids('manager_group_ids')))));

grant select, insert, update on app.client to guildhall_app;
create policy client_read on app.client for select to guildhall_app using (
  organization_id = (select app.organization_id()) and (
    (select app.sees_all())
    or invited_by = (select app.member_id())
    or group_id in (select sight from unnest(app.sight_group_ids()) sight)
    or (group_id is null and (select app.sees_organization_group()))
    or id in (select cc from app.cc_client_ids() cc)
    or id = (select app.client_id())));
create policy client_insert on app.client for insert to guildhall_app with check (
  organization_id = (select app.organization_id())
  and ((select app.sees_all()) or invited_by = (select app.member_id()))
  and (group_id is null or (select app.reads('clients')) or group_id in (select unnest(app.live_group_ids()))));
-- A Cc and a deleted group share sight alone; and a row can be moved only from reach to reach.
create policy client_update on app.client for update to guildhall_app using (
  organization_id = (select app.organization_id()) and (
    (select app.sees_all())
    or invited_by = (select app.member_id())
    or group_id in (select unnest(app.working_group_ids()))
    or (group_id is null and (select app.sees_organization_group()))
    or id = (select app.client_id())))
  with check (
  organization_id = (select app.organization_id()) and (
    (select app.sees_all())
    or invited_by = (select app.member_id())
    or group_id in (select unnest(app.working_group_ids()))
    or (group_id is null and (select app.sees_organization_group()))
    or id = (select app.client_id())));
-- The same for what hangs on a client, which is changed only where the client may be.
create function app.changes_client(asked uuid) returns boolean stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from app.client c where c.organization_id = app.organization_id() and c.id = asked and (
    app.sees_all() or c.invited_by = app.member_id() or c.group_id = any (app.working_group_ids())
    or (c.group_id is null and app.sees_organization_group()) or c.id = app.client_id())) $$;

grant select, insert, delete on app.client_cc to guildhall_app;
create policy client_cc_read on app.client_cc for select to guildhall_app using (
  organization_id = (select app.organization_id()) and (
    member_id = (select app.member_id())
    or ((select app.client_id()) is null and exists (
      select from app.client c where c.organization_id = client_cc.organization_id and c.id = client_cc.client_id))));
create policy client_cc_insert on app.client_cc for insert to guildhall_app with check (
  organization_id = (select app.organization_id()) and (select app.member_id()) is not null and app.changes_client(client_id));
create policy client_cc_delete on app.client_cc for delete to guildhall_app using (
  organization_id = (select app.organization_id()) and (select app.member_id()) is not null and app.changes_client(client_id));

-- What hangs on a client is visible when the client is; to the client, what belongs to the invite they came by.
do $$
declare name text; of_invite text; visible text; changeable text;
begin
  for name, of_invite in values ('invite', 'id = (select app.invite_id())'),
      ('delivery', 'invite_id = (select app.invite_id())'), ('journey', 'invite_id = (select app.invite_id())'),
      ('journey_step', 'journey_id in (select j.id from app.journey j where j.invite_id = (select app.invite_id()))') loop
    visible := format('organization_id = (select app.organization_id()) and ((select app.client_id()) is null or %s)
      and exists (select from app.client c where c.organization_id = %I.organization_id and c.id = client_id)', of_invite, name);
    changeable := format('organization_id = (select app.organization_id()) and ((select app.client_id()) is null or %s)
      and app.changes_client(client_id)', of_invite);
    execute format('grant select, insert, update on app.%I to guildhall_app', name);
    execute format('create policy %1$I_read on app.%1$I for select to guildhall_app using (%2$s)', name, visible);
    execute format('create policy %1$I_insert on app.%1$I for insert to guildhall_app with check (%2$s)', name, changeable);
    execute format('create policy %1$I_update on app.%1$I for update to guildhall_app using (%2$s) with check (%2$s)', name, changeable);
  end loop;
end $$;

-- Flows offered to the member: those of the groups they send to; without any group, those of the Organization group;
-- in deleted groups alone, none.
grant select on app.group_flow to guildhall_app;
grant insert, delete on app.group_flow to guildhall_app;
create policy group_flow_read on app.group_flow for select to guildhall_app using (
  organization_id = (select app.organization_id())
  and ((select app.reads('flows')) or group_id in (select unnest(app.known_group_ids()))));
create policy group_flow_insert on app.group_flow for insert to guildhall_app
  with check (organization_id = (select app.organization_id()) and (select app.setting('role')) = 'admin');
create policy group_flow_delete on app.group_flow for delete to guildhall_app
  using (organization_id = (select app.organization_id()) and (select app.setting('role')) = 'admin');
-- Null when every active flow is offered.
create function app.offered_flow_ids() returns uuid[] stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select case
    when cardinality(app.known_group_ids()) = 0 then null
    when cardinality(app.live_group_ids()) > 0
      and not exists (select from app.group_flow gf where gf.organization_id = app.organization_id()) then null
    when exists (select from unnest(app.live_group_ids()) as mine (group_id) where not exists (
      select from app.group_flow gf where gf.organization_id = app.organization_id() and gf.group_id = mine.group_id)) then null
    else (select coalesce(array_agg(distinct gf.flow_id), '{}') from app.group_flow gf
           where gf.organization_id = app.organization_id() and gf.group_id = any (app.live_group_ids())) end $$;

-- The flow of the invite by which the client who asks came.
create function app.invited_flow_ids() returns setof uuid stable rows 1 language sql
  security definer set search_path = pg_catalog, pg_temp
  as $$ select flow_id from app.invite
    where organization_id = app.organization_id() and client_id = app.client_id() and id = app.invite_id() $$;

grant select on app.flow, app.flow_version to guildhall_app;
create policy flow_read on app.flow for select to guildhall_app using (
  organization_id = (select app.organization_id()) and (
    (select app.reads('flows'))
    or ((select app.member_id()) is not null and disabled_at is null and published_version is not null
        and coalesce(id = any ((select app.offered_flow_ids())::uuid[]), true))
    or id in (select invited from app.invited_flow_ids() invited)));
create policy flow_version_read on app.flow_version for select to guildhall_app using (
  organization_id = (select app.organization_id()) and exists (
    select from app.flow f where f.organization_id = flow_version.organization_id and f.id = flow_version.flow_id));

grant select, insert on app.event to guildhall_app;
create policy event_read on app.event for select to guildhall_app using (
  organization_id = (select app.organization_id()) and (
    (select app.reads('audit'))
    or (client_id is null and meeting_id is null and group_id in (select unnest(app.setting_ids('audit_group_ids'))))
    or (meeting_id is not null and (select app.member_id()) is not null and exists (
      select from app.meeting m where m.organization_id = event.organization_id and m.id = event.meeting_id))
    or (client_id is not null and (select app.member_id()) is not null and exists (
      select from app.client c where c.organization_id = event.organization_id and c.id = event.client_id))));
create policy event_insert on app.event for insert to guildhall_app
  with check (organization_id = (select app.organization_id())
  and actor_id is not distinct from coalesce((select app.member_id()), (select app.client_id())));

grant select, insert, update on app.idempotency to guildhall_app;
create policy idempotency_own on app.idempotency to guildhall_app
  using (organization_id = (select app.organization_id()) and actor_id = coalesce((select app.member_id()), (select app.client_id())))
  with check (organization_id = (select app.organization_id()) and actor_id = coalesce((select app.member_id()), (select app.client_id())));
