import type { z } from 'zod'
import type { Member } from '../../access/actor.ts'
import { route, type Route } from '../../http/route.ts'
import type { Db } from '../../kit/db.ts'
import { cancel, conclude, reassign, reschedule } from './actions/changes.ts'
import { addGuest, removeGuest } from './actions/guests.ts'
import { planMeeting } from './actions/planning.ts'
import { findMeeting, getMeeting, type MeetingInSight } from './queries/detail.ts'
import { getPlanOptions, listCandidates } from './queries/hosts.ts'
import { countMeetings, listMeetings, listRange } from './queries/list.ts'
import {
  Cancellation,
  ChangedMeeting,
  HostCandidates,
  MeetingCount,
  MeetingDetail,
  MeetingFilter,
  MeetingPage,
  MeetingQuery,
  MeetingRange,
  NewGuest,
  NewMeeting,
  Outcome,
  PlanOptions,
  PlanOptionsQuery,
  RangeQuery,
  Reassignment,
  Rescheduling,
  type Warnings,
} from './schema/meetings.ts'

const mayChange = (_: unknown, meeting: MeetingInSight) => meeting.may.change

/** What is done to a meeting: answered with the meeting as it is then, and with warnings where its time was judged. */
const changing = <B extends z.ZodType>(
  what: 'rescheduling' | 'reassignment' | 'cancellation' | 'guests',
  about: string,
  body: B,
  change: (db: Db, actor: Member, meeting: MeetingInSight, body: z.output<B>) => Promise<Warnings | void>,
): Route =>
  route(
    `POST /meetings/:id/${what}`,
    'meetings.change',
    { about, subject: findMeeting, may: mayChange, body, answer: ChangedMeeting },
    async ({ db, actor, subject, body }) => {
      const warnings = (await change(db, actor, subject, body as z.output<B>)) ?? []
      return { ...(await getMeeting(db, actor, subject.id)), warnings }
    },
  )

export const routes: Route[] = [
  route(
    'GET /meetings',
    'meetings.read',
    { about: 'Meetings the actor reads, by start.', query: MeetingQuery, answer: MeetingPage },
    ({ db, actor, query }) => listMeetings(db, actor, query),
  ),
  route(
    'GET /meetings/count',
    'meetings.read',
    {
      about: 'How many there are under these filters, up to 1,000.',
      query: MeetingFilter,
      answer: MeetingCount,
    },
    ({ db, actor, query }) => countMeetings(db, actor, query),
  ),
  route(
    'GET /meetings/range',
    'meetings.read',
    {
      about: 'Meetings that touch a day, a week or a month, at most 31 days and 1,000.',
      query: RangeQuery,
      answer: MeetingRange,
    },
    ({ db, actor, query }) => listRange(db, actor, query),
  ),
  route(
    'GET /meetings/:id',
    'meetings.read',
    {
      about: 'A meeting with answers, guests, how its host was found, and what happened to it.',
      subject: findMeeting,
      answer: MeetingDetail,
    },
    ({ db, actor, subject }) => getMeeting(db, actor, subject.id),
  ),
  route(
    'GET /meetings/options',
    'meetings.plan',
    {
      about: 'Whom the actor may plan for, and what they can host.',
      query: PlanOptionsQuery,
      answer: PlanOptions,
    },
    ({ db, actor, query }) => getPlanOptions(db, actor, query.search),
  ),
  route(
    'POST /meetings',
    'meetings.plan',
    {
      about:
        'Plans a meeting. Taken times are answered as warnings; another meeting of the host’s needs confirmOverlap.',
      body: NewMeeting,
      answer: ChangedMeeting,
      status: 201,
    },
    async ({ db, actor, body, program }) => {
      const { id, warnings } = await planMeeting(db, actor, program.secrets, body)
      return { ...(await getMeeting(db, actor, id)), warnings }
    },
  ),
  route(
    'GET /meetings/:id/hosts',
    'meetings.change',
    {
      about: 'Whom the meeting can be given to, who is free first.',
      subject: findMeeting,
      may: mayChange,
      answer: HostCandidates,
    },
    ({ db, actor, subject }) => listCandidates(db, actor, subject),
  ),
  changing('rescheduling', 'Moves a meeting to another time.', Rescheduling, reschedule),
  changing('reassignment', 'Hands a meeting over to another host.', Reassignment, reassign),
  changing('cancellation', 'Calls a meeting off.', Cancellation, cancel),
  changing('guests', 'Lets somebody come besides, as far as the meeting type allows.', NewGuest, addGuest),
  route(
    'DELETE /meetings/:id/guests/:guestId',
    'meetings.change',
    {
      about: 'Takes a guest off a meeting.',
      subject: findMeeting,
      may: mayChange,
      answer: MeetingDetail,
    },
    async ({ db, actor, subject, params }) => {
      await removeGuest(db, actor, subject, params.guestId ?? '')
      return getMeeting(db, actor, subject.id)
    },
  ),
  route(
    'PUT /meetings/:id/outcome',
    'meetings.change',
    {
      about: 'Says whether a meeting took place, once it has begun.',
      subject: findMeeting,
      may: mayChange,
      body: Outcome,
      answer: MeetingDetail,
    },
    async ({ db, actor, subject, body }) => {
      await conclude(db, actor, subject, body)
      return getMeeting(db, actor, subject.id)
    },
  ),
]
