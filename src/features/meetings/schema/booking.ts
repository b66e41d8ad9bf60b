import { z } from 'zod'
import { roles } from '../../../access/matrix.ts'
import { Email, Id, Language, Moment, Name, Text, Time, TimeZone } from '../../../kit/shapes.ts'
import { Phone } from '../../clients/schema.ts'

/** RFC 3339, with any offset. */
const Instant = z.iso.datetime({ offset: true })
const Color = z.string()

/** Where it takes place; `text` is a number, an address or a URL, and empty for a video room. */
export const BookedPlace = z.object({
  kind: z.enum(['video_room', 'phone', 'address', 'url']),
  text: z.string(),
})
export type BookedPlace = z.infer<typeof BookedPlace>

const Guest = z.strictObject({ name: Name, email: Email })
/** `questionId` is the question's key; a tick box is true or false, everything else a text. */
const Answer = z.strictObject({
  questionId: z.string().max(60),
  answer: z.union([z.string().max(5000), z.boolean()]),
})
export type Answer = z.infer<typeof Answer>
/** As it is kept in the meeting, which goes on saying what was asked; `value` of a tick box is "true" or "false". */
export const KeptAnswer = z.object({
  key: z.string(),
  label: z.string(),
  isTick: z.boolean(),
  value: z.string(),
  /** Roles that read it; none: everyone who reads the meeting. */
  visibleTo: z.array(z.enum(roles)),
})
export type KeptAnswer = z.infer<typeof KeptAnswer>

/** POST /public/groups/{link}/meetings, …/members/{link}/…, …/meeting-types/{link}/…. Heeds Idempotency-Key. */
export const BookingRequest = z.strictObject({
  meetingTypeId: Id,
  startsAt: Instant,
  /** One of those the type offers; without it, its usual one. */
  durationMinutes: z.number().int().min(5).max(1440).optional(),
  /** The person the client picked, where the page offers people; null is "anyone available". */
  memberId: Id.nullish(),
  name: Name,
  email: Email,
  phone: Phone.nullish(),
  timeZone: TimeZone,
  /** Of the mails; without it, the first of ours that Accept-Language asks for. */
  language: Language.optional(),
  answers: z.array(Answer).max(30).default([]),
  guests: z.array(Guest).max(20).default([]),
})
export type BookingRequest = z.infer<typeof BookingRequest>

/** 201 of the same. Where its mail address has to be confirmed, the link is in the mail alone, and `manageUrl` null. */
export const Booking = z.object({
  id: Id,
  startsAt: Time,
  endsAt: Time,
  host: z.object({ name: z.string() }),
  place: BookedPlace,
  manageUrl: z.string().nullable(),
  state: z.enum(['scheduled', 'awaiting_confirmation']),
})
export type Booking = z.infer<typeof Booking>

/**
 * Member of every 409 `slot_taken` document: `slots`, the starts that are free now, in the seven days that begin with the
 * day (in the client's zone) of the start that was asked for.
 */
export const FreeStarts = z.object({ slots: z.array(Time) })

/** GET /public/bookings/{token}: what the client booked, and what may still be done. Answered by every change of it, too. */
export const OwnBooking = z.object({
  id: Id,
  organization: z.object({ name: z.string(), color: Color, contact: z.string() }),
  /** `expired`: its address was not confirmed in time. */
  state: z.enum([
    'awaiting_confirmation',
    'expired',
    'scheduled',
    'live',
    'completed',
    'missed',
    'cancelled_by_client',
    'cancelled_by_host',
  ]),
  title: z.string(),
  startsAt: Time,
  endsAt: Time,
  timeZone: z.string(),
  language: Language,
  host: z.object({ name: z.string() }),
  place: BookedPlace,
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  answers: z.array(z.object({ label: z.string(), value: z.string(), isTick: z.boolean() })),
  guests: z.array(z.object({ name: z.string(), email: z.string() })),
  /** What was written to the client when it was planned, and why it was moved or cancelled. */
  message: z.string(),
  reason: z.string(),
  rating: z.number().int().nullable(),
  /** Until when the address may be confirmed. */
  heldUntil: Time.nullable(),
  /** Path of the page where another one can be booked, as /g/{link}; null where there is none now. */
  bookingPath: z.string().nullable(),
  may: z.object({
    confirm: z.boolean(),
    reschedule: z.boolean(),
    /** When rescheduling: take anyone who is free, instead of the same person. */
    chooseAnyone: z.boolean(),
    cancel: z.boolean(),
    rate: z.boolean(),
  }),
})
export type OwnBooking = z.infer<typeof OwnBooking>

const HostChoice = z.enum(['same', 'anyone'])
export type HostChoice = z.infer<typeof HostChoice>
/** GET /public/bookings/{token}/slots: starts to which it can be moved; the time it has now counts as free. */
export const MovingQuery = z.strictObject({
  from: Moment,
  to: Moment,
  /** Of dates; the client's where it is not given. */
  timeZone: TimeZone.optional(),
  hostChoice: HostChoice.default('same'),
})
/** POST /public/bookings/{token}/rescheduling; 409 `slot_taken` with `slots`. */
export const Moving = z.strictObject({
  startsAt: Instant,
  hostChoice: HostChoice.default('same'),
  reason: Text(1000).default(''),
})
/** POST /public/bookings/{token}/cancellation */
export const BookingCancellation = z.strictObject({ reason: Text(1000).default('') })
/** POST /public/bookings/{token}/rating, once it is over. */
export const Rating = z.strictObject({ rating: z.number().int().min(1).max(5) })
/** POST /public/bookings/{token}/confirmation; 409 `slot_taken` with `slots` when it came too late and the time is gone. */
export const BookingConfirmation = z.strictObject({})
