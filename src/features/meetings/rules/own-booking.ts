import type { OwnBooking } from '../schema/booking.ts'

/** What decides how a booking stands; `now` is the database's. */
export type Standing = {
  status: Exclude<OwnBooking['state'], 'awaiting_confirmation' | 'expired'>
  startsAt: Date
  endsAt: Date
  heldUntil: Date | null
  groupId: string | null
  now: Date
}

export function stateOf({ status, heldUntil, now }: Standing): OwnBooking['state'] {
  if (heldUntil === null) return status
  return status === 'scheduled' && heldUntil > now ? 'awaiting_confirmation' : 'expired'
}

/** A client may move and cancel until it begins, and rate it once it is over. */
export function mayStill(standing: Standing): OwnBooking['may'] {
  const { startsAt, endsAt, groupId, now } = standing
  const state = stateOf(standing)
  const isAhead = startsAt > now
  const isOpen = state === 'scheduled' && isAhead
  return {
    confirm: isAhead && (state === 'awaiting_confirmation' || state === 'expired'),
    reschedule: isOpen,
    chooseAnyone: isOpen && groupId !== null,
    cancel: isOpen,
    rate: endsAt <= now && (state === 'scheduled' || state === 'live' || state === 'completed'),
  }
}
