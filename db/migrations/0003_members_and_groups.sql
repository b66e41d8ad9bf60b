-- Every table begins its keys with the organisation; foreign keys carry it, so that no row can point into another one.
create table app.organization (
  id uuid primary key,
  name text not null check (name <> ''),
  time_zone text not null default 'UTC',
  language text not null default 'en' check (language in ('en', 'nl', 'de', 'es', 'fr')),
  color text not null default '#1f6b4f' check (color ~ '^#[0-9a-f]{6}$'),
  ungrouped_operations text not null default 'all' check (ungrouped_operations in ('all', 'organization_only')),
  groups_managed_by text not null default 'managers' check (groups_managed_by in ('managers', 'admins')),
  -- How clients reach it by other ways, for who finds no free time.
  contact text not null default '',
  version integer not null default 1,
  created_at timestamptz(3) not null default now()
);

create table app.member (
  organization_id uuid not null references app.organization,
  id uuid not null,
  account_id uuid references auth.login,
  name text not null,
  email text not null check (email = lower(email)),
  role text not null check (role in ('admin', 'full_member', 'manager', 'operator', 'operations', 'operations_limited')),
  -- What an Operations member without a group reaches; stored, never inferred from an empty set of memberships.
  sight text not null default 'organization' check (sight in ('organization', 'groups')),
  language text not null default 'en' check (language in ('en', 'nl', 'de', 'es', 'fr')),
  -- Where /u/{link} leads; unique in the instance, as every public link is.
  link text check (link ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$' and length(link) between 3 and 60),
  created_at timestamptz(3) not null default now(),
  joined_at timestamptz(3),
  suspended_at timestamptz(3),
  removed_at timestamptz(3),
  status text not null generated always as (case
    when removed_at is not null then 'removed' when suspended_at is not null then 'suspended'
    when joined_at is null then 'invited' else 'active' end) stored,
  search text not null generated always as (app.fold(name || ' ' || email)) stored,
  primary key (organization_id, id),
  check (joined_at is null or account_id is not null or removed_at is not null)
);
create unique index member_email on app.member (organization_id, email) where removed_at is null;
create unique index member_account on app.member (organization_id, account_id) where removed_at is null;
create unique index member_link on app.member (link) where link is not null and removed_at is null;
create index member_of_account on app.member (account_id);
-- Lists are by name, whatever its case and accents, as `search` begins with it.
create index member_list on app.member (organization_id, search, id);
create index member_search on app.member using gin (search public.gin_trgm_ops);

create table app.member_invitation (
  organization_id uuid not null references app.organization,
  id uuid not null,
  member_id uuid not null,
  invited_by uuid,
  token_hash text not null unique,
  token_encrypted text not null,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  accepted_at timestamptz(3),
  revoked_at timestamptz(3),
  primary key (organization_id, id),
  foreign key (organization_id, member_id) references app.member,
  foreign key (organization_id, invited_by) references app.member
);
create unique index member_invitation_open on app.member_invitation (organization_id, member_id)
  where accepted_at is null and revoked_at is null;

create table app."group" (
  organization_id uuid not null references app.organization,
  id uuid not null,
  name text not null check (name <> ''),
  description text not null default '',
  parent_id uuid,
  members_see_below boolean not null default false,
  -- Whether clients may book through its link, and which of its free members gets the meeting.
  bookable boolean not null default true,
  policy text not null default 'balanced' check (policy in ('balanced', 'priority', 'customer_chooses')),
  -- Meetings a host takes a day and an ISO week through this group, where the host does not say otherwise.
  day_limit integer check (day_limit between 1 and 100),
  week_limit integer check (week_limit between 1 and 500),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  deleted_at timestamptz(3),
  deleted_by uuid,
  search text not null generated always as (app.fold(name)) stored,
  primary key (organization_id, id),
  foreign key (organization_id, parent_id) references app."group",
  foreign key (organization_id, deleted_by) references app.member,
  check (parent_id <> id)
);
create index group_parent on app."group" (organization_id, parent_id) where parent_id is not null;
create index group_list on app."group" (organization_id, search, id);

-- Public links, retired ones included, are unique in the instance; a retired one goes on redirecting.
create table app.group_link (
  link text primary key check (link ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$' and length(link) between 3 and 60),
  organization_id uuid not null references app.organization,
  group_id uuid not null,
  created_at timestamptz(3) not null default now(),
  retired_at timestamptz(3),
  foreign key (organization_id, group_id) references app."group"
);
create unique index group_link_current on app.group_link (organization_id, group_id) where retired_at is null;

create table app.membership (
  organization_id uuid not null references app.organization,
  group_id uuid not null,
  member_id uuid not null,
  group_role text check (group_role in ('operator', 'manager')),
  -- Who comes first when meetings are given out: the higher number.
  priority integer not null default 0 check (priority between 0 and 100),
  created_at timestamptz(3) not null default now(),
  created_by uuid,
  expires_at timestamptz(3),
  primary key (organization_id, group_id, member_id),
  foreign key (organization_id, group_id) references app."group",
  foreign key (organization_id, member_id) references app.member,
  foreign key (organization_id, created_by) references app.member
);
create index membership_member on app.membership (organization_id, member_id) include (group_id, group_role, expires_at);

-- The first membership of a member turns their sight to their groups, and losing the last one keeps it so: whoever
-- means them to see everything again says so afterwards.
create function app.narrow_sight() returns trigger language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare held app.membership := coalesce(new, old);
begin
  update app.member set sight = 'groups'
   where organization_id = held.organization_id and id = held.member_id and sight <> 'groups';
  return null;
end $$;
create trigger membership_narrows_sight after insert or delete on app.membership
  for each row execute function app.narrow_sight();

-- Sight of the organisation is for those without a group. Memberships that have ended are forgotten when it is given,
-- since one that stayed would still stand against it; and none may end later and so open everything by itself.
create function app.widen_sight() returns trigger language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from app.membership where organization_id = new.organization_id and member_id = new.id and expires_at <= now();
  if exists (select from app.membership where organization_id = new.organization_id and member_id = new.id) then
    raise exception using errcode = 'GH003', message = 'a member of a group has the sight of that group';
  end if;
  return new;
end $$;
create trigger member_widens_sight before update of sight on app.member
  for each row when (new.sight = 'organization' and old.sight <> 'organization') execute function app.widen_sight();

-- No cycle, and at most six levels; takes a lock, so that two moves at once cannot make a cycle together.
create function app.check_group_tree() returns trigger language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare above integer; below integer;
begin
  perform pg_advisory_xact_lock(hashtextextended('group tree ' || new.organization_id, 0));
  with recursive up (id, parent_id, level) as (
    select g.id, g.parent_id, 1 from app."group" g where g.organization_id = new.organization_id and g.id = new.parent_id
    union all
    select g.id, g.parent_id, up.level + 1 from up join app."group" g
        on g.organization_id = new.organization_id and g.id = up.parent_id where up.level < 8
  ) select max(level) into above from up;
  with recursive down (id, level) as (
    select new.id, 1
    union all
    select g.id, down.level + 1 from down join app."group" g
        on g.organization_id = new.organization_id and g.parent_id = down.id where down.level < 8
  ) select max(level) into below from down;
  if coalesce(above, 0) + below > 6 then
    raise exception using errcode = 'GH001', message = 'groups may be nested six levels deep, without a cycle';
  end if;
  return null;
end $$;
create constraint trigger group_tree after insert or update of parent_id on app."group"
  for each row when (new.parent_id is not null) execute function app.check_group_tree();

-- The last active Admin stays, whoever asks: the organisation's row is the lock that a race waits on.
create function app.keep_an_admin() returns trigger language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from app.organization where id = old.organization_id for no key update;
  if not exists (select from app.member m where m.organization_id = old.organization_id
                    and m.role = 'admin' and m.status = 'active') then
    raise exception using errcode = 'GH002', message = 'an organisation keeps at least one active Admin';
  end if;
  return null;
end $$;
create trigger member_keeps_an_admin after update of role, suspended_at, removed_at, joined_at on app.member
  for each row when (old.role = 'admin' and old.status = 'active' and (new.role <> 'admin' or new.status <> 'active'))
  execute function app.keep_an_admin();
create trigger member_keeps_an_admin_on_delete after delete on app.member
  for each row when (old.role = 'admin' and old.status = 'active') execute function app.keep_an_admin();
