import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../kit/db.ts'
import { invalid } from '../../../kit/errors.ts'
import { dateOf, type Interval, type Minute, minutesPerDay } from '../../../kit/minutes.ts'
import { occurrences } from '../../../kit/recurrence.ts'
import { say } from '../../../kit/sentence.ts'
import { zoneNamed } from '../../../kit/zone.ts'
import { defaultWeekly, overrideMinutes, weeklyMinutes } from '../../availability/rules.ts'
import type { Override, WeekHours } from '../../availability/schema.ts'
import { calendarState, type Freshness } from '../../calendars/rules.ts'
import type { placeKinds, Question } from '../../meeting-types/schema.ts'
import type { Candidate, Policy } from '../rules/assignment.ts'
import type { Host, HostMeeting, TypeRules, Unbookable } from '../rules/hosts.ts'

/** A public link, as strangers hold it: /g/, /u/ and /m/. */
export type Link = { kind: 'group' | 'member' | 'meeting_type'; link: string }
/**
 * Who asks for hosts, and of which. By a link: anybody, of those it leads to. `tended`: a member or the program, of those whose
 * availability they tend, by their ids or (null) all who host the type through the group or, where that is null, by any route.
 * `own_booking`: a client by the link of their meeting, of its host or of anyone it could have had; it takes no time itself.
 */
export type Door =
  | Link
  | { kind: 'tended'; groupId: string | null; hostIds: readonly string[] | null }
  | { kind: 'own_booking'; anyone: boolean }

/**
 * `from` until `to` are the starts that are asked about: where it is one alone, the answer has what policies compare for it.
 * `hostId`: this host alone. `durationMinutes`: one of the type's; without it, its usual one.
 */
export type Wanted = {
  meetingTypeId: string
  from: Minute
  to: Minute
  durationMinutes?: number | undefined
  hostId?: string | undefined
  exceptMeetingId?: string | undefined
}

/** A host, and the starts within 7 days of their meetings through the group that a booking would be for. */
export type Load = Omit<Candidate, 'onDay' | 'within7Days'> & { name: string; starts: Minute[] }

/** What a booking takes over from its type, besides buffers. */
export type Terms = {
  title: string
  questions: Question[]
  place: { kind: (typeof placeKinds)[number]; text: string }
  maxGuests: number
  confirmsEmail: boolean
}

/** What the engine of slots/rules is asked with, and what its policy is. */
export type Snapshot = {
  organizationId: string
  /** By the clock of the database, as the engine takes it. */
  now: Minute
  /** Of the organisation: its days are those that policies count. */
  timeZone: string
  type: TypeRules & { id: string; isActive: boolean }
  /** The group that it would be booked for; null: the Organization group. */
  group: { id: string; policy: Policy; isBookable: boolean } | null
  hosts: Host[]
  /** Of the one start that was asked about; none for more of them, and none with a lock. */
  loads: Load[]
  terms: Terms
}

type RawBlock = [start: Minute, end: Minute, timeZone: string, rrule: string | null]
type Limits = { dayLimit: number | null; weekLimit: number | null }
/** One list for each property, in the same order; null for none at all. */
type Columns<T extends unknown[]> = { [K in keyof T]: T[K][] | null }
type RawHost = Limits & {
  id: string
  status: string
  isHost: boolean
  timeZone: string | null
  weekly: WeekHours[] | null
  overrides: Override[] | null
  typeWeekly: WeekHours[] | null
  blocks: RawBlock[] | null
  busy: Columns<[start: Minute, end: Minute]>
  meetings: Columns<[start: Minute, end: Minute, before: number, after: number]>
  calendars: (Omit<Freshness, 'syncedAt'> & { syncedAt: string | null })[] | null
}
type Raw = {
  now: Minute
  organizationId: string
  timeZone: string
  type: Omit<TypeRules, 'stepMinutes'> &
    Limits & { id: string; isActive: boolean; stepMinutes: number | null; otherDurations: number[] }
  group: (Limits & { id: string; policy: Policy; isBookable: boolean }) | null
  organizationBlocks: RawBlock[] | null
  groupBlocks: RawBlock[] | null
  hosts: RawHost[]
  loads: (Omit<Load, 'starts'> & { starts: Minute[] | null })[] | null
  terms: Terms
}

