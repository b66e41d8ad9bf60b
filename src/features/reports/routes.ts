import { route, type Route } from '../../http/route.ts'
import { reportInvites } from './queries/invites.ts'
import { reportMeetings } from './queries/meetings.ts'
import { listReaches } from './queries/reach.ts'
import { csvRoutes } from './routes/csv.ts'
import {
  InvitesReport,
  InvitesReportQuery,
  MeetingsReport,
  MeetingsReportQuery,
  ReportOptions,
} from './schema.ts'

export const routes: Route[] = [
  route(
    'GET /reports/options',
    'reports.read',
    { about: 'What the actor may ask reports for.', answer: ReportOptions },
    async ({ db, actor }) => ({
      meetings: await listReaches(db, actor, 'reports.read'),
      invites: await listReaches(db, actor, 'clients.read'),
    }),
  ),
  route(
    'GET /reports/meetings',
    'reports.read',
    {
      about: 'Meetings that start in a period, within reach, by type, host, group or time.',
      query: MeetingsReportQuery,
      answer: MeetingsReport,
    },
    ({ db, actor, query }) => reportMeetings(db, actor, query),
  ),
  route(
    'GET /reports/invites',
    'clients.read',
    {
      about: 'Invites sent in a period to clients the actor sees, by sender, group, flow or time.',
      query: InvitesReportQuery,
      answer: InvitesReport,
    },
    ({ db, actor, query }) => reportInvites(db, actor, query),
  ),
  ...csvRoutes,
]
