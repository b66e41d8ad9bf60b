-- What can be booked, who may host it, when they can, and what was booked.
create table app.meeting_type (
  organization_id uuid not null references app.organization,
  id uuid not null,
  name text not null check (name <> ''),
  description text not null default '',
  -- Where /m/{link} leads; unique in the instance, as every public link is.
  link text check (link ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$' and length(link) between 3 and 60),
  duration_minutes integer not null check (duration_minutes between 5 and 1440),
  -- Lengths a client may choose besides.
  other_durations integer[] not null default '{}',
  -- Starts lie on this grid; null: on that of the duration.
  step_minutes integer check (step_minutes between 5 and 1440),
  buffer_before_minutes integer not null default 0 check (buffer_before_minutes between 0 and 720),
  buffer_after_minutes integer not null default 0 check (buffer_after_minutes between 0 and 720),
  notice_minutes integer not null default 240 check (notice_minutes between 0 and 525600),
  window_days integer not null default 28 check (window_days between 1 and 730),
  place_kind text not null default 'video_room' check (place_kind in ('video_room', 'phone', 'address', 'url')),
  place text not null default '',
  questions jsonb not null default '[]',
  -- Minutes before the start.
  reminders integer[] not null default '{1440}',
  recording text not null default 'off' check (recording in ('off', 'manual', 'automatic')),
  consent text not null default '',
  max_guests integer not null default 0 check (max_guests between 0 and 20),
  -- Meetings a host takes a day and an ISO week, where neither the host nor the group says otherwise.
  day_limit integer check (day_limit between 1 and 100),
  week_limit integer check (week_limit between 1 and 500),
  -- A booking counts once its address has confirmed it.
  confirms_email boolean not null default false,
  version integer not null default 1,
  -- Of who hosts it, whichever way that is changed.
  hosts_version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  created_by uuid,
  disabled_at timestamptz(3),
  deleted_at timestamptz(3),
  search text not null generated always as (app.fold(name)) stored,
  primary key (organization_id, id),
  foreign key (organization_id, created_by) references app.member
);
create unique index meeting_type_link on app.meeting_type (link) where link is not null and deleted_at is null;
create index meeting_type_list on app.meeting_type (organization_id, search, id);

-- "Who can host this meeting?": members named, and groups named, whose members host it while they are in. Never copied.
create table app.meeting_type_member (
  organization_id uuid not null references app.organization,
  meeting_type_id uuid not null,
  member_id uuid not null,
  created_at timestamptz(3) not null default now(),
  created_by uuid,
  primary key (organization_id, meeting_type_id, member_id),
  foreign key (organization_id, meeting_type_id) references app.meeting_type on delete cascade,
  foreign key (organization_id, member_id) references app.member,
  foreign key (organization_id, created_by) references app.member
);
create index meeting_type_member_member on app.meeting_type_member (organization_id, member_id);
create table app.meeting_type_group (
  organization_id uuid not null references app.organization,
  meeting_type_id uuid not null,
  group_id uuid not null,
  created_at timestamptz(3) not null default now(),
  created_by uuid,
  primary key (organization_id, meeting_type_id, group_id),
  foreign key (organization_id, meeting_type_id) references app.meeting_type on delete cascade,
  foreign key (organization_id, group_id) references app."group",
  foreign key (organization_id, created_by) references app.member
);
create index meeting_type_group_group on app.meeting_type_group (organization_id, group_id);

-- Before the row is written: whoever sets all hosts of a type has its row locked, and would wait for a row that waits for them.
create function app.count_hosts_version() returns trigger language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    update app.meeting_type set hosts_version = hosts_version + 1
     where organization_id = new.organization_id and id = new.meeting_type_id;
    return new;
  end if;
  update app.meeting_type set hosts_version = hosts_version + 1
   where organization_id = old.organization_id and id = old.meeting_type_id;
  return old;
end $$;
create trigger meeting_type_member_counts before insert or delete on app.meeting_type_member
  for each row execute function app.count_hosts_version();
create trigger meeting_type_group_counts before insert or delete on app.meeting_type_group
  for each row execute function app.count_hosts_version();

-- Whoever gives these types hosts, or takes some from them, comes after whoever does so now: in one order, and before any
-- host's row is touched, since its deletion locks the row before its trigger asks for the type's.
create function app.hold_hosts(types uuid[]) returns void volatile language sql
  security definer set search_path = pg_catalog, pg_temp as $$
  select from app.meeting_type where organization_id = app.organization_id() and id = any (types) order by id for no key update $$;

-- When a member can be booked; a member without a row has the hours of features/availability/rules.ts.
create table app.open_hours (
  organization_id uuid not null references app.organization,
  member_id uuid not null,
  time_zone text not null,
  -- [{ day, start, end }], ISO days and "HH:MM".
  weekly jsonb not null,
  -- [{ date, intervals: [{ start, end }] }]: instead of that day's weekly hours.
  overrides jsonb not null default '[]',
  -- [{ meetingTypeId, weekly }]: this type only within these hours.
  type_hours jsonb not null default '[]',
  day_limit integer check (day_limit between 1 and 100),
  week_limit integer check (week_limit between 1 and 500),
  version integer not null default 1,
  updated_at timestamptz(3) not null default now(),
  primary key (organization_id, member_id),
  foreign key (organization_id, member_id) references app.member
);

-- When clients cannot book: anybody, through a group, or one member.
create table app.block (
  organization_id uuid not null references app.organization,
  id uuid not null,
  level text not null check (level in ('organization', 'group', 'member')),
  group_id uuid,
  member_id uuid,
  title text not null default '',
  starts_at timestamptz(0) not null,
  ends_at timestamptz(0) not null check (ends_at > starts_at),
  -- Where the wall clock hangs by which it repeats.
  time_zone text not null,
  -- RFC 5545 §3.3.10, without "RRULE:".
  rrule text,
  created_at timestamptz(3) not null default now(),
  created_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, group_id) references app."group",
  foreign key (organization_id, member_id) references app.member,
  foreign key (organization_id, created_by) references app.member,
  check ((level = 'group') = (group_id is not null) and (level = 'member') = (member_id is not null))
);
create index block_group on app.block (organization_id, group_id, ends_at) where group_id is not null;
create index block_member on app.block (organization_id, member_id, ends_at) where member_id is not null;
create index block_organization on app.block (organization_id, ends_at) where level = 'organization';