/**
 * One query, whatever the number of hosts. Undefined where the door does not lead to that type: the link is unknown or
 * cannot be booked, the type is not among its types, or out of sight.
 * @throws Problem `invalid` at /durationMinutes for a length that the type does not offer.
 */
export async function loadSnapshot(db: Db, door: Door, wanted: Wanted): Promise<Snapshot | undefined> {
  const answer = answerOf(door, wanted)
  const { rows } = await sql<{ answer: Raw | null }>`select ${answer} as answer`.execute(db)
  const raw = rows[0]?.answer
  return raw ? snapshotOf(raw, wanted) : undefined
}

/**
 * The same of the first of these hosts whose lock no other transaction has, or waiting for that of the first; it is kept to
 * the end of the transaction, and the times are those after it was had. Without times for a host who hosts the type no longer,
 * or once the door is closed; undefined where others have them all.
 */
export async function lockAndLoad(
  db: Db,
  door: Exclude<Door, { kind: 'tended' }>,
  wanted: Wanted,
  hostIds: readonly string[],
  waits: boolean,
): Promise<{ hostId: string; alone: Snapshot | undefined } | undefined> {
  const answer = answerOf(door, wanted, { hostIds, waits })
  const { rows } = await sql<{
    answer: Raw | { left: string } | 'held' | null
  }>`select ${answer} as answer`.execute(db)
  const raw = rows[0]?.answer
  if (!raw || raw === 'held') return undefined
  if ('left' in raw) return { hostId: raw.left, alone: undefined }
  const alone = snapshotOf(raw, wanted)
  return { hostId: alone.hosts[0]?.id ?? '', alone }
}

type Locking = { hostIds: readonly string[]; waits: boolean }
function answerOf(door: Door, wanted: Wanted, locking?: Locking): RawBuilder<unknown> {
  const { meetingTypeId, from, to, hostId = null, exceptMeetingId = null } = wanted
  const isOne = to - from === 1
  const since = dateOf(from)
  // None is longer than a day.
  const until = dateOf(to + (wanted.durationMinutes ?? minutesPerDay))
  const ranked = isOne && !locking
  const { hostIds: locked = null, waits = false } = locking ?? {}
  if (door.kind === 'own_booking')
    return sql`app.own_booking_times(${door.anyone}, ${hostId}::uuid, ${since}, ${until}, ${ranked}, ${locked}::uuid[], ${waits})`
  if (door.kind === 'tended') {
    const hostIds = hostId === null ? door.hostIds : [hostId]
    return sql`app.tended_times(${meetingTypeId}::uuid, ${door.groupId}::uuid, ${hostIds}::uuid[],
      ${since}, ${until}, ${ranked}, ${exceptMeetingId}::uuid)`
  }
  const end = isOne && wanted.durationMinutes === undefined ? null : until
  return sql`app.door_times(${door.kind}, ${door.link}, ${meetingTypeId}::uuid, ${hostId}::uuid, ${since}, ${end},
    ${ranked}, ${locked}::uuid[], ${waits})`
}

