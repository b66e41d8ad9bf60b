import { sql } from 'kysely'
import type { z } from 'zod'
import type { Secrets } from '../../../kit/crypto.ts'
import type { Db } from '../../../kit/db.ts'
import { Problem } from '../../../kit/errors.ts'
import { dateOf, minuteOf, minutesPerDay } from '../../../kit/minutes.ts'
import { say } from '../../../kit/sentence.ts'
import { zoneNamed } from '../../../kit/zone.ts'
import { freeStarts } from '../../slots/queries/slots.ts'
import { type Door, loadSnapshot } from '../../slots/queries/snapshot.ts'
import type { BookedPlace, Booking, FreeStarts } from '../schema/booking.ts'

/** Where an answer's or a mail's link leads, and how its token is read. */
export type Links = { secrets: Secrets; origin: string }
export const manageUrl = ({ origin }: Links, token: string): string => `${origin}/b/${token}`

/** A link to meet by is for whoever has shown that the address is theirs. */
export const placeTold = (place: BookedPlace, isHeld: boolean): BookedPlace =>
  isHeld && place.kind === 'url' ? { ...place, text: '' } : place

export type Repeatable = { requestKey: string; requestHash: string }
/**
 * The answer that was given under this key before. Whoever sends the same at the same time waits here for the first.
 * @throws Problem `conflict` where the key was used for another booking.
 */
export async function findRepeated(
  db: Db,
  links: Links,
  { requestKey, requestHash }: Repeatable,
): Promise<Booking | undefined> {
  type Kept = Omit<Booking, 'manageUrl' | 'state'> & {
    requestHash: string
    tokenEncrypted: string
    wasHeld: boolean
  }
  const { rows } = await sql<{
    kept: Kept | null
  }>`select app.repeated_booking(${requestKey}) as kept`.execute(db)
  const kept = rows[0]?.kept
  if (!kept) return undefined
  if (kept.requestHash !== requestHash)
    throw new Problem('conflict', say('This Idempotency-Key was used for another request.'))
  const { id, host, place, wasHeld, tokenEncrypted } = kept
  return {
    id,
    host,
    place: placeTold(place, wasHeld),
    startsAt: new Date(kept.startsAt).toISOString(),
    endsAt: new Date(kept.endsAt).toISOString(),
    manageUrl: wasHeld ? null : manageUrl(links, links.secrets.decrypt(tokenEncrypted)),
    state: wasHeld ? 'awaiting_confirmation' : 'scheduled',
  }
}

export type Sought = {
  meetingTypeId: string
  durationMinutes: number
  hostId?: string | undefined
  startsAt: Date
  timeZone: string
}
const daysShown = 7
/** The refusal of a start that somebody else has, with those that are free now. */
export async function slotTaken(db: Db, door: Door, sought: Sought): Promise<Problem> {
  const { meetingTypeId, durationMinutes, hostId, startsAt, timeZone } = sought
  const zone = zoneNamed(timeZone)
  const day = Math.floor(zone.localOf(minuteOf(startsAt)) / minutesPerDay)
  const [from, to] = [day, day + daysShown].map(each => zone.instantOf(each * minutesPerDay)) as [
    number,
    number,
  ]
  const snapshot = await loadSnapshot(db, door, { meetingTypeId, hostId, from, to })
  const found = snapshot?.type.isActive
    ? freeStarts({ ...snapshot, type: { ...snapshot.type, durationMinutes } }, { start: from, end: to })
    : []
  const slots = found.map(slot => dateOf(slot.startsAt).toISOString())
  return new Problem(
    'slot_taken',
    say('Somebody else has just taken this time. Please choose another one.'),
    { more: { slots } satisfies z.input<typeof FreeStarts> },
  )
}
