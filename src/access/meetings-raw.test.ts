import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyone, type Fixture, fixture, type Person } from '../../db/fixture.ts'
import { schedule, type Scheduling } from '../../test/world/scheduling.ts'
import { enterAs, openWorld, type World } from '../../test/world.ts'
import { hashToken, newToken } from '../kit/crypto.ts'
import { type Db, rehearse } from '../kit/db.ts'

/** The database alone, without a line of the program before it. */
let world: World
let made: Fixture & Scheduling
beforeAll(async () => {
  world = await openWorld()
  const { cast, ...rest } = fixture({}, 'raw.example')
  made = { cast, ...rest, ...schedule({ cast, ...rest }) }
  await world.insert(cast)
})
afterAll(() => world.close())

const as = <T>(person: Person, work: (db: Db) => Promise<T>) =>
  world.asMember(made.cast.organizationId, made.members[person], work)
/** How many rows a statement wrote, or the code it was refused with; nothing of it stays. */
const attempt = (db: Db, statement: RawBuilder<unknown>): Promise<number | string> =>
  rehearse(db, () =>
    statement.execute(db).then(
      ({ numAffectedRows, rows }) => Number(numAffectedRows ?? rows.length),
      (error: { code: string }) => error.code,
    ),
  )
const refused = '42501'
const idsIn = async (db: Db, table: string): Promise<string[]> =>
  (await sql<{ id: string }>`select id from ${sql.table(table)} order by id`.execute(db)).rows.map(
    row => row.id,
  )

const readers: readonly Person[] = ['A', 'M', 'P']
/** Whose diaries somebody keeps: everybody's, one's own, and those of the groups in which one has a role. */
const tendedBy = (person: Person): readonly Person[] =>
  readers.includes(person) ? everyone : person === 'Q' ? ['O1', 'O12', 'L1', 'Q'] : [person]

const meetingFor = (hostId: string, given: { minutes?: number; overlaps?: boolean; groupId?: string } = {}) =>
  sql`insert into app.meeting (organization_id, id, host_id, meeting_type_id, client_id, attributed_group_ids, starts_at, ends_at,
      overlap_confirmed, title, name, time_zone, place_kind, token_hash, token_encrypted)
    values (${made.cast.organizationId}, gen_random_uuid(), ${hostId}, ${made.meetingTypes.T1}, ${made.clients.c1},
      ${given.groupId ? [given.groupId] : []}::uuid[], now() + interval '400 days' + ${given.minutes ?? 0} * interval '1 minute',
      now() + interval '400 days 30 minutes' + ${given.minutes ?? 0} * interval '1 minute', ${given.overlaps ?? false},
      'Raw', 'Raw', 'UTC', 'phone', ${hashToken(newToken())}, '')`

