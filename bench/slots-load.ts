import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Urls } from './databases.ts'

/** Links of groups, by the number of hosts in them. */
export type Offered = { meetingTypeId: string; links: Map<number, string> }

/**
 * Groups of hosts in four zones with ten busy times and two meetings a week each, who have met for a year; and around
 * them two thousand members with as much, so that every index is one of an organisation at work.
 */
export async function loadHosts({ superuser }: Urls, sizes: readonly number[]): Promise<Offered> {
  const client = new pg.Client({ connectionString: superuser })
  await client.connect()
  const [organization, type] = [randomUUID(), randomUUID()]
  const links = new Map(sizes.map(size => [size, `hosts-${size}`]))
  try {
    await client.query(`insert into app.organization (id, name) values ($1, 'Bench')`, [organization])
    await client.query(
      `insert into app.member (organization_id, id, name, email, role, account_id, joined_at)
       select $1, gen_random_uuid(), 'Host ' || n, 'host' || n || '@bench.example', 'operations', null, null
         from generate_series(1, 2000) n`,
      [organization],
    )
    // Without logins: nobody signs in here.
    await client.query(`set session_replication_role = replica`)
    await client.query(
      `insert into auth.login (id, name, email, email_verified)
         select m.id, m.name, m.email, true from app.member m`,
    )
    await client.query(`update app.member set account_id = id, joined_at = now() - interval '2 years'`)
    await client.query(
      `insert into app.meeting_type (organization_id, id, name, duration_minutes, step_minutes, buffer_after_minutes, window_days)
       values ($1, $2, 'Meeting', 30, 15, 15, 29)`,
      [organization, type],
    )
    for (const [size, link] of links) {
      const group = randomUUID()
      await client.query(`insert into app."group" (organization_id, id, name) values ($1, $2, $3)`, [organization, group, link]) // prettier-ignore
      await client.query(`insert into app.group_link (organization_id, group_id, link) values ($1, $2, $3)`, [organization, group, link]) // prettier-ignore
      await client.query(`insert into app.meeting_type_group (organization_id, meeting_type_id, group_id) values ($1, $2, $3)`, [organization, type, group]) // prettier-ignore
      await client.query(
        `insert into app.membership (organization_id, group_id, member_id)
         select $1, $2, id from app.member order by length(name), name limit $3`,
        [organization, group, size],
      )
    }
    await client.query(
      `insert into app.open_hours (organization_id, member_id, time_zone, weekly)
       select $1, id, ('{Europe/Berlin,America/New_York,Asia/Kolkata,Australia/Lord_Howe}'::text[])[1 + (row_number() over () % 4)::integer],
         (select jsonb_agg(jsonb_build_object('day', day, 'start', start, 'end', ends))
            from generate_series(1, 5) day, (values ('09:00', '12:00'), ('13:00', '17:00')) hours (start, ends))
         from app.member`,
      [organization],
    )
    await client.query(
      `insert into app.calendar (organization_id, id, member_id, kind, name, connection_encrypted, synced_at)
       select $1, id, id, 'ics', 'Elsewhere', '', now() + interval '1 day' from app.member`,
      [organization],
    )
    await client.query(
      `insert into app.busy (organization_id, calendar_id, member_id, starts_at, ends_at)
       select $1, m.id, m.id, starts, starts + interval '45 minutes' from app.member m,
         lateral (select date_trunc('week', now()) + nth / 10 * interval '7 days'
           + ((nth % 10 * 3 + hashtext(m.name) % 1000) * 211 % 10080 + 10080) % 10080 * interval '1 minute' as starts
           from generate_series(0, 59) nth) busy
       on conflict do nothing`,
      [organization],
    )
    await client.query(
      `insert into app.client (organization_id, id, first_name, origin) values ($1, $1, 'Client', 'api')`,
      [organization],
    )
    await client.query(
      `insert into app.meeting (organization_id, id, host_id, meeting_type_id, client_id, group_id, starts_at, ends_at, title, name,
           time_zone, place_kind, token_hash, token_encrypted, after_minutes)
       select $1, gen_random_uuid(), m.id, $2, $1, ms.group_id, starts, starts + interval '30 minutes', 'Meeting', 'Client',
         'UTC', 'video_room', gen_random_uuid()::text, '', 15
         from app.member m left join lateral (select group_id from app.membership where member_id = m.id limit 1) ms on true,
         lateral (select date_trunc('week', now()) - interval '364 days' + nth / 2 * interval '7 days'
           + (nth % 2 * 2000 + (hashtext(m.name) % 5000 + 5000) % 5000) * interval '1 minute' as starts
           from generate_series(0, 115) nth) met
        where ms.group_id is not null or length(m.name) % 2 = 0`,
      [organization, type],
    )
    await client.query(`set session_replication_role = origin`)
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
  return { meetingTypeId: type, links }
}
