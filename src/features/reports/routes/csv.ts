import { stringify } from 'csv-stringify/sync'
import type { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import { type Stream, streamingRoute } from '../../../http/route.ts'
import type { Db } from '../../../kit/db.ts'
import { Problem } from '../../../kit/errors.ts'
import { say } from '../../../kit/sentence.ts'
import { reportInvites } from '../queries/invites.ts'
import { reportMeetings } from '../queries/meetings.ts'
import { InvitesReportQuery, MeetingsReportQuery, ReportCsv } from '../schema.ts'

type Line = Record<string, string | number | boolean | null>
type Report = { total: Line; rows: Line[] }

const snake = (name: string) => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** A report is short, so it is written in one go: a line for every row, and the total. */
const send =
  <Q extends z.ZodType>(
    name: string,
    report: (db: Db, actor: Member, query: z.output<Q>) => Promise<Report>,
  ) =>
  async ({ asActor, query, reply }: Stream<Q>) => {
    const found = await asActor((db, actor) => report(db, actor, query as z.output<Q>))
    if (!found) throw new Problem('unauthenticated', say('Sign in, then try again.'))
    const lines: Line[] = [...found.rows, { ...found.total, key: 'total' }]
    const columns = ['key', 'name', ...Object.keys(found.total)]
    // A byte order mark, or Excel reads UTF-8 as something else; formulas escaped, or a name could run in it.
    const csv = stringify(
      lines.map(line => columns.map(column => line[column] ?? '')),
      {
        header: true,
        columns: columns.map(snake),
        bom: true,
        escape_formulas: true,
        cast: { boolean: value => String(value) },
      },
    )
    await reply
      .type('text/csv; charset=utf-8')
      .header(
        'content-disposition',
        `attachment; filename="${name}-${new Date().toISOString().slice(0, 10)}.csv"`,
      )
      .send(csv)
  }

export const csvRoutes = [
  streamingRoute(
    'GET /reports/meetings.csv',
    'reports.read',
    { about: 'The report on meetings as a CSV file.', query: MeetingsReportQuery, answer: ReportCsv },
    send('meetings', reportMeetings),
  ),
  streamingRoute(
    'GET /reports/invites.csv',
    'clients.read',
    { about: 'The report on invites as a CSV file.', query: InvitesReportQuery, answer: ReportCsv },
    send('invites', reportInvites),
  ),
]
