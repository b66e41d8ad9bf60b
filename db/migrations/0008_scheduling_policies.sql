-- The second wall for what is booked and when: the same sets as src/access/visibility.ts.

-- Members whose availability and meetings the member may tend inside the groups where they have a group role.
create function app.tended_member_ids() returns setof uuid stable rows 20 language sql
  security definer set search_path = pg_catalog, pg_temp
  as $$ select member_id from app.membership where organization_id = app.organization_id() and group_id = any (app.role_group_ids())
           and (expires_at is null or expires_at > now()) $$;
create function app.tends(asked uuid) returns boolean stable language sql
  return app.reads('plans') or asked = app.member_id() or asked in (select tended from app.tended_member_ids() tended);

-- Meeting types of the member's groups, or hosted by them.
create function app.readable_meeting_type_ids() returns setof uuid stable rows 20 language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select meeting_type_id from app.meeting_type_group
   where organization_id = app.organization_id() and group_id = any (app.live_group_ids())
  union
  select meeting_type_id from app.meeting_type_member
   where organization_id = app.organization_id() and member_id = app.member_id() $$;
-- Meeting types that a group manager may write: those whose only host entry is a group they manage.
create function app.managed_meeting_type_ids() returns setof uuid stable rows 20 language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select mine.meeting_type_id from app.meeting_type_group mine
   where mine.organization_id = app.organization_id() and mine.group_id = any (app.setting_ids('manager_group_ids'))
     and not exists (select from app.meeting_type_group other where other.organization_id = mine.organization_id
                        and other.meeting_type_id = mine.meeting_type_id and other.group_id <> mine.group_id)
     and not exists (select from app.meeting_type_member named where named.organization_id = mine.organization_id
                        and named.meeting_type_id = mine.meeting_type_id) $$;

grant select, insert, update on app.meeting_type to guildhall_app;
-- Whoever deletes one reads it until they are done: a row may be changed only into one that can be read.
create policy meeting_type_read on app.meeting_type for select to guildhall_app using (
  organization_id = (select app.organization_id()) and (
    (select app.reads('meetings'))
    or ((deleted_at is null or deleted_at = now()::timestamptz(3))
        and id in (select readable from app.readable_meeting_type_ids() readable))));
create policy meeting_type_insert on app.meeting_type for insert to guildhall_app with check (
  organization_id = (select app.organization_id())
  and ((select app.manages()) or (select cardinality(app.setting_ids('manager_group_ids'))) > 0));
create policy meeting_type_update on app.meeting_type for update to guildhall_app using (
  organization_id = (select app.organization_id())
  and ((select app.manages()) or id in (select managed from app.managed_meeting_type_ids() managed)))
  with check (organization_id = (select app.organization_id()));

grant select, insert, delete on app.meeting_type_member, app.meeting_type_group to guildhall_app;
create policy meeting_type_member_read on app.meeting_type_member for select to guildhall_app using (
  organization_id = (select app.organization_id()) and exists (select from app.meeting_type t
    where t.organization_id = meeting_type_member.organization_id and t.id = meeting_type_member.meeting_type_id));
create policy meeting_type_member_insert on app.meeting_type_member for insert to guildhall_app
  with check (organization_id = (select app.organization_id()) and (select app.manages()));
-- Who may take back a member's invitation takes what it promised.
create policy meeting_type_member_delete on app.meeting_type_member for delete to guildhall_app
  using (organization_id = (select app.organization_id())
  and ((select app.manages()) or member_id in (select app.managed_member_ids())));
create policy meeting_type_group_read on app.meeting_type_group for select to guildhall_app using (
  organization_id = (select app.organization_id()) and exists (select from app.meeting_type t
    where t.organization_id = meeting_type_group.organization_id and t.id = meeting_type_group.meeting_type_id));
create policy meeting_type_group_insert on app.meeting_type_group for insert to guildhall_app with check (
  organization_id = (select app.organization_id())
  and ((select app.manages()) or group_id in (select unnest(app.setting_ids('manager_group_ids')))));
create policy meeting_type_group_delete on app.meeting_type_group for delete to guildhall_app using (
  organization_id = (select app.organization_id())
  and ((select app.manages()) or group_id in (select unnest(app.setting_ids('manager_group_ids')))));

-- What belongs to a member is for that member and for who tends it.
do $$
declare name text; mine text := 'organization_id = (select app.organization_id()) and ((select app.reads(''plans''))
    or member_id = (select app.member_id()) or member_id in (select tended from app.tended_member_ids() tended))';
begin
  foreach name in array array['open_hours', 'calendar', 'busy'] loop
    execute format('grant select, insert, update, delete on app.%I to guildhall_app', name);
    execute format('create policy %1$I_read on app.%1$I for select to guildhall_app using (%2$s)', name, mine);
    execute format('create policy %1$I_insert on app.%1$I for insert to guildhall_app with check (%2$s)', name, mine);
    execute format('create policy %1$I_update on app.%1$I for update to guildhall_app using (%2$s) with check (%2$s)', name, mine);
    execute format('create policy %1$I_delete on app.%1$I for delete to guildhall_app using (%2$s)', name, mine);
  end loop;
