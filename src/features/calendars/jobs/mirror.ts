import { type SqlBool, sql } from 'kysely'
import { asActor } from '../../../access/enter.ts'
import type { Program } from '../../../http/program.ts'
import type { Db } from '../../../kit/db.ts'
import { dateOf, type Interval, minuteOf, minutesPerDay } from '../../../kit/minutes.ts'
import { say, type Sentence } from '../../../kit/sentence.ts'
import { zoneNamed } from '../../../kit/zone.ts'
import { getTimeZone } from '../queries.ts'
import { wordsOf } from '../remote/calendar.ts'
import { type Connection, openRemote, sealed, unsealed } from '../remote/open.ts'
import { merged, mirroredDays, secondsUntilNext } from '../rules.ts'
import { noteWritten } from './unwritten.ts'

/** @property round the run this one follows; undefined: whichever was the last, for somebody asks for it now. */
export type Sync = { organizationId: string; calendarId: string; round?: number }

type Claim = {
  round: number
  memberId: string
  failures: number
  connection: Connection
  timeZone: string
  ours: Set<string>
}
type Outcome = { busy: Interval[] } | { failure: Sentence }

const fault = say(
  'Guildhall could not read this calendar. Try again later; if it stays, tell your administrator.',
)

/** Mirrors when a calendar's member is taken: times only. Whatever becomes of it stands in the calendar's row. */
export async function syncCalendar(
  program: Program,
  { organizationId, calendarId, round }: Sync,
): Promise<void> {
  const { log, secrets } = program
  const system = { kind: 'system', organizationId } as const
  const claim = await asActor(program, system, db => claimRun(program, db, organizationId, calendarId, round))
  if (!claim) return
  let { connection } = claim
  const outcome = await readBusy(program, claim, renewed => (connection = renewed)).catch(
    (error: unknown): Outcome => {
      const failure = wordsOf(error)
      if (!failure) log.warn({ err: error, organizationId, calendarId }, 'A calendar could not be read')
      return { failure: failure ?? fault }
    },
  )
  await asActor(program, system, async db => {
    const kept = await db
      .updateTable('calendar')
      .set('failure' in outcome ? failed(outcome.failure) : synced)
      .set(connection === claim.connection ? {} : { connectionEncrypted: sealed(secrets, connection) })
      .where('organizationId', '=', organizationId)
      .where('id', '=', calendarId)
      // A later run knows better.
      .where('round', '=', claim.round)
      .returning('failures')
      .executeTakeFirst()
    if (!kept) return
    await noteWritten(db, organizationId, calendarId)
    if ('busy' in outcome) await replaceBusy(db, { organizationId, calendarId, ...claim }, outcome.busy)
    const changesPace = 'busy' in outcome ? claim.failures > 0 : claim.failures === 0
    if (changesPace) await scheduleNext(db, { organizationId, calendarId, round: claim.round }, kept.failures)
  })
}

const synced = { syncedAt: sql<Date>`now()`, failedAt: null, failure: null, failures: 0 }
const failed = (failure: Sentence) => ({
  failedAt: sql<Date>`now()`,
  failure,
  failures: sql<number>`failures + 1`,
})

/**
 * Takes the run, and schedules the next one in the same transaction: a process that is killed in between breaks no chain.
 * A run that follows another one than the last is of a chain that another run took over, and ends.
 */
async function claimRun(
  { secrets }: Program,
  db: Db,
  organizationId: string,
  calendarId: string,
  round: number | undefined,
): Promise<Claim | undefined> {
  const taken = await db
    .updateTable('calendar')
    .set({ round: sql<number>`round + 1` })
    .where('organizationId', '=', organizationId)
    .where('id', '=', calendarId)
    .where(round === undefined ? sql<SqlBool>`true` : sql<SqlBool>`round = ${round}`)
    .returning(['round', 'memberId', 'failures', 'connectionEncrypted'])
    .executeTakeFirst()
  if (!taken) return undefined
  await scheduleNext(db, { organizationId, calendarId, round: taken.round }, taken.failures)
  const member = await db
    .selectFrom('member')
    .select('status')
    .where('organizationId', '=', organizationId)
    .where('id', '=', taken.memberId)
    .executeTakeFirstOrThrow()
  if (member.status !== 'active') return undefined
  return {
    round: taken.round,
    memberId: taken.memberId,
    failures: taken.failures,
    connection: unsealed(secrets, taken.connectionEncrypted),
    timeZone: await getTimeZone(db, taken.memberId),
    ours: await getOurs(db, organizationId, taken.memberId),
  }
}

const scheduleNext = (db: Db, next: Required<Sync>, failures: number) =>
  db.jobs.enqueue(db, { name: 'sync-calendar-again', data: next }, secondsUntilNext(failures, Math.random()))

/** By what names the member's meetings stand in calendars: they are taken as meetings, and not a second time as busy. */
async function getOurs(db: Db, organizationId: string, memberId: string): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    select uid as name from app.calendar_event where organization_id = ${organizationId}::uuid and host_id = ${memberId}::uuid
    union select href from app.calendar_event where organization_id = ${organizationId}::uuid and host_id = ${memberId}::uuid`.execute(
    db,
  )
  const hosted = await db
    .selectFrom('meeting')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('hostId', '=', memberId)
    .where('endsAt', '>', sql<Date>`now() - interval '2 days'`)
    .execute()
  return new Set([...rows.map(row => row.name), ...hosted.map(({ id }) => id)])
}

async function readBusy(
  program: Program,
  claim: Claim,
  renewed: (connection: Connection) => void,
): Promise<Outcome> {
  const now = minuteOf(new Date())
  const busy = await openRemote(program, claim.connection, renewed).busy({
    start: now - mirroredDays.before * minutesPerDay,
    end: now + mirroredDays.after * minutesPerDay,
    zone: zoneNamed(claim.timeZone),
    isOurs: name => claim.ours.has(name),
  })
  return { busy: merged(busy) }
}

/** Only what changed is written, so that nothing happens to a calendar in which nothing happened. */
async function replaceBusy(
  db: Db,
  { organizationId, calendarId, memberId }: { organizationId: string; calendarId: string; memberId: string },
  busy: readonly Interval[],
): Promise<void> {
  const starts = busy.map(({ start }) => dateOf(start))
  const ends = busy.map(({ end }) => dateOf(end))
  const now = sql`unnest(${starts}::timestamptz[], ${ends}::timestamptz[]) as now (starts_at, ends_at)`
  await sql`
    delete from app.busy where organization_id = ${organizationId}::uuid and calendar_id = ${calendarId}::uuid
       and (starts_at, ends_at) not in (select now.starts_at, now.ends_at from ${now})`.execute(db)
  await sql`
    insert into app.busy (organization_id, calendar_id, member_id, starts_at, ends_at)
    select ${organizationId}::uuid, ${calendarId}::uuid, ${memberId}::uuid, now.starts_at, now.ends_at from ${now}
    on conflict do nothing`.execute(db)
}
