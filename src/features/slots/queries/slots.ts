import { sql } from 'kysely'
import type { Db } from '../../../kit/db.ts'
import { notFound, unknownId } from '../../../kit/errors.ts'
import { dateOf, type Interval, type Minute, minutesPerDay } from '../../../kit/minutes.ts'
import { intervalOf } from '../../../kit/span.ts'
import { zoneNamed } from '../../../kit/zone.ts'
import { openSlots, type Slot } from '../rules/slots.ts'
import { type BookingDoor, mostSlotDays, type SlotQuery, type Slots } from '../schema.ts'
import { type Link, loadSnapshot, type Snapshot } from './snapshot.ts'

/** A link that leads somewhere, and whether anything can be booked there. */
export type FoundDoor = Link & { isBookable: boolean }

/** Undefined for a link that nobody has, or had and is gone. */
export async function findDoor(db: Db, { kind, link }: Link): Promise<FoundDoor | undefined> {
  const asked = link.toLowerCase()
  if (!/^[a-z0-9-]{3,60}$/.test(asked)) return undefined
  const { rows } = await sql<{ isBookable: boolean | null }>`
    select app.door_state(${kind}, ${asked}) as is_bookable`.execute(db)
  const isBookable = rows[0]?.isBookable ?? null
  return isBookable === null ? undefined : { kind, link: asked, isBookable }
}

export async function getBookingDoor(db: Db, { kind, link }: Link): Promise<BookingDoor> {
  const { rows } = await sql<{ door: BookingDoor | null }>`
    select app.booking_door(${kind}, ${link}) as door`.execute(db)
  const door = rows[0]?.door
  if (!door) throw notFound()
  return door
}

/**
 * Starts that can be booked at a door.
 * @throws Problem `invalid` at /memberId for somebody whom the door does not let a client choose.
 */
export async function listSlots(db: Db, door: FoundDoor, query: SlotQuery): Promise<Slots> {
  const { start: from, end: to } = intervalOf(query, mostSlotDays)
  const { meetingTypeId, durationMinutes, memberId: hostId } = query
  const wanted = { meetingTypeId, durationMinutes, hostId }
  const snapshot = await loadSnapshot(db, door, { ...wanted, from, to })
  if (!snapshot) return { slots: [], nextAvailable: null }
  if (hostId !== undefined && !mayChoose(door, snapshot)) throw unknownId('/memberId')
  const slots = freeStarts(snapshot, { start: from, end: to })
  if (slots.length > 0) return { slots: slots.map(({ startsAt }) => timeOf(startsAt)), nextAvailable: null }

  // Whoever asks about long ago is not told of all the days since.
  const later = { start: Math.max(to, snapshot.now), end: windowEnd(snapshot) }
  const couldBe = later.start < later.end && snapshot.hosts.some(host => host.unbookable === null)
  const rest = couldBe
    ? await loadSnapshot(db, door, { ...wanted, from: later.start, to: later.end })
    : undefined
  const next = rest && firstStart(rest, later)
  return { slots: [], nextAvailable: next === undefined ? null : dayOfStart(next, query.timeZone) }
}

/** Somebody named is either the one person of the door or one of the people it shows. */
const mayChoose = ({ kind }: Link, { group, hosts }: Snapshot) =>
  hosts.length > 0 && (kind === 'member' || group?.policy === 'customer_chooses')

/** Every start in a time that the snapshot covers, with the hosts who are free for it. */
export const freeStarts = ({ type, hosts, now }: Snapshot, { start, end }: Interval): Slot[] =>
  openSlots({ type, hosts, now, from: start, to: end })

const windowEnd = ({ type, now }: Snapshot): Minute => now + type.windowDays * minutesPerDay + 1

/** A month at a time: the first free one is mostly near, and the window may be two years. */
const stepMinutes = 28 * minutesPerDay
function firstStart(snapshot: Snapshot, { start, end }: Interval): Minute | undefined {
  for (let from = start; from < end; from += stepMinutes) {
    const [first] = freeStarts(snapshot, { start: from, end: Math.min(from + stepMinutes, end) })
    if (first) return first.startsAt
  }
  return undefined
}

const timeOf = (minute: Minute) => dateOf(minute).toISOString()
const dayOfStart = (start: Minute, timeZone: string) =>
  timeOf(zoneNamed(timeZone).localOf(start)).slice(0, 10)
