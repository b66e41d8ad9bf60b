import { route, type Route } from '../../http/route.ts'
import { findMeeting, getMeeting } from './queries/detail.ts'
import { countMeetings, listMeetings, listRange } from './queries/list.ts'
import {
  MeetingCount,
  MeetingDetail,
  MeetingFilter,
  MeetingPage,
  MeetingQuery,
  MeetingRange,
  RangeQuery,
} from './schema/meetings.ts'

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
]
