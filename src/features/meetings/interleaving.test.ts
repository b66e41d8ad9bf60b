import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Branch, branch, workday } from '../../../test/bookable.ts'
import { inLanes } from '../../../test/lanes.ts'
import { readEverything } from '../../../test/world/reading.ts'
import { enterAs, openWorld, type World } from '../../../test/world.ts'
import { Secrets } from '../../kit/crypto.ts'
import { type Db, transact } from '../../kit/db.ts'
import { book } from './actions/booking.ts'
import { planMeeting } from './actions/planning.ts'
import type { NewMeeting } from './schema/meetings.ts'

const connections = 8
const secrets = new Secrets('a secret that is long enough for tests')
const links = { secrets, origin: 'https://guildhall.example' }
type Company = Branch & { adminId: string; operatorId: string; othersMeetingId: string }
let world: World
let companies: [Company, Company]

/** A branch with an Admin, a group operator who hosts nothing, and a meeting that is none of its group's. */
function companyOf(): Company {
  const made = branch(secrets, { hosts: 4 })
  const { cast, groupId, meetingTypeId } = made
  const [adminId, operatorId] = [cast.member({ role: 'admin' }), cast.member({ role: 'operations' })]
  const operated = cast.group()
  cast.membership(operatorId, operated, 'operator')
  const { id: othersMeetingId } = cast.meeting({
    hostId: adminId,
    meetingTypeId,
    clientId: cast.client({ groupId }),
    attributedGroupIds: [operated],
    startsAt: new Date(workday(0, 20)),
  })
  return { ...made, adminId, operatorId, othersMeetingId }
}

beforeAll(async () => {
  world = await openWorld({ connections })
  companies = [companyOf(), companyOf()]
  for (const { cast } of companies) await world.insert(cast)
  // What can go wrong in the middle of a booking, behind a savepoint and a function of other rights.
  await world.owner.query(`
    create function app.fail_on_purpose() returns trigger language plpgsql security definer as $$ begin
      if new.name = 'it fails' then raise exception 'on purpose'; end if;
      if new.name = 'it ends' then perform pg_terminate_backend(pg_backend_pid()); end if;
      return new; end $$;
    create trigger fail_on_purpose before insert on app.meeting for each row execute function app.fail_on_purpose()`)
})
afterAll(() => world.close())

/** Slots of five days, each asked for again and again. */
const startOf = (number: number) => workday(number % 5, 9 + (number % 7), number % 2 === 0 ? 0 : 30)
const nameOf = (number: number) => ['Ada', 'it fails', 'Grace', 'it ends', 'Hedy'][number % 5] ?? ''
const email = (number: number) => `client${number % 9}@client.example`

/** Rows that are read at the end of the transaction that booked, if it did. */
async function bookedBy(number: number, { link, meetingTypeId }: Company) {
  const request = {
    meetingTypeId,
    startsAt: startOf(number),
    name: nameOf(number),
    email: email(number),
    timeZone: 'UTC',
    language: 'en' as const,
    answers: [],
    guests: [],
  }
  return enterAs(world.app, { kind: 'visitor' }, async db => {
    expect(rowsIn(await readEverything(db))).toEqual({})
    const { id } = await book(db, links, { kind: 'group', link }, request)
    return { id, rows: rowsIn(await readEverything(db)) }
  })
}
const rowsIn = (read: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(read).filter(([, keys]) => keys.length > 0))

async function plannedBy(number: number, { cast, hostIds, adminId, meetingTypeId }: Company) {
  const given: NewMeeting = {
    hostId: hostIds[number % hostIds.length] ?? '',
    meetingTypeId,
    startsAt: startOf(number),
    clients: [{ name: nameOf(number), email: email(number), phone: null }],
    message: '',
    confirmOverlap: number % 3 === 0,
    mails: { client: false, host: false },
  }
  return world.asMember(cast.organizationId, adminId, async (db, actor) => {
    await planMeeting(db, actor, secrets, given)
    return meetingsIn(db)
  })
}
const meetingsIn = async (db: Db) =>
  (
    await sql<{ id: string; organizationId: string; hostId: string }>`
      select id, organization_id, host_id from app.meeting`.execute(db)
  ).rows
const orNothing = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && error.name === 'AssertionError') throw error
    return undefined
  }
}

test('between bookings and plans that succeed, are refused and fail in every way, each reads their own rows and nobody else’s', async () => {
  const done = { booked: 0, planned: 0 }
  const request = async (number: number) => {
    const company = companies[number % 2] as Company
    const { organizationId } = company.cast
    const kind = Math.floor(number / 2) % 4
    if (kind === 0) {
      const booked = await orNothing(bookedBy(number, company))
      if (!booked) return
      done.booked += 1
      const { client, ...rows } = booked.rows
      expect(client).toHaveLength(1)
      expect(rows).toEqual({ organization: [organizationId], meeting: [booked.id] })
    } else if (kind === 1) {
      const read = await orNothing(plannedBy(number, company))
      if (read) done.planned += 1
      for (const meeting of read ?? []) expect(meeting.organizationId).toBe(organizationId)
    } else if (kind === 2) {
      const hostId = company.hostIds[number % company.hostIds.length] ?? ''
      const read = await world.asMember(organizationId, hostId, meetingsIn)
      for (const meeting of read) expect(meeting).toMatchObject({ organizationId, hostId })
    } else {
      const read = await world.asMember(organizationId, company.operatorId, meetingsIn)
      expect(read.map(({ id }) => id)).toEqual([company.othersMeetingId])
    }
  }
  await inLanes(400, 3 * connections, request)
  expect(done.booked, 'bookings that were made').toBeGreaterThan(10)
  expect(done.planned, 'meetings that were planned').toBeGreaterThan(10)
})

test('of whoever booked, planned or failed to, nothing is left on a connection', async () => {
  for (const number of [0, 1, 3])
    await Promise.all(
      Array.from({ length: connections }, async (_, at) => {
        const company = companies[at % 2] as Company
        await orNothing(bookedBy(number + 5 * at, company))
        await orNothing(plannedBy(number + 5 * at, company))
      }),
    )
  const { rows: settings } = await world.owner.query<{ name: string }>(
    `select distinct found[1] as name from regexp_matches(pg_get_functiondef('app.enter'::regproc), $$set_config\\('(app\\.[a-z_]+)'$$, 'g') found`,
  )
  expect(settings.length).toBeGreaterThan(10)
  const names = settings.map(({ name }) => name)
  const left = await Promise.all(
    Array.from({ length: connections }, () =>
      transact(world.app.database, world.app.jobs, async db => {
        const { rows } = await sql<{
          value: string
        }>`select name || '=' || current_setting(name, true) as value
          from unnest(${names}::text[]) as name where coalesce(current_setting(name, true), '') <> ''`.execute(
          db,
        )
        return [...rows.map(row => row.value), ...(await meetingsIn(db)).map(({ id }) => id)]
      }),
    ),
  )
  expect(left.flat()).toEqual([])
})
