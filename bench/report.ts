import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BookingsResult } from './bookings.ts'
import type { ClientsResult } from './clients.ts'
import type { ListRow } from './lists.ts'
import { meetingKinds } from './meetings-load.ts'
import type { MeetingsResult } from './meetings.ts'
import { kinds } from './population.ts'
import type { SlotsResult } from './slots.ts'
import type { Start } from './start.ts'
import {
  judgeBookings,
  judgeClients,
  judgeMeetings,
  judgeSlots,
  judgeStart,
  ms,
  nameOf,
  readerNames,
  type Verdict,
} from './targets.ts'

type Stamp = {
  date: string
  machine: { processors: string; memoryGigabytes: number; system: string; node: string }
}
export type Result = Stamp &
  (
    | ({ bench: 'clients'; postgres: string } & ClientsResult)
    | ({ bench: 'slots'; postgres: string } & SlotsResult)
    | ({ bench: 'bookings'; postgres: string } & BookingsResult)
    | ({ bench: 'meetings'; postgres: string } & MeetingsResult)
    | ({ bench: 'start' } & Start)
  )

export function verdictsOf(result: Result): Verdict[] {
  if (result.bench === 'clients') return judgeClients(result)
  if (result.bench === 'bookings') return judgeBookings(result)
  if (result.bench === 'meetings') return judgeMeetings(result)
  return result.bench === 'slots' ? judgeSlots(result) : judgeStart(result)
}

/** All numbers of one run, as Markdown tables: they read well in a terminal too. */
export function tableOf(result: Result): string {
  if (result.bench === 'start')
    return table(
      ['start', 'measured'],
      [
        ['first start, empty data folder', ms(result.firstMs)],
        ['warm start', ms(result.warmMs)],
        ['memory, idle', `${result.idleMegabytes ?? '?'} MB`],
      ],
    )
  if (result.bench === 'slots') return slotsTables(result)
  if (result.bench === 'bookings') return bookingsTable(result)
  if (result.bench === 'meetings') return meetingsTable(result)
  const loads = [...new Set(result.lists.map(row => row.load))]
  const { paste, deletion } = result.changes
  return [
    ...loads.map(load => listTable(load, result.lists.filter(row => row.load === load))), // prettier-ignore
    table(
      ['whole request of the first page', 'requests/s', 'p50', 'p99', 'against no permission'],
      result.requests.map(row => [
        nameOf(row.kind),
        Math.round(row.perSecond).toLocaleString('en'),
        ms(row.p50),
        ms(row.p99),
        `${row.ratio.toFixed(2)} ×`,
      ]),
    ),
    table(
      ['change', 'measured'],
      [
        [`paste of ${paste.lines.toLocaleString('en')} members, whole request`, ms(paste.ms)],
        ['COPY of the rows it made', ms(paste.copyMs)],
        [`delete a group with ${deletion.clients.toLocaleString('en')} clients`, ms(deletion.ms)],
      ],
    ),
  ].join('\n\n')
}

function slotsTables({ engine, requests }: SlotsResult): string {
  const timing = ({ p50, p95 }: { p50: number; p95: number }) => `${ms(p50)} / ${ms(p95)}`
  return [
    table(
      ['engine alone', 'free starts', 'p50 / p95', 'found plainly', 'plainly against it'],
      engine.map(row => [
        hosts(row),
        row.slots.toLocaleString('en'),
        timing(row),
        timing(row.plain),
        `${row.ratio.toFixed(1)} ×`,
      ]),
    ),
    table(
      ['whole request of free times', 'free starts', 'p50 / p95', 'against the engine alone'],
      requests.map(row => [hosts(row), row.slots.toLocaleString('en'), timing(row), `${row.ratio.toFixed(1)} ×`]), // prettier-ignore
    ),
  ].join('\n\n')
}
const hosts = (row: { hosts: number }) => `${row.hosts} ${row.hosts === 1 ? 'host' : 'hosts'}`

const bookingsTable = ({ oneStart, oneDay }: BookingsResult): string =>
  table(
    ['bookings', 'measured'],
    [
      [
        `${oneStart.requests} at once on one start with ${oneStart.hosts} free hosts, until all are answered`,
        `${ms(oneStart.p50)} / ${ms(oneStart.p95)}`,
      ],
      [`${oneDay.requests} at once over a day, ${hosts(oneDay)}`, `${Math.round(oneDay.perSecond)} /s`],
      ['their bare rows', `${Math.round(oneDay.referencePerSecond)} /s`],
    ],
  )

/** Views down, readers across; a cell is `p50 / p95 in the database, p50 with the program, ratio`. */
function meetingsTable({ rows }: MeetingsResult): string {
  const cell = (view: string, kind: string) => {
    const row = rows.find(each => each.view === view && each.kind === kind)
    if (!row) return ''
    const ratio = row.ratio === null ? '' : `, ${row.ratio.toFixed(1)} ×`
    return `${row.p50.toFixed(1)} / ${row.p95.toFixed(1)}, ${row.wholeP50.toFixed(0)}${ratio}`
  }
  const viewsDown = [...new Set(rows.map(row => row.view))]
  return table(
    ['p50 / p95, with the program, in ms', ...meetingKinds.map(kind => readerNames[kind])],
    viewsDown.map(view => [view, ...meetingKinds.map(kind => cell(view, kind))]),
  )
}

/** Views down, kinds of member across; a cell is `p50 / p95, ratio`. */
function listTable(load: string, rows: ListRow[]): string {
  const across = [...kinds, 'inviter' as const].filter(kind => rows.some(row => row.kind === kind))
  const views = [...new Set(rows.map(row => row.view))]
  const cell = (view: string, kind: string) => {
    const row = rows.find(each => each.view === view && each.kind === kind)
    if (!row) return ''
    const ratio = row.ratio === null ? '' : `, ${row.ratio.toFixed(1)} ×`
    return `${row.p50.toFixed(2)} / ${row.p95.toFixed(2)}${ratio}`
  }
  const entering = across.map(kind => rows.find(row => row.kind === kind)?.enterP50.toFixed(2) ?? '')
  return table(
    [`${load}: p50 / p95 in ms`, ...across.map(nameOf)],
    [
      ...views.map(view => [view, ...across.map(kind => cell(view, kind))]),
      ['entering, before each', ...entering],
    ],
  )
}

function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map(row => (row[at] ?? '').length)))
  const line = (cells: string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** docs/benchmarks.md, from what the last runs left in `folder`. */
export async function describeResults(folder: string): Promise<string> {
  const parts = [await readFile(join(import.meta.dirname, 'method.md'), 'utf8')]
  for (const name of ['clients', 'slots', 'bookings', 'meetings', 'start']) {
    const path = join(folder, `${name}.json`)
    if (!existsSync(path)) continue
    const result = JSON.parse(await readFile(path, 'utf8')) as Result
    const { machine, date } = result
    const postgres = 'postgres' in result ? `, PostgreSQL ${result.postgres}` : ''
    parts.push(
      `## \`npm run bench -- ${name}\``,
      `${date.slice(0, 10)}, ${machine.processors}, ${machine.memoryGigabytes} GB, ${machine.system}, Node ${machine.node}${postgres}.`,
      table(
        ['target', 'asked', 'measured', ''],
        verdictsOf(result).map(each => [
          each.what,
          each.target,
          each.measured,
          each.isMet ? 'met' : '**missed**',
        ]),
      ),
      tableOf(result),
    )
  }
  return `${parts.map(part => part.trim()).join('\n\n')}\n`
}
