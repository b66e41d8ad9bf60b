import { type SqlBool, sql } from 'kysely'
import { asActor } from '../../../access/enter.ts'
import type { Program } from '../../../http/program.ts'
import type { Db } from '../../../kit/db.ts'
import type { MeetingEvent, RemoteCalendar } from '../remote/calendar.ts'
import { openRemote, sealed, unsealed } from '../remote/open.ts'
import { reconcile, type Standing } from '../rules.ts'
import { noteUnwritten, noteWritten } from './unwritten.ts'

export type Writing = { organizationId: string; meetingId: string }

/**
 * Brings calendars in line with a meeting as it is now, whatever happened to it: asked again later, or twice, it finds
 * nothing to do. One at a time for each meeting, so that an older state never overwrites a newer one; the transaction
 * that holds the lock stays open while calendars answer, which costs a worker's connection and no request's.
 * @throws when a calendar did not take it, so that the job is tried again; what others took is kept.
 */
export async function writeMeeting(program: Program, { organizationId, meetingId }: Writing): Promise<void> {
  const system = { kind: 'system', organizationId } as const
  const faults = await asActor(program, system, async db => {
    const { rows } = await sql<{ free: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${`calendars ${meetingId}`}, 0)) as free`.execute(db)
    if (rows[0]?.free) return new Writer(program, db, organizationId, meetingId).bringInLine()
    await db.jobs.enqueue(
      db,
      { name: 'write-meeting', data: { organizationId, meetingId } satisfies Writing },
      5,
    )
    return []
  })
  const [first] = faults
  if (first !== undefined) throw first
}

/** Every meeting to come that is a member's, or stands in a calendar of theirs, each a job of its own. */
export async function writeMeetingsOf(
  program: Program,
  organizationId: string,
  memberId: string,
): Promise<void> {
  await asActor(program, { kind: 'system', organizationId }, async db => {
    const rows = await db
      .selectFrom('meeting')
      .select('id')
      .where('organizationId', '=', organizationId)
      .where(
        sql<SqlBool>`(host_id = ${memberId} and status in ('scheduled', 'live') or id in (
          select meeting_id from app.calendar_event where organization_id = ${organizationId}::uuid and host_id = ${memberId}))`,
      )
      .where('endsAt', '>', sql<Date>`now()`)
      .execute()
    await db.jobs.enqueueAll(
      db,
      rows.map(({ id }) => ({
        name: 'write-meeting',
        data: { organizationId, meetingId: id } satisfies Writing,
      })),
    )
  })
}

class Writer {
  readonly #program: Program
  readonly #db: Db
  readonly #organizationId: string
  readonly #meetingId: string
  /** How it went with each calendar that was gone to; undefined: well. */
  readonly #outcomes = new Map<string, unknown>()

  constructor(program: Program, db: Db, organizationId: string, meetingId: string) {
    this.#program = program
    this.#db = db
    this.#organizationId = organizationId
    this.#meetingId = meetingId
  }

  /** @returns what failed. */
  async bringInLine(): Promise<unknown[]> {
    const meeting = await this.#getMeeting()
    if (!meeting) return []
    const { remove, write } = reconcile(meeting, await this.#getStanding())
    const faults: unknown[] = []
    const attempt = (calendarId: string, work: Promise<void>) =>
      work.then(
        () => this.#outcomes.set(calendarId, this.#outcomes.get(calendarId)),
        (error: unknown) => {
          this.#outcomes.set(calendarId, error)
          faults.push(error)
        },
      )
    for (const standing of remove) await attempt(standing.calendarId, this.#remove(standing))
    // The host's event must be gone from the calendar that it leaves, before it is noted in another.
    const isLeaving = remove.some(each => each.hostId === meeting.hostId)
    if (write && !(isLeaving && faults.length > 0))
      await attempt(
        write.calendarId,
        this.#write(meeting.hostId, write.calendarId, meeting.event, write.href),
      )
    await this.#noteOutcomes()
    return faults
  }

  /** At the end and in one order, since others wait for a calendar's row meanwhile. */
  async #noteOutcomes(): Promise<void> {
    const inOrder = [...this.#outcomes].toSorted(([one], [other]) => (one < other ? -1 : 1))
    for (const [calendarId, error] of inOrder)
      await (error === undefined
        ? noteWritten(this.#db, this.#organizationId, calendarId)
        : noteUnwritten(this.#db, this.#organizationId, calendarId, error))
  }

  async #remove({ hostId, calendarId, href }: Standing): Promise<void> {
    await this.#inCalendar(calendarId, calendar => calendar.remove(href))
    await this.#db
      .deleteFrom('calendarEvent')
      .where('organizationId', '=', this.#organizationId)
      .where('meetingId', '=', this.#meetingId)
      .where('hostId', '=', hostId)
      .execute()
  }

  async #write(hostId: string, calendarId: string, event: MeetingEvent, href: string | null): Promise<void> {
    const written = await this.#inCalendar(calendarId, calendar => calendar.write(event, href))
    const state = { calendarId, uid: event.meetingId, href: written, sequence: event.sequence }
    await this.#db
      .insertInto('calendarEvent')
      .values({ organizationId: this.#organizationId, meetingId: this.#meetingId, hostId, ...state })
      .onConflict(conflict =>
        conflict
          .columns(['organizationId', 'meetingId', 'hostId'])
          .doUpdateSet({ ...state, writtenAt: sql<Date>`now()` }),
      )
      .execute()
  }

  async #inCalendar<T>(calendarId: string, work: (calendar: RemoteCalendar) => Promise<T>): Promise<T> {
    const { secrets } = this.#program
    const mine = { organizationId: this.#organizationId, id: calendarId }
    const { connectionEncrypted } = await this.#db
      .selectFrom('calendar')
      .select('connectionEncrypted')
      .where(eb => eb.and(mine))
      .executeTakeFirstOrThrow()
    const connection = unsealed(secrets, connectionEncrypted)
    let kept = connection
    const done = await work(openRemote(this.#program, connection, renewed => (kept = renewed)))
    if (kept !== connection)
      await this.#db
        .updateTable('calendar')
        .set({ connectionEncrypted: sealed(secrets, kept) })
        .where(eb => eb.and(mine))
        .execute()
    return done
  }

  async #getMeeting() {
    const row = await this.#db
      .selectFrom('meeting')
      .leftJoin('calendar', join =>
        join
          .onRef('calendar.organizationId', '=', 'meeting.organizationId')
          .onRef('calendar.memberId', '=', 'meeting.hostId')
          .on('calendar.isDestination', '=', true),
      )
      .where('meeting.organizationId', '=', this.#organizationId)
      .where('meeting.id', '=', this.#meetingId)
      .where('meeting.heldUntil', 'is', null)
      .select([
        'hostId',
        'status',
        'sequence',
        'startsAt',
        'endsAt',
        'title',
        'meeting.name',
        'placeKind',
        'place',
      ])
      .select('calendar.id as destinationId')
      .executeTakeFirst()
    if (!row) return undefined
    const page = `${this.#program.origin}/meetings/${this.#meetingId}`
    const event: MeetingEvent = {
      meetingId: this.#meetingId,
      sequence: row.sequence,
      title: `${row.title}: ${row.name}`,
      description: page,
      place: row.placeKind === 'video_room' ? page : row.place,
      startsAt: row.startsAt,
      endsAt: row.endsAt,
    }
    return {
      hostId: row.hostId,
      destinationId: row.destinationId,
      sequence: row.sequence,
      isCancelled: row.status.startsWith('cancelled'),
      hasEnded: row.endsAt.getTime() < Date.now(),
      event,
    }
  }

  #getStanding(): Promise<Standing[]> {
    return this.#db
      .selectFrom('calendarEvent')
      .select(['hostId', 'calendarId', 'href', 'sequence'])
      .where('organizationId', '=', this.#organizationId)
      .where('meetingId', '=', this.#meetingId)
      .execute()
  }
}
