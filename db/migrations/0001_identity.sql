-- Who is asking, for the length of one transaction. app.enter writes these settings; policies and queries read them.
-- Without an identity every one of them is null or empty, so that no policy lets a row through.
create schema app;
grant usage on schema app to guildhall_app, guildhall_definer;
grant create on schema app to guildhall_definer;

create function app.setting(name text) returns text stable parallel safe language sql
  return nullif(current_setting('app.' || name, true), '');
create function app.setting_ids(name text) returns uuid[] stable parallel safe language sql
  return coalesce(nullif(current_setting('app.' || name, true), ''), '{}')::uuid[];

create function app.organization_id() returns uuid stable parallel safe language sql
  return nullif(current_setting('app.organization_id', true), '')::uuid;
-- The member who asks; null for a client.
create function app.member_id() returns uuid stable parallel safe language sql
  return nullif(current_setting('app.member_id', true), '')::uuid;
-- The client who asks, by an invite's link; null for a member.
create function app.client_id() returns uuid stable parallel safe language sql
  return nullif(current_setting('app.client_id', true), '')::uuid;
-- The invite whose link that client came by: of what hangs on the client, they reach what belongs to it.
create function app.invite_id() returns uuid stable parallel safe language sql
  return nullif(current_setting('app.invite_id', true), '')::uuid;

-- The meeting whose link the client who asks came by.
create function app.meeting_id() returns uuid stable parallel safe language sql
  return nullif(current_setting('app.meeting_id', true), '')::uuid;

-- Admin, Full member, Manager: arm A of the client predicate; and ungrouped Operations under `all`: arm B.
create function app.sees_all() returns boolean stable parallel safe language sql
  return coalesce(nullif(current_setting('app.sees_all', true), '')::boolean, false);
-- Arm B under `organization_only`: the clients of no group.
create function app.sees_organization_group() returns boolean stable parallel safe language sql
  return coalesce(nullif(current_setting('app.sees_organization_group', true), '')::boolean, false);
-- Arms E and F: every group whose clients the member sees, deleted ones included.
create function app.sight_group_ids() returns uuid[] stable parallel safe language sql
  return coalesce(nullif(current_setting('app.sight_group_ids', true), ''), '{}')::uuid[];
-- Live groups to which the member may send.
create function app.live_group_ids() returns uuid[] stable parallel safe language sql
  return coalesce(nullif(current_setting('app.live_group_ids', true), ''), '{}')::uuid[];
-- Groups whose clients the member may change, too: a deleted one gives sight of them and nothing else.
create function app.working_group_ids() returns uuid[] stable parallel safe language sql
  return array(select unnest(app.sight_group_ids()) intersect select unnest(app.live_group_ids()));
-- Groups whose name the member may know, deleted ones included.
create function app.known_group_ids() returns uuid[] stable parallel safe language sql
  return coalesce(nullif(current_setting('app.known_group_ids', true), ''), '{}')::uuid[];

-- Live groups where the member has a group role, or above which they have one.
create function app.role_group_ids() returns uuid[] stable parallel safe language sql
  return coalesce(nullif(current_setting('app.role_group_ids', true), ''), '{}')::uuid[];

-- The setting `reads`, a list of what the member reaches in the whole organisation: clients, members, groups, flows, audit,
-- meetings (with meeting types and reports), plans (everybody's meetings and availability, to change them).
create function app.reads(noun text) returns boolean stable parallel safe language sql
  return noun = any (string_to_array(coalesce(current_setting('app.reads', true), ''), ','));

-- Who may write about members and groups anywhere: Admins, Managers, and the program itself.
create function app.manages() returns boolean stable parallel safe language sql
  return case when app.member_id() is null then app.organization_id() is not null and app.client_id() is null
    else app.setting('role') in ('admin', 'manager') end;
-- Those below may be written about by the member: by Admins everyone, by Managers lower roles, by others nobody.
create function app.ranks_above(role text) returns boolean stable parallel safe language sql
  return app.manages() and (app.setting('role') is distinct from 'manager' or role in ('operator', 'operations', 'operations_limited'));

-- Text as it is searched: lower case, without accents. Immutable by promise: the dictionary never changes.
create function app.fold(value text) returns text immutable strict parallel safe language sql
  as $$ select lower(public.unaccent('public.unaccent'::regdictionary, value)) $$;
