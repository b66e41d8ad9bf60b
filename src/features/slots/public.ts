import { type Route, visitorRoute } from '../../http/route.ts'
import { findDoor, getBookingDoor, listSlots } from './queries/slots.ts'
import type { Link } from './queries/snapshot.ts'
import { BookingDoor, SlotQuery, Slots } from './schema.ts'

const paths = { group: 'groups', member: 'members', meeting_type: 'meeting-types' } as const
const nouns = { group: 'a group', member: 'a member', meeting_type: 'a meeting type' } as const

/** The same two doors for each kind of link. */
const doorsOf = (kind: Link['kind']): Route[] => [
  visitorRoute(
    `GET /public/${paths[kind]}/:link`,
    'pages.visit',
    {
      about: `What can be booked at the link of ${nouns[kind]}.`,
      subject: (db, _, { link = '' }) => findDoor(db, { kind, link }),
      answer: BookingDoor,
    },
    ({ db, subject: door }) => getBookingDoor(db, door),
  ),
  visitorRoute(
    `GET /public/${paths[kind]}/:link/slots`,
    'pages.visit',
    {
      about: `Free starts at the link of ${nouns[kind]}.`,
      subject: (db, _, { link = '' }) => findDoor(db, { kind, link }),
      query: SlotQuery,
      answer: Slots,
    },
    ({ db, subject: door, query }) => listSlots(db, door, query),
  ),
]

export const routes: Route[] = [...doorsOf('group'), ...doorsOf('member'), ...doorsOf('meeting_type')]
