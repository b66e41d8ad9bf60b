import type { Member } from '../src/access/actor.ts'
import type { Db } from '../src/kit/db.ts'
import { countMeetings, listMeetings, listRange } from '../src/features/meetings/queries/list.ts'
import { type MeetingFilter, MeetingQuery, RangeQuery } from '../src/features/meetings/schema/meetings.ts'
import { reportMeetings } from '../src/features/reports/queries/meetings.ts'
import { MeetingsReportQuery } from '../src/features/reports/schema.ts'
import { Measured } from './actors.ts'
import type { Cluster, Urls } from './databases.ts'
import { timingOf } from './measure.ts'
import {
  loadMeetings,
  type MeetingKind,
  meetingKinds,
  type Organisation,
  type Reader,
} from './meetings-load.ts'

export type MeetingsRow = {
  view: string
  kind: MeetingKind
  /** Milliseconds inside the database. */
  p50: number
  p95: number
  /** The same with what the program adds: from asking to the answer, without HTTP. */
  wholeP50: number
  wholeP95: number
  /** p50 against the same rows for somebody to whom nothing is closed, asked in turn with it; null: no filter names them. */
  ratio: number | null
}
export type MeetingsResult = Organisation & { rows: MeetingsRow[] }

const warmUps = 8
const large = { members: 5000, groups: 500, past: 36, upcoming: 4 }
const small = { members: 500, groups: 50, past: 36, upcoming: 4 }

/** What to ask for, and of whose meetings, where a filter says so without any wall. */
type Filter = Pick<MeetingFilter, 'hostId' | 'groupId'>
type Ask = (db: Db, actor: Member, reader: Reader, rows: Filter) => Promise<unknown>
type View = { name: string; ask: Ask; isReport?: true }

const dateIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const list = (name: string, query: object): View => ({
  name,
  ask: (db, actor, _, rows) => listMeetings(db, actor, MeetingQuery.parse({ ...query, ...rows })),
})
const week = { from: dateIn(2), to: dateIn(8) }
const year = { from: dateIn(-365), to: dateIn(0) }
const report = (by: string): View => ({
  name: `a year’s report by ${by}`,
  isReport: true,
  ask: (db, actor, { kind, groupIds: [groupId] }) => {
    const reach = kind === 'admin' ? 'all' : groupId === undefined ? 'own' : `group:${groupId}`
    return reportMeetings(db, actor, MeetingsReportQuery.parse({ ...year, reach, by }))
  },
})

const views: View[] = [
  list('upcoming, first page', { view: 'upcoming' }),
  list('past, first page', { view: 'past' }),
  list('search, common words', { search: 'mail.ex' }),
  list('search, uncommon words', { search: 'anna' }),
  list('search, rare words', { search: 'anna.jans' }),
  {
    name: 'a week',
    ask: (db, actor, _, rows) => listRange(db, actor, RangeQuery.parse({ ...week, ...rows })),
  },
  list('at risk, first page', { view: 'at_risk' }),
  {
    name: 'at risk, count',
    ask: (db, actor, _, rows) => countMeetings(db, actor, { view: 'at_risk', ...rows }),
  },
  ...['type', 'host', 'group', 'month'].map(report),
]

/** Lists, searches, those at risk and reports, by the program's own queries, each beside its reference. */
export async function measureMeetings(
  cluster: Cluster,
  { isQuick, log }: { isQuick: boolean; log: (line: string) => void },
): Promise<MeetingsResult> {
  const organisation = isQuick ? small : large
  log('Loading meetings.')
  const urls = await cluster.empty('bench_meetings')
  try {
    const readers = await loadMeetings(urls, organisation)
    log('Measuring meetings.')
    return { ...organisation, rows: await measureViews(urls, readers, isQuick ? 10 : 30) }
  } finally {
    await cluster.drop('bench_meetings')
  }
}

async function measureViews(urls: Urls, readers: Reader[], runs: number): Promise<MeetingsRow[]> {
  const app = new Measured(urls.app)
  const owner = new Measured(urls.owner)
  const admin = readers.find(({ kind }) => kind === 'admin') as Reader
  const rows: MeetingsRow[] = []
  try {
    for (const view of views)
      for (const kind of meetingKinds) {
        const asking = readers.filter(reader => reader.kind === kind)
        const [times, wholes, references]: [number[], number[], number[]] = [[], [], []]
        for (let run = -warmUps; run < runs; run++) {
          const reader = asking[(run + warmUps) % asking.length] as Reader
          const { spent, whole } = await measured(app, reader, (db, actor) => view.ask(db, actor, reader, {}))
          const same = sameRows(view, reader)
          const reference =
            same && (await measured(owner, admin, (db, actor) => view.ask(db, actor, reader, same)))
          if (run < 0) continue
          times.push(spent)
          wholes.push(whole)
          if (reference) references.push(reference.spent)
        }
        const { p50, p95 } = timingOf(times)
        const { p50: wholeP50, p95: wholeP95 } = timingOf(wholes)
        const ratio = references.length > 0 ? p50 / timingOf(references).p50 : null
        rows.push({ view: view.name, kind, p50, p95, wholeP50, wholeP95, ratio })
      }
  } finally {
    await app.database.destroy()
    await owner.database.destroy()
  }
  return rows
}

/** How an Admin whom no policy concerns asks for the same rows; null where they cannot. */
function sameRows({ isReport }: View, { kind, id, groupIds: [groupId] }: Reader): Filter | null {
  if (kind === 'admin') return {}
  if (isReport) return kind === 'own' ? null : {}
  if (kind === 'own') return { hostId: id }
  return kind === 'team' && groupId !== undefined ? { groupId } : null
}

async function measured(
  connection: Measured,
  reader: Reader,
  work: (db: Db, actor: Member) => Promise<unknown>,
): Promise<{ spent: number; whole: number }> {
  let [spent, whole] = [0, 0]
  await connection.as(reader, async (db, actor) => {
    const begin = performance.now()
    spent = await connection.meter.time(() => work(db, actor))
    whole = performance.now() - begin
  })
  return { spent, whole }
}
