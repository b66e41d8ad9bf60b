import { type Route, route } from '../../http/route.ts'
import { findTended } from '../availability/queries/hours.ts'
import { getMemberAvailability } from './queries/availability.ts'
import { explain, listTimes } from './queries/planning.ts'
import {
  AvailabilityQuery,
  Explanation,
  ExplanationQuery,
  MemberAvailability,
  Times,
  TimesQuery,
} from './schema.ts'

export const routes: Route[] = [
  route(
    'GET /members/:id/availability',
    'availability.write',
    {
      about: 'Everything that a week of a member shows: open hours, blocks, busy times and meetings.',
      subject: findTended,
      may: (_, member) => member.isTended,
      query: AvailabilityQuery,
      answer: MemberAvailability,
    },
    ({ db, actor, subject: member, query }) => getMemberAvailability(db, actor, member, query),
  ),
  route(
    'GET /availability/explanation',
    'availability.write',
    {
      about: 'Says why a client can, or cannot, book a member at a time.',
      query: ExplanationQuery,
      answer: Explanation,
    },
    ({ db, actor, query }) => explain(db, actor, query),
  ),
  route(
    'GET /meetings/times',
    'meetings.plan',
    {
      about: 'Lists free starts of a host whom you may plan for, and the times that are taken.',
      query: TimesQuery,
      answer: Times,
    },
    ({ db, actor, query }) => listTimes(db, actor, query),
  ),
]
