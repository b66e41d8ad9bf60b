import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import pg from 'pg'
import { Cast } from '../db/cast.ts'
import { insertRows } from '../db/rows.ts'
import type { Cluster, Urls } from './databases.ts'
import { type Timing, timingOf } from './measure.ts'
import { withServer } from './processes.ts'

export type BookingsResult = {
  /** Fifty at once on one start with three free hosts; milliseconds until the last of them is answered. */
  oneStart: Timing & { requests: number; hosts: number; won: number[]; refused: number[] }
  /** Five hundred at once over a day that has room for all. @property reference bare rows of as many bookings, per second. */
  oneDay: {
    requests: number
    hosts: number
    won: number
    perSecond: number
    referencePerSecond: number
    ratio: number
  }
  overlaps: number
  deadlocks: number
}

const clientsAtOnce = 50
const freeHosts = 3
const bookings = 500
/** Five minutes each: more room than wishes, and every wish goes to who has the fewest. */
const dayHosts = 10
const dayStarts = 96
const meetingMinutes = 5
/** Of each host, in the days before: every index is one of a group at work. */
const metBefore = 100
/** A server that has just started compiles as it goes, for some thousand requests: the later half of the days counts. */
const days = 16

/** Bookings over HTTP, sent by this process to the program in another. */
export async function measureBookings(
  cluster: Cluster,
  { isQuick, log }: { isQuick: boolean; log: (line: string) => void },
): Promise<BookingsResult> {
  const urls = await cluster.empty('bench_bookings')
  const client = new pg.Client({ connectionString: urls.superuser })
  await client.connect()
  try {
    const rounds = isQuick ? 3 : 20
    const branches: Branch[] = []
    for (let round = 0; round < rounds; round++) branches.push(await openBranch(client, freeHosts))
    const dayBranches: Branch[] = []
    for (let day = 0; day < (isQuick ? 2 : days); day++) dayBranches.push(await openBranch(client, dayHosts))
    await client.query('vacuum analyze')
    return await withServer('program', { urls, organizationId: '' }, async address => {
      log('Measuring many at once on one start.')
      const oneStart = await measureOneStart(address, branches)
      log('Measuring many at once over a day.')
      const perSecond: number[] = []
      let won = 0
      for (const day of dayBranches) {
        const begin = performance.now()
        won = (await bookDay(address, day)).filter(status => status === 201).length
        perSecond.push(won / ((performance.now() - begin) / 1000))
      }
      const faults = await faultsIn(client)
      const warm = perSecond.slice(-Math.ceil(perSecond.length / 2)).toSorted((a, b) => a - b)
      const measured = warm[Math.floor(warm.length / 2)] ?? 0
      log(`Each day: ${perSecond.map(Math.round).join(', ')} a second.`)
      const referencePerSecond = await measureReference(urls, dayBranches.at(-1) as Branch)
      return {
        oneStart,
        oneDay: {
          requests: bookings,
          hosts: dayHosts,
          won,
          perSecond: measured,
          referencePerSecond,
          ratio: measured / referencePerSecond,
        },
        ...faults,
      }
    })
  } finally {
    await client.end()
    await cluster.drop('bench_bookings')
  }
}

type Branch = { organizationId: string; link: string; meetingTypeId: string; hostId: string }

async function openBranch(client: pg.Client, hosts: number): Promise<Branch> {
  const cast = new Cast()
  const link = `bench-${randomUUID().slice(0, 8)}`
  const groupId = cast.group({ link })
  const hostIds = Array.from({ length: hosts }, () => cast.member({ role: 'operations' }))
  for (const hostId of hostIds) cast.membership(hostId, groupId)
  const meetingTypeId = cast.meetingType({
    noticeMinutes: 0,
    durationMinutes: meetingMinutes,
    hosts: { groups: [groupId] },
  })
  const clientId = cast.client({ groupId })
  for (const hostId of hostIds)
    for (let nth = 0; nth < metBefore; nth++) {
      const startsAt = new Date(Date.now() - (2 + nth / 4) * 86_400_000)
      cast.meeting({ hostId, meetingTypeId, clientId, groupId, startsAt, status: 'completed' })
    }
  await insertRows(client, cast.rows)
  return { organizationId: cast.organizationId, link, meetingTypeId, hostId: hostIds[0] ?? '' }
}

