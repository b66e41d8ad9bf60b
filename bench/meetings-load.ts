import pg from 'pg'
import { hashToken } from '../src/kit/crypto.ts'
import { tokenOf } from './load.ts'
import type { Urls } from './databases.ts'
import { firstNames, lastNames } from './names.ts'

export const meetingKinds = ['admin', 'region', 'team', 'own'] as const
export type MeetingKind = (typeof meetingKinds)[number]
/** Who asks, and the groups where they have a group role. */
export type Reader = { id: string; email: string; kind: MeetingKind; groupIds: string[] }

export type Organisation = { members: number; groups: number; past: number; upcoming: number }
const regions = 10
const types = 100

/**
 * An organisation at work: members in teams, teams in ten regions with an operator each; meetings of two years and the next
 * four weeks, times that are busy and blocks that repeat. One upcoming meeting in three hundred is at risk: a page of those
 * is found only by looking at most of all. Made by rule in the database; foreign keys and triggers stay off.
 */
export async function loadMeetings({ superuser }: Urls, size: Organisation): Promise<Reader[]> {
  const client = new pg.Client({ connectionString: superuser })
  await client.connect()
  const run = (text: string, values: unknown[] = []) => client.query(text, values)
  try {
    await run(`set session_replication_role = replica`)
    await run(`create function pg_temp.id(kind text, nth bigint) returns uuid immutable language sql
      return overlay(overlay(md5(kind || ' ' || nth) placing '4' from 13) placing 'a' from 17)::uuid`)
    await run(`insert into app.organization (id, name) values (pg_temp.id('organization', 1), 'Bench')`)
    await loadPeople(run, size)
    await loadTimes(run, size)
    await run(
      `insert into app.client (organization_id, id, group_id, first_name, last_name, email, origin)
       select pg_temp.id('organization', 1), pg_temp.id('client', n), pg_temp.id('team', n % $3), first, last, lower(first || '.' || last || n || '@mail.example'), 'booking'
         from generate_series(1, $4) n, lateral (select $1::text[] as f, $2::text[] as l) names,
           lateral (select f[1 + n * 7 % cardinality(f)] as first, l[1 + n * 13 % cardinality(l)] as last) named`,
      [firstNames, lastNames, size.groups, size.members * 5],
    )
    await loadEach(run, size)
    const readers = await readersOf(run, size)
    await run(`set session_replication_role = origin`)
    await run('vacuum analyze')
    return readers
  } finally {
    await client.end()
  }
}

type Run = (text: string, values?: unknown[]) => Promise<pg.QueryResult>

async function loadPeople(run: Run, { members, groups }: Organisation): Promise<void> {
  await run(
    `insert into app.member (organization_id, id, account_id, name, email, role, sight, joined_at, suspended_at)
     select pg_temp.id('organization', 1), pg_temp.id('member', n), pg_temp.id('account', n), ($2::text[])[1 + n % cardinality($2::text[])] || ' ' || n,
         'member' || n || '@bench.example', case n when 0 then 'admin' else 'operations' end, 'groups', now() - interval '3 years',
         case when n % 1000 = 999 then now() end
       from generate_series(0, $1) n`,
    [members, lastNames],
  )
  await run(
    `insert into app."group" (organization_id, id, name, parent_id)
     select pg_temp.id('organization', 1), pg_temp.id('region', n), 'Region ' || n, null from generate_series(0, $1 - 1) n
     union all
     select pg_temp.id('organization', 1), pg_temp.id('team', n), 'Team ' || n, pg_temp.id('region', n % $1) from generate_series(0, $2 - 1) n`,
    [regions, groups],
  )
  await run(
    `insert into app.membership (organization_id, group_id, member_id, group_role, expires_at)
     select pg_temp.id('organization', 1), pg_temp.id('team', n % $2), pg_temp.id('member', n), case when n between $3 + 1 and 2 * $3 then 'operator' end,
         case when n % 1000 = 998 then now() end from generate_series(1, $1) n
     union all
     select pg_temp.id('organization', 1), pg_temp.id('region', n), pg_temp.id('member', n + 1), 'operator', null from generate_series(0, $3 - 1) n`,
    [members, groups, regions],
  )
  await run(
    `insert into app.meeting_type (organization_id, id, name, duration_minutes)
     select pg_temp.id('organization', 1), pg_temp.id('type', n), 'Talk ' || n, 30 from generate_series(0, $1 - 1) n`,
    [types],
  )
  await run(
    `insert into app.meeting_type_group (organization_id, meeting_type_id, group_id)
     select pg_temp.id('organization', 1), pg_temp.id('type', (n + k * 37) % $2), pg_temp.id('team', n)
       from generate_series(0, $1 - 1) n, generate_series(0, 1) k`,
    [groups, types],
  )
}