-- By whom it is that they close.
create index block_owner on app.block (organization_id, (coalesce(member_id, group_id, organization_id)), ends_at);

-- A member's calendar elsewhere: its busy times are mirrored, times only; one of them gets the meetings.
create table app.calendar (
  organization_id uuid not null references app.organization,
  id uuid not null,
  member_id uuid not null,
  kind text not null check (kind in ('caldav', 'ics', 'google', 'microsoft')),
  name text not null,
  -- What its provider needs, as JSON, encrypted.
  connection_encrypted text not null,
  is_destination boolean not null default false,
  created_at timestamptz(3) not null default now(),
  created_by uuid,
  synced_at timestamptz(3),
  failed_at timestamptz(3),
  -- In words for the member; null while it works.
  failure text,
  -- In a row.
  failures integer not null default 0,
  -- Since when a meeting could not be written into it, and why; null while all stand there as they are.
  unwritten_since timestamptz(3),
  write_failure text,
  check ((unwritten_since is null) = (write_failure is null)),
  -- Rises with each run of the mirror, which names the one it follows: so there is never a second chain of runs.
  round integer not null default 0,
  primary key (organization_id, id),
  foreign key (organization_id, member_id) references app.member,
  foreign key (organization_id, created_by) references app.member
);
create unique index calendar_destination on app.calendar (organization_id, member_id) where is_destination;
create index calendar_member on app.calendar (organization_id, member_id);
create table app.busy (
  organization_id uuid not null references app.organization,
  calendar_id uuid not null,
  member_id uuid not null,
  starts_at timestamptz(0) not null,
  ends_at timestamptz(0) not null check (ends_at > starts_at),
  primary key (organization_id, calendar_id, starts_at, ends_at),
  foreign key (organization_id, calendar_id) references app.calendar on delete cascade,
  foreign key (organization_id, member_id) references app.member
);
create index busy_member on app.busy (organization_id, member_id, ends_at) include (starts_at);

