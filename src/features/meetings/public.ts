import { z } from 'zod'
import { bookerRoute, type Route, visitorRoute } from '../../http/route.ts'
import { keyOf } from '../../http/idempotency.ts'
import { hashToken } from '../../kit/crypto.ts'
import { Problem } from '../../kit/errors.ts'
import { preferredLanguage } from '../../kit/language.ts'
import { say } from '../../kit/sentence.ts'
import { findDoor } from '../slots/queries/slots.ts'
import type { Link } from '../slots/queries/snapshot.ts'
import { Slots } from '../slots/schema.ts'
import { book } from './actions/booking.ts'
import { cancelBooking, confirmBooking, moveBooking, rateBooking } from './actions/own-booking.ts'
import { getOwnBooking, getOwnCalendar, listOwnSlots } from './queries/own-booking.ts'
import {
  Booking,
  BookingCancellation,
  BookingConfirmation,
  BookingRequest,
  Moving,
  MovingQuery,
  OwnBooking,
  Rating,
} from './schema/booking.ts'

/** Nobody books so often; who shares an address with others still gets through. */
const bookingLimit = { max: 20, windowMs: 60_000 }

const bookingRoute = (kind: Link['kind'], path: `POST /${string}`, about: string) =>
  visitorRoute(
    path,
    'pages.visit',
    {
      about,
      subject: (db, _, { link = '' }) => findDoor(db, { kind, link }),
      body: BookingRequest,
      answer: Booking,
      status: 201,
      limit: bookingLimit,
    },
    async ({ db, subject: door, body, program, request }) => {
      if (!door.isBookable) throw new Problem('gone', say('Nothing can be booked here at the moment.'))
      const language = body.language ?? preferredLanguage(request.headers['accept-language'])
      const key = keyOf(request)
      const repeatable =
        key === undefined
          ? undefined
          : {
              requestKey: hashToken(`${kind} ${door.link} ${key}`),
              requestHash: hashToken(JSON.stringify(request.body)),
            }
      return book(db, program, door, { ...body, language }, repeatable)
    },
  )

export const routes: Route[] = [
  bookingRoute(
    'group',
    'POST /public/groups/:link/meetings',
    'Books a meeting with a member of the group who is free, by the policy of the group.',
  ),
  bookingRoute('member', 'POST /public/members/:link/meetings', 'Books a meeting with this member.'),
  bookingRoute(
    'meeting_type',
    'POST /public/meeting-types/:link/meetings',
    'Books a meeting of this type with a host who is free.',
  ),
  bookerRoute(
    'GET /public/bookings/:token',
    'bookings.manage',
    {
      about: 'A booking, for whoever holds its link. Changes nothing, since mail scanners open links.',
      answer: OwnBooking,
    },
    ({ db, actor }) => getOwnBooking(db, actor),
  ),
  bookerRoute(
    'GET /public/bookings/:token/slots',
    'bookings.manage',
    { about: 'Starts to which the meeting can be moved.', query: MovingQuery, answer: Slots },
    ({ db, actor, query }) => listOwnSlots(db, actor, query),
  ),
  bookerRoute(
    'GET /public/bookings/:token/calendar.ics',
    'bookings.manage',
    {
      about: 'The meeting for a calendar.',
      answer: z.string(),
      file: { type: 'text/calendar; charset=utf-8', name: 'meeting.ics' },
    },
    ({ db, actor, params: { token = '' }, program }) => getOwnCalendar(db, actor, program, token),
  ),
  bookerRoute(
    'POST /public/bookings/:token/confirmation',
    'bookings.manage',
    {
      about: 'Confirms the address: what was held becomes a meeting.',
      body: BookingConfirmation,
      answer: OwnBooking,
    },
    async ({ db, actor }) => {
      await confirmBooking(db, actor)
      return getOwnBooking(db, actor)
    },
  ),
  bookerRoute(
    'POST /public/bookings/:token/rescheduling',
    'bookings.manage',
    {
      about: 'Moves the meeting, to the same person or to anyone of the group.',
      body: Moving,
      answer: OwnBooking,
    },
    async ({ db, actor, body }) => {
      await moveBooking(db, actor, body)
      return getOwnBooking(db, actor)
    },
  ),
  bookerRoute(
    'POST /public/bookings/:token/cancellation',
    'bookings.manage',
    { about: 'Cancels the meeting.', body: BookingCancellation, answer: OwnBooking },
    async ({ db, actor, body }) => {
      await cancelBooking(db, actor, body.reason)
      return getOwnBooking(db, actor)
    },
  ),
  bookerRoute(
    'POST /public/bookings/:token/rating',
    'bookings.manage',
    { about: 'Says how the meeting was, once it is over.', body: Rating, answer: OwnBooking },
    async ({ db, actor, body }) => {
      await rateBooking(db, actor, body.rating)
      return getOwnBooking(db, actor)
    },
  ),
]
