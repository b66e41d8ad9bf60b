create table app.flow (
  organization_id uuid not null references app.organization,
  id uuid not null,
  name text not null check (name <> ''),
  published_version integer,
  created_at timestamptz(3) not null default now(),
  disabled_at timestamptz(3),
  primary key (organization_id, id)
);
-- An invite keeps the version it was sent with, so a published version never changes.
create table app.flow_version (
  organization_id uuid not null references app.organization,
  flow_id uuid not null,
  version integer not null,
  steps jsonb not null,
  published_at timestamptz(3) not null default now(),
  primary key (organization_id, flow_id, version),
  foreign key (organization_id, flow_id) references app.flow
);
-- The allow-list of a group; a group without a row offers every active flow.
create table app.group_flow (
  organization_id uuid not null references app.organization,
  group_id uuid not null,
  flow_id uuid not null,
  primary key (organization_id, group_id, flow_id),
  foreign key (organization_id, group_id) references app."group",
  foreign key (organization_id, flow_id) references app.flow
);
create index group_flow_flow on app.group_flow (organization_id, flow_id);

create table app.client (
  organization_id uuid not null references app.organization,
  id uuid not null,
  group_id uuid,
  invited_by uuid,
  flow_id uuid,
  origin text not null check (origin in ('invite', 'api', 'booking', 'public_flow')),
  first_name text not null,
  last_name text not null default '',
  email text check (email = lower(email)),
  phone text,
  external_id text,
  language text not null default 'en' check (language in ('en', 'nl', 'de', 'es', 'fr')),
  status text not null default 'not_started'
    check (status in ('not_started', 'in_progress', 'needs_attention', 'completed', 'revoked')),
  created_at timestamptz(3) not null default now(),
  last_activity_at timestamptz(3) not null default now(),
  -- Begins with a space, as every word in it does; short enough for an index, in the widest of letters.
  search text not null generated always as (app.fold(left(
    ' ' || first_name || ' ' || last_name || ' ' || coalesce(email, '') || ' ' || coalesce(phone, '') || ' ' || coalesce(external_id, ''), 600))) stored,
  primary key (organization_id, id),
  foreign key (organization_id, group_id) references app."group",
  foreign key (organization_id, invited_by) references app.member,
  foreign key (organization_id, flow_id) references app.flow
);
-- Where one member invited nearly everyone, or one group has them, the statistics would promise any other member as many,
-- and the planner would look for theirs by walking all.
alter table app.client
  alter column invited_by set (n_distinct = 1000),
  alter column group_id set (n_distinct = 1000);
-- The list walks these; what they include lets the policy be checked inside the index.
create index client_newest on app.client (organization_id, created_at desc, id desc) include (group_id, invited_by);
create index client_group_newest on app.client (organization_id, group_id, created_at desc, id desc) include (invited_by, search);
create index client_inviter_newest on app.client (organization_id, invited_by, created_at desc, id desc) include (group_id);
create index client_status_newest on app.client (organization_id, status, created_at desc, id desc) include (group_id, invited_by);
create index client_group_status_newest on app.client (organization_id, group_id, status, created_at desc, id desc) include (invited_by);
-- Whoever books is looked for by their address, inside one group.
create index client_email on app.client (organization_id, email) where email is not null;
create index client_search on app.client using gin (search public.gin_trgm_ops);

create table app.client_cc (
  organization_id uuid not null references app.organization,
  client_id uuid not null,
  member_id uuid not null,
  created_at timestamptz(3) not null default now(),
  created_by uuid,
  primary key (organization_id, member_id, client_id),
  foreign key (organization_id, client_id) references app.client on delete cascade,
  foreign key (organization_id, member_id) references app.member,
  foreign key (organization_id, created_by) references app.member
);
create index client_cc_client on app.client_cc (organization_id, client_id) include (member_id);

create table app.invite (
  organization_id uuid not null references app.organization,
  id uuid not null,
  client_id uuid not null,
  flow_id uuid not null,
  flow_version integer not null,
  sent_by uuid,
  method text not null check (method in ('email', 'link')),
  language text not null check (language in ('en', 'nl', 'de', 'es', 'fr')),
  -- The hash finds the invite; the encrypted token lets it be copied and sent again.
  token_hash text not null unique,
  token_encrypted text not null,
  sent_at timestamptz(3) not null default now(),
  expires_at timestamptz(3),
  initiated_at timestamptz(3),
  attempted_at timestamptz(3),
  completed_at timestamptz(3),
  revoked_at timestamptz(3),
  status text not null generated always as (case
    when revoked_at is not null then 'revoked' when completed_at is not null then 'completed'
    when attempted_at is not null then 'attempted' when initiated_at is not null then 'initiated' else 'sent' end) stored,
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references app.client on delete cascade,
  foreign key (organization_id, flow_id, flow_version) references app.flow_version,
  foreign key (organization_id, sent_by) references app.member
);
create index invite_client on app.invite (organization_id, client_id, sent_at desc);
-- Reports ask for a period.
create index invite_sent on app.invite (organization_id, sent_at);

create table app.delivery (
  organization_id uuid not null references app.organization,
  id uuid not null,
  invite_id uuid not null,
  client_id uuid not null,
  channel text not null check (channel in ('email', 'link')),
  address text,
  status text not null default 'queued' check (status in ('queued', 'sent', 'delivered', 'undelivered', 'opened')),
  -- Why it could not be delivered, in words for the sender.
  reason text,
  requested_by uuid,
  created_at timestamptz(3) not null default now(),
  sent_at timestamptz(3),
  primary key (organization_id, id),
  foreign key (organization_id, invite_id) references app.invite on delete cascade,
  foreign key (organization_id, client_id) references app.client on delete cascade,
  foreign key (organization_id, requested_by) references app.member
);
create index delivery_invite on app.delivery (organization_id, invite_id, created_at);
create index delivery_client on app.delivery (organization_id, client_id);

-- One walk of one client through one version of a flow.
create table app.journey (
  organization_id uuid not null references app.organization,
  id uuid not null,
  client_id uuid not null,
  invite_id uuid not null,
  started_at timestamptz(3) not null default now(),
  completed_at timestamptz(3),
  primary key (organization_id, id),
  unique (organization_id, invite_id),
  foreign key (organization_id, client_id) references app.client on delete cascade,
  foreign key (organization_id, invite_id) references app.invite on delete cascade
);
create index journey_client on app.journey (organization_id, client_id);
create table app.journey_step (
  organization_id uuid not null references app.organization,
  journey_id uuid not null,
  client_id uuid not null,
  key text not null,
  answers jsonb not null default '{}',
  submitted_at timestamptz(3) not null default now(),
  primary key (organization_id, journey_id, key),
  foreign key (organization_id, journey_id) references app.journey on delete cascade,
  foreign key (organization_id, client_id) references app.client on delete cascade
);
create index journey_step_client on app.journey_step (organization_id, client_id);