/** The first Monday to Friday that is at least three days ahead. */
function startOf(nth: number): string {
  const day = new Date(Date.now() + 3 * 86_400_000)
  while (day.getUTCDay() % 6 === 0) day.setUTCDate(day.getUTCDate() + 1)
  day.setUTCHours(9, nth * meetingMinutes, 0, 0)
  return day.toISOString()
}

async function book(address: string, { link, meetingTypeId }: Branch, startsAt: string): Promise<number> {
  const { status, body } = await post(`${address}/api/v1/public/groups/${link}/meetings`, {
    meetingTypeId,
    startsAt,
    name: 'Bench Client',
    email: `${randomUUID()}@bench.example`,
    timeZone: 'Europe/Amsterdam',
  })
  const answer = JSON.parse(body) as { code?: string }
  if (status !== 201 && answer.code !== 'slot_taken') throw new Error(`refused: ${body}`)
  return status
}

const headers = { 'content-type': 'application/json' }
const post = (url: string, body: object) =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    asked.on('error', reject)
    asked.end(JSON.stringify(body))
  })

/** Plainer than fetch, which takes a good part of the time of what it asks. Each client keeps their connection. */
const agent = new Agent({ keepAlive: true, maxFreeSockets: bookings })

async function measureOneStart(address: string, branches: Branch[]): Promise<BookingsResult['oneStart']> {
  const [times, won, refused]: [number[], number[], number[]] = [[], [], []]
  for (const branch of branches) {
    const begin = performance.now()
    const statuses = await Promise.all(
      Array.from({ length: clientsAtOnce }, () => book(address, branch, startOf(4))),
    )
    times.push(performance.now() - begin)
    won.push(statuses.filter(status => status === 201).length)
    refused.push(statuses.filter(status => status === 409).length)
  }
  return { ...timingOf(times), requests: clientsAtOnce, hosts: freeHosts, won, refused }
}

const bookDay = (address: string, day: Branch) =>
  Promise.all(Array.from({ length: bookings }, (_, index) => book(address, day, startOf(index % dayStarts))))

/** The rows of a booking, a client, a meeting and an event, and nothing else: no engine, no lock, no policy, no HTTP. */
async function measureReference(
  { superuser }: Urls,
  { organizationId, meetingTypeId, hostId }: Branch,
): Promise<number> {
  const pool = new pg.Pool({ connectionString: superuser, max: 10 })
  const insert = async (index: number) => {
    const [clientId, meetingId] = [randomUUID(), randomUUID()]
    await pool.query(
      `with client as (
         insert into app.client (organization_id, id, origin, first_name, email) values ($1, $2, 'booking', 'Bench', $2::uuid || '@bench.example')
       ), event as (
         insert into app.event (organization_id, id, name, actor_kind, meeting_id) values ($1, $3, 'meeting.booked', 'client', $3)
       ) insert into app.meeting (organization_id, id, host_id, meeting_type_id, client_id, starts_at, ends_at, title, name, time_zone,
           place_kind, token_hash, token_encrypted)
         values ($1, $3, $4, $5, $2, now() + $6 * interval '1 year', now() + $6 * interval '1 year' + interval '30 minutes', 'Bench', 'Bench',
           'UTC', 'video_room', $3::uuid::text, '')`,
      [organizationId, clientId, meetingId, hostId, meetingTypeId, index + 1],
    )
  }
  try {
    const begin = performance.now()
    await Promise.all(Array.from({ length: bookings }, (_, index) => insert(index)))
    return bookings / ((performance.now() - begin) / 1000)
  } finally {
    await pool.end()
  }
}

async function faultsIn(client: pg.Client): Promise<{ overlaps: number; deadlocks: number }> {
  const { rows } = await client.query<{ overlaps: number; deadlocks: number }>(
    `select (select count(*)::integer from app.meeting a join app.meeting b using (organization_id, host_id)
              where a.id < b.id and a.starts_at > now() and b.starts_at > now() and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)) as overlaps,
            (select deadlocks::integer from pg_stat_database where datname = current_database()) as deadlocks`,
  )
  return rows[0] ?? { overlaps: -1, deadlocks: -1 }
}
