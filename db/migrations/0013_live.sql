-- Live updates cross processes by NOTIFY; the payload holds ids and nothing else. Each process asks, for each open
-- stream, whether its reader may see the row. Loads without an identity (restores, benchmarks) stay silent.
create function app.tell_client_changed() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_notify('client_changed', json_build_object('organizationId', new.organization_id, 'clientId', new.id)::text);
  return null;
end $$;
create trigger client_changed after insert or update on app.client
  for each row when (app.organization_id() is not null) execute function app.tell_client_changed();

-- A mail that was asked for, sent or refused changes no column of the client, but what its page shows.
create function app.tell_delivery_changed() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_notify('client_changed', json_build_object('organizationId', new.organization_id, 'clientId', new.client_id)::text);
  return null;
end $$;
create trigger delivery_changed after insert or update of status on app.delivery
  for each row when (app.organization_id() is not null) execute function app.tell_delivery_changed();

-- Whoever's sight may have changed; no member named: everyone's.
create function app.tell_access_changed() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare changed jsonb := to_jsonb(coalesce(new, old));
begin
  perform pg_notify('access_changed', json_build_object(
    'organizationId', coalesce(changed ->> 'organization_id', changed ->> 'id'),
    'memberId', case tg_table_name when 'member' then changed ->> 'id' else changed ->> 'member_id' end)::text);
  return null;
end $$;
create trigger membership_access after insert or update or delete on app.membership
  for each row execute function app.tell_access_changed();
create trigger client_cc_access after insert or delete on app.client_cc
  for each row execute function app.tell_access_changed();
create trigger member_access after update of role, sight, suspended_at, removed_at on app.member
  for each row execute function app.tell_access_changed();
create trigger group_access after update of parent_id, members_see_below, deleted_at on app."group"
  for each row execute function app.tell_access_changed();
create trigger organization_access after update of ungrouped_operations, groups_managed_by on app.organization
  for each row execute function app.tell_access_changed();

-- A stream ends with its session.
create function app.tell_session_ended() returns trigger language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_notify('access_changed', json_build_object('organizationId', m.organization_id, 'memberId', m.id)::text)
    from app.member m where m.account_id = old.user_id;
  return null;
end $$;
create trigger session_ended after delete on auth.session for each row execute function app.tell_session_ended();

-- Definer functions belong to the role made for them; nobody may run a function who is not named here.
do $$
declare made regprocedure;
begin
  for made in select p.oid from pg_proc p where p.pronamespace = 'app'::regnamespace and p.prosecdef loop
    execute format('alter function %s owner to guildhall_definer', made);
  end loop;
end $$;
revoke all on all functions in schema app from public;
grant execute on all functions in schema app to guildhall_definer;
grant execute on function app.setting, app.setting_ids, app.organization_id, app.member_id, app.client_id, app.invite_id, app.meeting_id, app.sees_all,
  app.sees_organization_group, app.sight_group_ids, app.live_group_ids, app.working_group_ids, app.known_group_ids, app.role_group_ids, app.changes_client, app.reads, app.fold, app.cc_client_ids, app.fellow_member_ids, app.invited_flow_ids, app.managed_member_ids, app.manages, app.ranks_above,
  app.tended_member_ids, app.tends, app.readable_meeting_type_ids, app.managed_meeting_type_ids, app.changes_meeting, app.sees_meeting, app.host_names, app.meeting_risks, app.closing_blocks, app.found_meeting_ids,
  app.door_state, app.booking_door, app.door_times, app.tended_times, app.hold_hosts, app.usual_group_id, app.own_booking_times, app.tended_meeting_times, app.planned_groups, app.planned_client, app.overlapping_times,
  app.repeated_booking, app.own_booking_groups, app.end_holds, app.book, app.held_meeting, app.own_booking_path,
  app.offered_flow_ids, app.enter, app.audience, app.group_audience, app.steps_of_invite, app.search_clients, app.search_words, app.member_sight,
  app.sight_changes, app.hosts_of, app.hosted_by, app.hosting_member_ids, app.hostless_meeting_type_ids, app.end_member, app.members_without_group, app.members_by_email,
  app.count_hit, app.forget_hits, app.tidy, app.my_account, app.memberships_of_account, app.open_setup, app.setup_state, app.set_up, app.member_invitation_by, app.accept_member_invitation to guildhall_app;