create table app.meeting (
  organization_id uuid not null references app.organization,
  id uuid not null,
  host_id uuid not null,
  meeting_type_id uuid not null,
  client_id uuid not null,
  -- The group whose link it came by, or that it was planned for; null is the Organization group.
  group_id uuid,
  -- Which groups' reports it counts in: a snapshot, changed only when it is reassigned.
  attributed_group_ids uuid[] not null default '{}',
  status text not null default 'scheduled'
    check (status in ('scheduled', 'live', 'completed', 'missed', 'cancelled_by_client', 'cancelled_by_host')),
  starts_at timestamptz(0) not null,
  ends_at timestamptz(0) not null check (ends_at > starts_at),
  before_minutes integer not null default 0,
  after_minutes integer not null default 0,
  -- Planned over another meeting, knowingly.
  overlap_confirmed boolean not null default false,
  -- Waiting until then for the address to be confirmed; null once it is a meeting.
  held_until timestamptz(3),
  -- The meeting's own copies, so that whoever may read it needs no sight of the client or the type.
  title text not null,
  name text not null,
  email text check (email = lower(email)),
  phone text,
  time_zone text not null,
  language text not null default 'en' check (language in ('en', 'nl', 'de', 'es', 'fr')),
  answers jsonb not null default '[]',
  message text not null default '',
  place_kind text not null check (place_kind in ('video_room', 'phone', 'address', 'url')),
  place text not null default '',
  -- How the host was found: policy, candidates with their scores, reason; null where a person chose.
  decision jsonb,
  planned_by uuid,
  token_hash text not null unique,
  token_encrypted text not null,
  -- Hashes of an Idempotency-Key and of what was sent under it: a double click is one booking.
  request_key text,
  request_hash text,
  -- RFC 5545 §3.8.7.4: rises with each change that calendars are told of.
  sequence integer not null default 0,
  reason text not null default '',
  rating smallint check (rating between 1 and 5),
  created_at timestamptz(3) not null default now(),
  assigned_at timestamptz(3) not null default now(),
  cancelled_at timestamptz(3),
  search text not null generated always as (app.fold(left(
    ' ' || name || ' ' || coalesce(email, '') || ' ' || coalesce(phone, '') || ' ' || title, 600))) stored,
  primary key (organization_id, id),
  foreign key (organization_id, host_id) references app.member,
  foreign key (organization_id, meeting_type_id) references app.meeting_type,
  foreign key (organization_id, client_id) references app.client,
  foreign key (organization_id, group_id) references app."group",
  foreign key (organization_id, planned_by) references app.member,
  -- Nobody can be in two places.
  constraint meeting_one_at_a_time exclude using gist (
    organization_id with =, host_id with =, tstzrange(starts_at, ends_at) with &&)
    where (status in ('scheduled', 'live') and not overlap_confirmed)
);
create unique index meeting_request on app.meeting (request_key) where request_key is not null;
create index meeting_held on app.meeting (held_until) where held_until is not null;
create index meeting_host on app.meeting (organization_id, host_id, starts_at);
create index meeting_time on app.meeting (organization_id, starts_at, id);
create index meeting_client on app.meeting (organization_id, client_id, starts_at);
create index meeting_groups on app.meeting using gin (attributed_group_ids);
-- Who was given one least recently.
create index meeting_assigned on app.meeting (organization_id, host_id, group_id, assigned_at);
-- Only those planned over others lie over any.
create index meeting_overlapping on app.meeting (organization_id, host_id, starts_at)
  where overlap_confirmed and status in ('scheduled', 'live');
create index meeting_search on app.meeting using gin (search public.gin_trgm_ops);

create table app.meeting_guest (
  organization_id uuid not null references app.organization,
  meeting_id uuid not null,
  id uuid not null,
  name text not null,
  email text not null check (email = lower(email)),
  created_at timestamptz(3) not null default now(),
  added_by uuid,
  primary key (organization_id, meeting_id, id),
  unique (organization_id, meeting_id, email),
  foreign key (organization_id, meeting_id) references app.meeting on delete cascade,
  foreign key (organization_id, added_by) references app.member
);

-- Who was taken off a meeting, until they are told.
create table app.former_guest (
  organization_id uuid not null references app.organization,
  meeting_id uuid not null,
  id uuid not null,
  name text not null,
  email text not null,
  removed_at timestamptz(3) not null default now(),
  primary key (organization_id, meeting_id, id),
  foreign key (organization_id, meeting_id) references app.meeting on delete cascade
);
create index former_guest_removed on app.former_guest (removed_at);

-- A meeting as it stands in its host's calendar: once for each meeting and host.
create table app.calendar_event (
  organization_id uuid not null references app.organization,
  meeting_id uuid not null,
  host_id uuid not null,
  calendar_id uuid not null,
  uid text not null,
  href text not null,
  sequence integer not null,
  written_at timestamptz(3) not null default now(),
  primary key (organization_id, meeting_id, host_id),
  foreign key (organization_id, meeting_id) references app.meeting on delete cascade,
  foreign key (organization_id, host_id) references app.member,
  foreign key (organization_id, calendar_id) references app.calendar on delete cascade
);
create index calendar_event_calendar on app.calendar_event (organization_id, calendar_id);
