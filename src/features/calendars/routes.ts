import { z } from 'zod'
import type { Member } from '../../access/actor.ts'
import type { Program } from '../../http/program.ts'
import { route, type Route } from '../../http/route.ts'
import type { Db } from '../../kit/db.ts'
import { notFound, unknownId } from '../../kit/errors.ts'
import {
  chooseDestination,
  chooseNoDestination,
  connectCalendar,
  disconnectCalendar,
  requestSync,
} from './actions.ts'
import { calendarItem, findCalendar, isArrangeable, listCalendars } from './queries.ts'
import { beginAuthorization } from './remote/authorization.ts'
import { connect } from './remote/connect.ts'
import {
  Authorization,
  CalendarItem,
  calendarKinds,
  CalendarList,
  CalendarQuery,
  NewAuthorization,
  NewCalendar,
} from './schema.ts'

const inReach = (db: Db, actor: Member, { id = '' }: Record<string, string>) => findCalendar(db, actor, id)

async function itemOf(db: Db, actor: Member, id: string) {
  const calendar = await findCalendar(db, actor, id)
  if (!calendar) throw notFound()
  return calendarItem(actor, calendar)
}

const kindsOf = ({ oauth }: Program) =>
  calendarKinds.filter(kind => kind === 'caldav' || kind === 'ics' || oauth[kind])

export const routes: Route[] = [
  route(
    'GET /calendars',
    'calendars.write',
    {
      about: 'Connected calendars, one’s own or a member’s, with when they were last read.',
      query: CalendarQuery,
      answer: CalendarList,
    },
    async ({ db, actor, query, program }) => ({
      items: await listCalendars(db, actor, query.memberId ?? actor.memberId),
      kinds: kindsOf(program),
    }),
  ),
  route(
    'POST /calendars',
    'calendars.write',
    {
      about: 'Connects a calendar, once it has answered: its busy times keep clients from booking.',
      body: NewCalendar,
      outside: ({ actor, body, program }) => connect(program, actor, body),
      answer: CalendarItem,
      status: 201,
      // Each try is one at another server's password.
      limit: { max: 20, windowMs: 60_000 },
    },
    async ({ db, actor, found, program }) =>
      itemOf(db, actor, await connectCalendar(db, actor, program.secrets, found)),
  ),
  route(
    'POST /calendars/authorizations',
    'calendars.write',
    {
      about: 'Where to agree that the calendar of a Google or Microsoft account is read and written.',
      body: NewAuthorization,
      answer: Authorization,
    },
    async ({ db, actor, body, program }) => {
      if (body.memberId && !(await isArrangeable(db, actor, body.memberId))) throw unknownId('/memberId')
      return { url: beginAuthorization(program, actor, body) }
    },
  ),
  route(
    'DELETE /calendars/:id',
    'calendars.write',
    {
      about: 'Disconnects a calendar; its busy times are forgotten.',
      subject: inReach,
      answer: z.void(),
      status: 204,
    },
    ({ db, actor, subject }) => disconnectCalendar(db, actor, subject),
  ),
  route(
    'POST /calendars/:id/synchronisation',
    'calendars.write',
    {
      about:
        'Reads a calendar once more, and writes what could not be written, at once; `syncedAt` tells when it was read.',
      subject: inReach,
      body: z.strictObject({}),
      answer: CalendarItem,
    },
    async ({ db, actor, subject }) => {
      await requestSync(db, actor, subject)
      return calendarItem(actor, subject)
    },
  ),
  route(
    'PUT /calendars/:id/destination',
    'calendars.write',
    {
      about: 'Has the member’s meetings written into this calendar, and into no other.',
      subject: inReach,
      body: z.strictObject({}),
      answer: CalendarItem,
    },
    async ({ db, actor, subject, program }) => {
      await chooseDestination(db, actor, program.secrets, subject)
      return itemOf(db, actor, subject.id)
    },
  ),
  route(
    'DELETE /calendars/:id/destination',
    'calendars.write',
    {
      about: 'Has the member’s meetings written into no calendar.',
      subject: inReach,
      answer: CalendarItem,
    },
    async ({ db, actor, subject }) => {
      await chooseNoDestination(db, actor, subject)
      return itemOf(db, actor, subject.id)
    },
  ),
]
