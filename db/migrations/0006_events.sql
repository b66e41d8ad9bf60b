-- Everything that happened: the timeline of a client, the history of a group, the audit log. Append-only for the app.
-- It holds ids and names of fields, never the data of a client, so that erasing a client leaves it whole.
create table app.event (
  organization_id uuid not null references app.organization,
  id uuid not null,
  name text not null check (name ~ '^[a-z_]+\.[a-z_]+$'),
  actor_kind text not null check (actor_kind in ('member', 'client', 'system')),
  actor_id uuid,
  client_id uuid,
  group_id uuid,
  member_id uuid,
  meeting_id uuid,
  data jsonb not null default '{}',
  address inet,
  at timestamptz(3) not null default now(),
  primary key (organization_id, id)
);
create index event_client on app.event (organization_id, client_id, id desc) where client_id is not null;
create index event_group on app.event (organization_id, group_id, id desc) where group_id is not null;
create index event_member on app.event (organization_id, member_id, id desc) where member_id is not null;
create index event_meeting on app.event (organization_id, meeting_id, id desc) where meeting_id is not null;

-- A POST that creates, sent twice under one key, answers the first answer again.
create table app.idempotency (
  organization_id uuid not null references app.organization,
  actor_id uuid not null,
  key text not null check (length(key) between 1 and 200),
  request_hash text not null,
  status smallint,
  body jsonb,
  created_at timestamptz(3) not null default now(),
  primary key (organization_id, actor_id, key)
);
create index idempotency_age on app.idempotency (created_at);

-- Counts of a window that began at `started_at`; only app.take_permit touches it. Lost in a crash, by intent.
create unlogged table app.rate_limit (
  key text primary key,
  started_at timestamptz not null,
  count integer not null
);

-- The one-time link that creates the organisation; at most one row.
create table app.setup (
  singleton boolean primary key default true check (singleton),
  token_hash text not null,
  created_at timestamptz(3) not null default now()
);