function snapshotOf(raw: Raw, { from, to, durationMinutes = raw.type.durationMinutes }: Wanted): Snapshot {
  const { dayLimit, weekLimit, otherDurations, stepMinutes, ...type } = raw.type
  if (![type.durationMinutes, ...otherDurations].includes(durationMinutes))
    throw invalid([
      { pointer: '/durationMinutes', detail: say('This meeting does not come in this length.') },
    ])
  const until = to + minutesPerDay
  const expanded = (blocks: RawBlock[] | null) => (blocks ?? []).flatMap(block => timesOf(block, from, until))
  const shared = {
    organizationBlocks: expanded(raw.organizationBlocks),
    groupBlocks: expanded(raw.groupBlocks),
  }
  const now = dateOf(raw.now)
  const limitsOf = (host: Limits) => ({
    dayLimit: host.dayLimit ?? raw.group?.dayLimit ?? dayLimit,
    weekLimit: host.weekLimit ?? raw.group?.weekLimit ?? weekLimit,
  })
  const hosts = raw.hosts.map((host): Host => {
    return {
      id: host.id,
      zone: zoneNamed(host.timeZone ?? raw.timeZone),
      weekly: weeklyMinutes(host.weekly ?? defaultWeekly),
      overrides: overrideMinutes(host.overrides ?? []),
      typeWeekly: host.typeWeekly && weeklyMinutes(host.typeWeekly),
      ...shared,
      memberBlocks: expanded(host.blocks),
      busy: busyOf(host),
      meetings: meetingsOf(host),
      ...limitsOf(host),
      unbookable: unbookableOf(host, now),
    }
  })
  return {
    organizationId: raw.organizationId,
    terms: raw.terms,
    now: raw.now,
    timeZone: raw.timeZone,
    type: {
      ...type,
      durationMinutes,
      // The grid is that of the usual length, whichever is chosen.
      stepMinutes: stepMinutes ?? type.durationMinutes,
    },
    group: raw.group && {
      id: raw.group.id,
      policy: raw.group.policy,
      isBookable: raw.group.isBookable,
    },
    hosts,
    loads: (raw.loads ?? []).map(load => ({ ...load, starts: load.starts ?? [] })),
  }
}

function timesOf([start, end, timeZone, rrule]: RawBlock, from: Minute, to: Minute): Interval[] {
  // Most do not repeat, and need no dates.
  if (rrule === null) return [{ start, end }]
  return occurrences({ startsAt: dateOf(start), endsAt: dateOf(end), timeZone, rrule }, from, to)
}

const busyOf = ({ busy: [starts, ends] }: RawHost): Interval[] =>
  (starts ?? []).map((start, nth) => ({ start, end: ends?.[nth] ?? start }))

const meetingsOf = ({ meetings: [starts, ends, before, after] }: RawHost): HostMeeting[] =>
  (starts ?? []).map((start, nth) => ({
    start,
    end: ends?.[nth] ?? start,
    beforeMinutes: before?.[nth] ?? 0,
    afterMinutes: after?.[nth] ?? 0,
  }))

function unbookableOf({ status, isHost, calendars }: RawHost, now: Date): Unbookable | null {
  if (status === 'suspended') return 'suspended'
  // Nor is anybody who has not joined yet.
  if (!isHost) return 'not_a_host'
  const isCurrent = (calendars ?? []).every(({ failures, syncedAt }) => {
    const read = { failures, syncedAt: syncedAt === null ? null : new Date(syncedAt) }
    return calendarState(read, now) === 'fresh'
  })
  return isCurrent ? null : 'calendar_failed'
}

/** Those whom the start that was asked about could be given to, with their counts around it, for rules/assignment.ts. */
export function candidatesAt({ loads, timeZone }: Snapshot, at: Minute): Candidate[] {
  const zone = zoneNamed(timeZone)
  const dayAt = (instant: Minute) => Math.floor(zone.localOf(instant) / minutesPerDay)
  const day = dayAt(at)
  return loads.map(({ memberId, starts, lastAssignedAt, priority, joinedAt }) => ({
    memberId,
    lastAssignedAt,
    priority,
    joinedAt,
    onDay: starts.filter(start => dayAt(start) === day).length,
    within7Days: starts.filter(start => Math.abs(start - at) <= 7 * minutesPerDay).length,
  }))
}