describe('by raw SQL', () => {
  test('nobody puts anything into the diary of somebody whom they do not tend', async () => {
    const organization = sql`${made.cast.organizationId}::uuid`
    const into: Record<string, (memberId: string) => RawBuilder<unknown>> = {
      meeting: id => meetingFor(id),
      calendar:
        id => sql`insert into app.calendar (organization_id, id, member_id, kind, name, connection_encrypted)
        values (${organization}, gen_random_uuid(), ${id}, 'ics', 'Raw', '')`,
      block:
        id => sql`insert into app.block (organization_id, id, level, member_id, starts_at, ends_at, time_zone)
        values (${organization}, gen_random_uuid(), 'member', ${id}, now(), now() + interval '1 hour', 'UTC')`,
      openHours: id => sql`insert into app.open_hours (organization_id, member_id, time_zone, weekly)
        values (${organization}, ${id}, 'UTC', '[]') on conflict (organization_id, member_id) do update set version = 2`,
    }
    for (const person of everyone)
      await as(person, async db => {
        for (const [table, insert] of Object.entries(into)) {
          const written: Person[] = []
          for (const other of everyone) {
            const outcome = await attempt(db, insert(made.members[other]))
            if (outcome !== refused) expect(outcome, `${table} of ${other} by ${person}`).toBe(1)
            if (outcome === 1) written.push(other)
          }
          expect(written, `${table} by ${person}`).toEqual(
            everyone.filter(other => tendedBy(person).includes(other)),
          )
        }
      })
  })

  test('blocks of a group and of everyone, and who can host what, are written by those of the table alone', async () => {
    const block = (level: string, groupId: string | null) =>
      sql`insert into app.block (organization_id, id, level, group_id, starts_at, ends_at, time_zone)
        values (${made.cast.organizationId}, gen_random_uuid(), ${level}, ${groupId}, now(), now() + interval '1 hour', 'UTC')`
    const named = (memberId: string) =>
      sql`insert into app.meeting_type_member (organization_id, meeting_type_id, member_id)
        values (${made.cast.organizationId}, ${made.meetingTypes.T1}, ${memberId})`
    const through = (groupId: string) =>
      sql`insert into app.meeting_type_group (organization_id, meeting_type_id, group_id)
        values (${made.cast.organizationId}, ${made.meetingTypes.T0}, ${groupId})`
    for (const person of everyone)
      await as(person, async db => {
        const may = async (statement: RawBuilder<unknown>) => (await attempt(db, statement)) === 1
        expect(
          {
            everyone: await may(block('organization', null)),
            G1: await may(block('group', made.groups.G1)),
            G2: await may(block('group', made.groups.G2)),
            hosts: await may(named(made.members[person])),
            hostsOfG1: await may(through(made.groups.G1)),
            rename: await may(
              sql`update app.meeting_type set name = 'Raw' where id = ${made.meetingTypes.T1}`,
            ),
          },
          person,
        ).toEqual({
          everyone: ['A', 'M'].includes(person),
          G1: ['A', 'M', 'P', 'Q'].includes(person),
          G2: ['A', 'M', 'P'].includes(person),
          hosts: ['A', 'M'].includes(person),
          hostsOfG1: ['A', 'M'].includes(person),
          rename: ['A', 'M'].includes(person),
        })
      })
  })

  test('no update shows anybody a meeting that they did not see, least of all one that is only held', async () => {
    for (const person of everyone)
      await as(person, async db => {
        const before = await idsIn(db, 'meeting')
        const me = sql`${made.members[person]}::uuid`
        for (const change of [
          sql`host_id = ${me}, overlap_confirmed = true`,
          sql`attributed_group_ids = array[${made.groups.G1}::uuid, ${made.groups.G2}::uuid]`,
          sql`held_until = null`,
          sql`held_until = null, status = 'completed'`,
          sql`held_until = null, host_id = ${me}, overlap_confirmed = true,
            attributed_group_ids = array[${made.groups.G1}::uuid, ${made.groups.G2}::uuid]`,
          sql`id = gen_random_uuid()`,
        ])
          // Without a condition, so that no policy of reading stands before that of writing.
          await rehearse(db, async () => {
            const written = await sql`update app.meeting set ${change}`.execute(db).then(
              ({ numAffectedRows }) => Number(numAffectedRows),
              () => undefined,
            )
            if (written === undefined) return
            expect(written, `${person} wrote more than they see`).toBeLessThanOrEqual(before.length)
            expect((await idsIn(db, 'meeting')).length, person).toBeLessThanOrEqual(before.length)
          })
      })
  })

  test('guests are of meetings that one may change, and notes of calendars are the program’s own', async () => {
    const { m1, m3, m6 } = made.meetings
    const guest = (meetingId: string, table = 'meeting_guest') =>
      sql`insert into ${sql.table(`app.${table}`)} (organization_id, meeting_id, id, name, email)
        values (${made.cast.organizationId}, ${meetingId}, gen_random_uuid(), 'Raw', 'raw@x.example')`
    await world.owner.query(
      `insert into app.former_guest (organization_id, meeting_id, id, name, email)
        values ($1, $2, gen_random_uuid(), 'Gone', 'gone@x.example')`,
      [made.cast.organizationId, m1],
    )
    for (const person of everyone)
      await as(person, async db => {
        const done: boolean[] = []
        for (const id of [m1, m3, m6]) done.push((await attempt(db, guest(id))) === 1)
        expect(done, person).toEqual([
          ['A', 'M', 'P', 'O1', 'Q'].includes(person),
          ['A', 'M', 'P'].includes(person),
          false,
        ])
        // Who was taken off is for the program alone.
        for (const [index, id] of [m1, m3, m6].entries())
          expect((await attempt(db, guest(id, 'former_guest'))) === 1, person).toBe(done[index])
        expect(await attempt(db, sql`select from app.former_guest`)).toBe(0)
        expect(await attempt(db, sql`delete from app.former_guest`)).toBe(0)
        expect(await attempt(db, sql`delete from app.meeting_guest where meeting_id = ${m6}`)).toBe(0)
        expect(
          await attempt(
            db,
            sql`insert into app.calendar_event (organization_id, meeting_id, host_id, calendar_id, uid, href, sequence)
              select c.organization_id, ${m1}, c.member_id, c.id, '', '', 0 from app.calendar c limit 1`,
          ),
          person,
        ).toBeOneOf([0, refused])
      })
  })

  test('a meeting makes somebody new a client of the planner’s groups and of those of its host that they know, and of no other', async () => {
    const { G1, G2 } = made.groups
    const groupsOf: Partial<Record<Person, readonly string[]>> = {
      O1: [G1],
      L1: [G1],
      Q: [G1],
      O2: [G2],
      P: [G2],
      O12: [G1, G2],
    }
    const sendsEverywhere = (person: Person) => ['A', 'F', 'M'].includes(person)
    const may = (person: Person, host: Person, group: string | null): boolean => {
      const own = groupsOf[person] ?? []
      if (!tendedBy(person).includes(host)) return false
      if (sendsEverywhere(person)) return true
      if (group === null) return own.length === 0
      return own.includes(group) || (person === 'P' && (groupsOf[host] ?? []).includes(group))
    }
    const planned = async (db: Db, hostId: string, group: string | null) => {
      const { rows } = await sql<{ id: string | null }>`
        select app.planned_client(${hostId}, ${group}, gen_random_uuid(), 'Raw', 'raw@x.example', null, 'en') as id`.execute(
        db,
      )
      return rows[0]?.id !== null
    }
    for (const person of everyone)
      await as(person, async db => {
        for (const host of everyone)
          for (const group of [null, G1, G2])
            expect(
              await rehearse(db, () => planned(db, made.members[host], group)),
              `${person} with ${host} for ${group}`,
            ).toBe(may(person, host, group))
      })
  })

  test('a client with the link of a meeting writes to that meeting and themselves, and to nothing else', async () => {
    const { rows: tables } = await world.owner.query<{ name: string; column: string }>(`
      select c.relname as name, min(a.attname) as column from pg_class c join pg_attribute a on a.attrelid = c.oid
       where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
         and a.attgenerated = '' and has_column_privilege('guildhall_app', c.oid, a.attname, 'update') group by c.relname`)
    const writable: Record<string, number> = { meeting: 1, client: 1 }
    for (const { id, clientId, tokenHash: hash } of made.cast.rows.meeting)
      await enterAs(world.app, { kind: 'booking_link', hash }, async db => {
        for (const { name, column } of tables)
          expect(
            await attempt(
              db,
              sql`update ${sql.table(`app.${name}`)} set ${sql.ref(column)} = ${sql.ref(column)}`,
            ),
            name,
          ).toBeOneOf([writable[name] ?? 0, refused])
        expect(await attempt(db, sql`update app.meeting set reason = 'raw' where id <> ${id}`)).toBe(0)
        expect(await attempt(db, sql`update app.client set phone = null where id <> ${clientId}`)).toBe(0)
        const others = made.cast.rows.meeting.find(meeting => meeting.id !== id)?.id ?? ''
        expect(
          await attempt(
            db,
            sql`insert into app.meeting_guest (organization_id, meeting_id, id, name, email)
              values (${made.cast.organizationId}, ${others}, gen_random_uuid(), 'Raw', 'raw@x.example')`,
          ),
        ).toBe(refused)
        expect(await attempt(db, meetingFor(made.members.O1))).toBe(refused)
        for (const [table, rows] of Object.entries({
          meeting: refused,
          meeting_guest: made.cast.rows.meetingGuest.filter(guest => guest.meetingId === id).length,
        }))
          expect(await attempt(db, sql`delete from ${sql.table(`app.${table}`)}`), table).toBe(rows)
        for (const other of ['organization_id', 'id'])
          expect(
            await attempt(db, sql`update app.meeting set ${sql.ref(other)} = ${randomUUID()}`),
            other,
          ).toBeOneOf([refused, '23503'])
      })
  })

  test('nobody is in two places, whoever writes it, unless it was confirmed', async () => {
    const { A, O1 } = made.members
    const credentials = [
      { kind: 'job', organizationId: made.cast.organizationId, memberId: A },
      { kind: 'job', organizationId: made.cast.organizationId, memberId: O1 },
      { kind: 'job', organizationId: made.cast.organizationId, memberId: made.members.Q },
    ] as const
    const overlap = '23P01'
    for (const credential of credentials)
      await enterAs(world.app, credential, db =>
        rehearse(db, async () => {
          expect(await meetingFor(O1).execute(db)).toBeTruthy()
          expect(await attempt(db, meetingFor(O1, { minutes: 29 }))).toBe(overlap)
          expect(await attempt(db, meetingFor(O1, { minutes: -29 }))).toBe(overlap)
          expect(await attempt(db, meetingFor(O1, { minutes: 30 }))).toBe(1)
          expect(await attempt(db, meetingFor(O1, { overlaps: true }))).toBe(1)
          expect(
            await attempt(
              db,
              sql`update app.meeting set starts_at = now() + interval '400 days', ends_at = now() + interval '400 days 1 minute'
                where id = ${made.meetings.m1}`,
            ),
          ).toBe(overlap)
        }),
      )
    const again = world.owner.query(
      `insert into app.meeting (organization_id, id, host_id, meeting_type_id, client_id, starts_at, ends_at, title, name, time_zone,
         place_kind, token_hash, token_encrypted)
       select organization_id, gen_random_uuid(), host_id, meeting_type_id, client_id, starts_at, ends_at, title, name, time_zone,
         place_kind, gen_random_uuid()::text, '' from app.meeting where id = $1`,
      [made.meetings.m2],
    )
    await expect(again).rejects.toMatchObject({ code: overlap })
  })
})