end $$;

-- A block of the organisation or of a group says to all whom it keeps from bookings why they have none.
grant select, insert, delete on app.block to guildhall_app;
create policy block_read on app.block for select to guildhall_app using (
  organization_id = (select app.organization_id()) and (
    (select app.reads('plans'))
    or (level = 'organization' and (select app.member_id()) is not null)
    or group_id in (select unnest(app.live_group_ids()))
    or member_id = (select app.member_id()) or member_id in (select tended from app.tended_member_ids() tended)));
create policy block_insert on app.block for insert to guildhall_app with check (
  organization_id = (select app.organization_id()) and case level
    when 'organization' then (select app.manages())
    when 'group' then (select app.reads('plans')) or group_id in (select unnest(app.role_group_ids()))
    else (select app.reads('plans')) or member_id = (select app.member_id()) or member_id in (select app.tended_member_ids()) end);
create policy block_delete on app.block for delete to guildhall_app using (
  organization_id = (select app.organization_id()) and case level
    when 'organization' then (select app.manages())
    when 'group' then (select app.reads('plans')) or group_id in (select unnest(app.role_group_ids()))
    else (select app.reads('plans')) or member_id = (select app.member_id()) or member_id in (select app.tended_member_ids()) end);

-- A booking that waits for its address to be confirmed is nobody's yet, but the client's.
grant select, insert, update on app.meeting to guildhall_app;
create policy meeting_read on app.meeting for select to guildhall_app using (
  organization_id = (select app.organization_id()) and (
    (held_until is null and ((select app.reads('meetings')) or host_id = (select app.member_id())
      or attributed_group_ids && (select app.role_group_ids())))
    or id = (select app.meeting_id())));
create policy meeting_insert on app.meeting for insert to guildhall_app with check (
  organization_id = (select app.organization_id()) and (select app.member_id()) is not null and app.tends(host_id));
create policy meeting_update on app.meeting for update to guildhall_app using (
  organization_id = (select app.organization_id()) and (
    (held_until is null and ((select app.reads('plans')) or host_id = (select app.member_id())
      or attributed_group_ids && (select app.role_group_ids())))
    or id = (select app.meeting_id())))
  with check (
  organization_id = (select app.organization_id()) and (
    app.tends(host_id) or attributed_group_ids && (select app.role_group_ids()) or id = (select app.meeting_id())));
-- The same for what hangs on a meeting.
create function app.changes_meeting(asked uuid) returns boolean stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from app.meeting m where m.organization_id = app.organization_id() and m.id = asked and (
    (m.held_until is null and (app.reads('plans') or m.host_id = app.member_id() or m.attributed_group_ids && app.role_group_ids()))
    or m.id = app.meeting_id())) $$;
-- The host's name belongs to a meeting, also for who reads the meeting and not the member.
create function app.sees_meeting(asked app.meeting) returns boolean stable language sql
  return (asked.held_until is null and (app.reads('meetings') or coalesce(asked.host_id = app.member_id(), false)
    or asked.attributed_group_ids && app.role_group_ids())) or coalesce(asked.id = app.meeting_id(), false);
create function app.host_names(meeting_ids uuid[]) returns table (meeting_id uuid, name text) stable language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select m.id, h.name from app.meeting m join app.member h on h.organization_id = m.organization_id and h.id = m.host_id
   where m.organization_id = app.organization_id() and m.id = any (meeting_ids) and app.sees_meeting(m) $$;

grant select, insert, delete on app.meeting_guest to guildhall_app;
create policy meeting_guest_read on app.meeting_guest for select to guildhall_app using (
  organization_id = (select app.organization_id()) and exists (
    select from app.meeting m where m.organization_id = meeting_guest.organization_id and m.id = meeting_guest.meeting_id));
create policy meeting_guest_insert on app.meeting_guest for insert to guildhall_app
  with check (organization_id = (select app.organization_id()) and app.changes_meeting(meeting_id));
create policy meeting_guest_delete on app.meeting_guest for delete to guildhall_app
  using (organization_id = (select app.organization_id()) and app.changes_meeting(meeting_id));

-- Whoever takes a guest off leaves them to the program, which tells them.
grant select, insert, delete on app.former_guest to guildhall_app;
create policy former_guest_insert on app.former_guest for insert to guildhall_app
  with check (organization_id = (select app.organization_id()) and app.changes_meeting(meeting_id));
create policy former_guest_read on app.former_guest for select to guildhall_app
  using (organization_id = (select app.organization_id()) and (select app.member_id()) is null and (select app.client_id()) is null);
create policy former_guest_delete on app.former_guest for delete to guildhall_app
  using (organization_id = (select app.organization_id()) and (select app.member_id()) is null and (select app.client_id()) is null);

-- The program's own notes of where meetings stand in calendars.
grant select, insert, update, delete on app.calendar_event to guildhall_app;
create policy calendar_event_own on app.calendar_event to guildhall_app
  using (organization_id = (select app.organization_id()) and (select app.member_id()) is null and (select app.client_id()) is null)
  with check (organization_id = (select app.organization_id()) and (select app.member_id()) is null and (select app.client_id()) is null);