/** Busy at odd hours and blocked for lunch at one: meetings begin at even hours, so that few are in the way of others. */
async function loadTimes(run: Run, { members, groups }: Organisation): Promise<void> {
  await run(
    `insert into app.calendar (organization_id, id, member_id, kind, name, connection_encrypted, synced_at)
     select pg_temp.id('organization', 1), pg_temp.id('member', n), pg_temp.id('member', n), 'ics', 'Elsewhere', '', now() from generate_series(1, $1) n`,
    [members],
  )
  await run(
    `insert into app.busy (organization_id, calendar_id, member_id, starts_at, ends_at)
     select pg_temp.id('organization', 1), pg_temp.id('member', n), pg_temp.id('member', n), starts, starts + interval '45 minutes'
       from generate_series(1, $1) n, generate_series(0, 59) nth,
         lateral (select date_trunc('day', now()) + nth / 2 * interval '1 day' + (7 + nth % 5 * 2) * interval '1 hour' as starts) busy
     union all
     select pg_temp.id('organization', 1), pg_temp.id('member', n), pg_temp.id('member', n), now(), now() + interval '60 days' from generate_series(996, $1, 1000) n`,
    [members],
  )
  await run(
    `insert into app.block (organization_id, id, level, group_id, member_id, starts_at, ends_at, time_zone, rrule)
     select pg_temp.id('organization', 1), pg_temp.id('lunch', n), 'member', null::uuid, pg_temp.id('member', n),
         now()::date - 400 + time '13:00', now()::date - 400 + time '13:45', 'UTC', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' from generate_series(1, $1, 5) n
     union all
     select pg_temp.id('organization', 1), pg_temp.id('holiday', n), 'member', null, pg_temp.id('member', n),
         now()::date + 40 + n % 300, now()::date + 54 + n % 300, 'UTC', null from generate_series(1, $1) n
     union all
     select pg_temp.id('organization', 1), pg_temp.id('team meeting', n), 'group', pg_temp.id('team', n), null,
         now()::date - 300 + time '15:00', now()::date - 300 + time '15:30', 'UTC', 'FREQ=WEEKLY' from generate_series(1, $2 - 1, 10) n
     union all
     select pg_temp.id('organization', 1), pg_temp.id('feast', n), 'organization', null, null,
         now()::date - 100 * n, now()::date - 100 * n + 1, 'UTC', 'FREQ=YEARLY' from generate_series(1, 3) n`,
    [members, groups],
  )
}

/** Of every member: one meeting in so many days back, and one a week to come. Some of these lie over another. */
async function loadEach(run: Run, { members, groups, past, upcoming }: Organisation): Promise<void> {
  await run(
    `insert into app.meeting (organization_id, id, host_id, meeting_type_id, client_id, group_id, attributed_group_ids, status, starts_at, ends_at,
         overlap_confirmed, title, name, email, time_zone, place_kind, token_hash, token_encrypted, created_at, rating)
     select pg_temp.id('organization', 1), pg_temp.id('meeting', n * 1000 + nth), pg_temp.id('member', n), pg_temp.id('type', type), c.id, pg_temp.id('team', n % $2),
         array[pg_temp.id('team', n % $2)],
         case when nth < 0 then 'scheduled' else ('{completed,completed,completed,missed,cancelled_by_client,cancelled_by_host}'::text[])[1 + (n + nth * 7) % 6] end,
         starts, starts + interval '30 minutes', nth < -$4, 'Talk ' || type, c.first_name || ' ' || c.last_name, c.email, 'UTC', 'video_room',
         md5('token ' || n * 1000 + nth), '', starts - (1 + n % 20) * interval '1 day', case when (n + nth) % 4 = 0 then 1 + (n + nth) % 5 end
       from generate_series(1, $1) n,
         -- Every thousandth has one more, at the time of another.
         generate_series(-$4::integer - case when n % 1000 = 997 then 1 else 0 end, $3::integer) nth,
         lateral (select (n % $2 + (n + abs(nth)) % 2 * 37) % $5 as type, 1 + (n * 41 + (nth + 100) * 997) % ($1 * 5) as client) chosen
       join app.client c on c.id = pg_temp.id('client', client),
         lateral (select date_trunc('day', now()) + (8 + n % 5 * 2) * interval '1 hour' + case
           when nth < 0 then 1 + n % 7 + 7 * (least(-nth, $4) - 1) else -(1 + n % 18 + nth * 18) end * interval '1 day' as starts) at
      order by starts`,
    [members, groups, past - 1, upcoming, types],
  )
}

async function readersOf(run: Run, { groups }: Organisation): Promise<Reader[]> {
  const { rows } = await run(
    `select id, email, substring(email from '[0-9]+')::integer as nth from app.member
      where email in (select 'member' || n || '@bench.example' from generate_series(0, 30) n) order by 3`,
  )
  const readers: Reader[] = []
  for (const { id, email, nth } of rows) {
    const kind = meetingKinds[Math.ceil(nth / regions)] as MeetingKind
    const held = await run(
      `select pg_temp.id('region', $2) as id where $1 = 'region'
       union all select pg_temp.id('team', n) from generate_series($2, $3 - 1, $4) n where $1 = 'region'
       union all select pg_temp.id('team', $2 + 1) where $1 = 'team'`,
      [kind, nth - 1, groups, regions],
    )
    await run(
      `insert into auth.login (id, name, email, email_verified) select account_id, name, email, true from app.member where id = $1`,
      [id],
    )
    await run(
      `insert into auth.session (id, token, user_id, expires_at) select id, $2, account_id, '2999-01-01' from app.member where id = $1`,
      [id, hashToken(tokenOf({ id }))],
    )
    readers.push({ id, email, kind, groupIds: held.rows.map(row => row.id) })
  }
  return readers
}
