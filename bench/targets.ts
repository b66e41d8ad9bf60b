import type { BookingsResult } from './bookings.ts'
import type { ClientsResult } from './clients.ts'
import type { ListRow } from './lists.ts'
import { type MeetingKind, meetingKinds } from './meetings-load.ts'
import type { MeetingsResult } from './meetings.ts'
import { kindNames } from './population.ts'
import { mostEngineMs } from './slots-engine.ts'
import type { SlotsResult } from './slots.ts'
import type { Start } from './start.ts'

export type Verdict = { what: string; target: string; measured: string; isMet: boolean }

const mostRatio: Record<ListRow['kind'], number> = {
  admin: 1.3,
  ungrouped: 1.3,
  limited: 5,
  one: 6,
  five: 6,
  fifty: 15,
  inviter: 5,
}
const mostFirstPageMs = 4
const mostSearchMs = 8
const mostCountMs = 10

export const nameOf = (kind: ListRow['kind'] | 'reference') =>
  kind === 'inviter' ? 'who invited everybody' : kind === 'reference' ? 'without permission' : kindNames[kind]

export const ms = (value: number) => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`
const times = (value: number) => `${value.toFixed(2)} ×`

/** The worst of several is what a target is held against. */
function worst<T>(rows: T[], value: (row: T) => number): T | undefined {
  return rows.toSorted((a, b) => value(b) - value(a))[0]
}

/** What 06 of the specification asks of the lists, and what was found. */
export function judgeClients({ loads, lists, requests, changes }: ClientsResult): Verdict[] {
  const label = loads[0]?.clients === 1_000_000 ? '1m' : '100k'
  const at = (load: string, name: RegExp) => lists.filter(row => row.load === load && name.test(row.view))
  const firstPages = at(label, /^first page$/)
  const firstPageOf = (row: ListRow, load = row.load) =>
    lists.find(each => each.load === load && each.view === 'first page' && each.kind === row.kind)
  const verdicts: Verdict[] = []
  const say = (what: string, target: string, measured: string, isMet: boolean) =>
    verdicts.push({ what, target, measured, isMet })

  for (const { name, clients, groups, members, seconds } of loads) {
    const rows = [clients, groups, members].map(count => count.toLocaleString('en'))
    say(`load ${rows.join(' clients, ')} members (${name})`.replace(' clients, 5', ' groups, 5'), '≤ 120 s', `${seconds} s`, seconds <= 120) // prettier-ignore
  }
  for (const row of firstPages) {
    const name = nameOf(row.kind)
    say(`first page, ${name}: p95`, `≤ ${mostFirstPageMs} ms`, ms(row.p95), row.p95 <= mostFirstPageMs)
    const most = mostRatio[row.kind]
    const ratio = row.ratio ?? 0
    say(`first page, ${name}: p50 against no permission`, `≤ ${most} ×`, times(ratio), ratio <= most)
  }
  const growths = firstPages.map(row => ({
    row,
    growth: row.p50 / (firstPageOf(row, '100k')?.p50 ?? row.p50),
  }))
  const grown = worst(growths, each => each.growth)
  if (grown && label === '1m')
    say('growth from 100 k to 1 M', '≤ 1.3 ×', `${times(grown.growth)} (${nameOf(grown.row.kind)})`, grown.growth <= 1.3) // prettier-ignore
  const against = (row: ListRow) => row.p95 / (firstPageOf(row)?.p95 ?? row.p95)
  for (const [what, name] of [
    ['deep page', /^deep page$/],
    ['status filter', /^first page, (rare )?status$/],
    ['group and status filter, first and deep page', /group and status$/],
  ] as const) {
    const found = worst(at(label, name), against)
    if (found)
      say(`${what}: p95 against the first page`, '≤ 3 ×', `${times(against(found))} (${nameOf(found.kind)})`, against(found) <= 3) // prettier-ignore
  }
  for (const [what, name, most] of [
    ['search', /^search/, mostSearchMs],
    ['capped count', /^count/, mostCountMs],
  ] as const) {
    const found = worst(at(label, name), row => row.p95)
    if (found)
      say(`${what}: p95`, `≤ ${most} ms`, `${ms(found.p95)} (${found.view}, ${nameOf(found.kind)})`, found.p95 <= most) // prettier-ignore
  }
  for (const load of ['1m, invited nobody', '1m, one inviter']) {
    const found = worst(at(load, /^first page$/), row => row.p95)
    if (found)
      say(`first page where ${load.slice(4)}: p95`, `≤ ${mostFirstPageMs} ms`, `${ms(found.p95)} (${nameOf(found.kind)})`, found.p95 <= mostFirstPageMs) // prettier-ignore
  }
  const asked = requests.filter(row => row.kind !== 'reference')
  const slowest = worst(asked, row => -row.perSecond)
  const latest = worst(asked, row => row.p99)
  if (slowest && latest) {
    const perSecond = Math.round(slowest.perSecond)
    say('whole requests, 20 connections', '≥ 1,000 /s', `${perSecond.toLocaleString('en')} /s (${nameOf(slowest.kind)})`, perSecond >= 1000) // prettier-ignore
    say('whole requests against no permission', '≥ 0.2 ×', `${times(slowest.ratio)} (${nameOf(slowest.kind)})`, slowest.ratio >= 0.2) // prettier-ignore
    say('whole requests: p99', '≤ 50 ms', `${ms(latest.p99)} (${nameOf(latest.kind)})`, latest.p99 <= 50)
  }
  const { paste, deletion } = changes
  const overCopy = paste.ms / paste.copyMs
  say('paste of 5,000 members', '≤ 3 s', `${(paste.ms / 1000).toFixed(2)} s`, paste.ms <= 3000)
  say('paste against COPY of the same rows', '≤ 4 ×', times(overCopy), overCopy <= 4)
  const group = `a group with ${deletion.clients.toLocaleString('en')} clients`
  say(`delete ${group}`, '≤ 100 ms', ms(deletion.ms), deletion.ms <= 100)
  say(`lists after deleting it`, 'unchanged', deletion.areListsUnchanged ? 'unchanged' : 'changed', deletion.areListsUnchanged) // prettier-ignore
  return verdicts
}

const mostSlotsMs = 25

/** Of whole requests only the one of fifty hosts has a target. */
export function judgeSlots({ engine, requests }: SlotsResult): Verdict[] {
  const engines = engine.map(({ hosts, p95 }) => {
    const most = mostEngineMs[hosts] ?? 0
    return { what: `engine, ${hosts} hosts: p95`, target: `≤ ${most} ms`, measured: ms(p95), isMet: p95 <= most } // prettier-ignore
  })
  const asked = requests.filter(({ hosts }) => hosts === 50)
  return [
    ...engines,
    ...asked.map(({ hosts, p95 }) => ({
      what: `whole request of free times, ${hosts} hosts: p95`,
      target: `≤ ${mostSlotsMs} ms`,
      measured: ms(p95),
      isMet: p95 <= mostSlotsMs,
    })),
  ]
}

const leastBookings = 300

export function judgeBookings({ oneStart, oneDay, overlaps, deadlocks }: BookingsResult): Verdict[] {
  const { requests, hosts, won, refused } = oneStart
  const wins = [...new Set(won)].join(', ')
  const losses = [...new Set(refused)].join(', ')
  const perSecond = Math.round(oneDay.perSecond)
  return [
    { what: `${requests} at once on one start, ${hosts} free hosts: booked`, target: `${hosts}`, measured: wins, isMet: wins === `${hosts}` }, // prettier-ignore
    { what: 'the others are refused cleanly', target: `${requests - hosts}`, measured: losses, isMet: losses === `${requests - hosts}` }, // prettier-ignore
    { what: `${oneDay.requests} at once over a day with room for all: booked`, target: `${oneDay.requests}`, measured: `${oneDay.won}`, isMet: oneDay.won === oneDay.requests }, // prettier-ignore
    { what: 'hosts in two places, deadlocks', target: '0, 0', measured: `${overlaps}, ${deadlocks}`, isMet: overlaps + deadlocks === 0 }, // prettier-ignore
    { what: 'bookings a second', target: `≥ ${leastBookings}`, measured: `${perSecond}, ${times(oneDay.ratio)} of their bare rows`, isMet: perSecond >= leastBookings }, // prettier-ignore
  ]
}

export const readerNames: Record<MeetingKind, string> = {
  admin: 'Admin',
  region: 'operator of a region',
  team: 'operator of a team',
  own: 'own only',
}
/** What an organisation of five thousand members should wait for at most, with all that the program does besides HTTP. */
const meetingTargets: { what: string; views: RegExp; mostMs: number; value: 'p95' | 'wholeP95' }[] = [
  {
    what: 'first pages and searches, in the database: p95',
    views: /^(upcoming|past|search)/,
    mostMs: 50,
    value: 'p95',
  },
  { what: 'a week of up to 1,000: p95', views: /^a week$/, mostMs: 150, value: 'wholeP95' },
  { what: 'those at risk: p95', views: /^at risk/, mostMs: 300, value: 'wholeP95' },
  { what: 'a year’s report: p95', views: /report/, mostMs: 500, value: 'wholeP95' },
]
/** An operator's groups are compared twice for each meeting, by the query and by the policy. */
const mostMeetingRatio: Record<MeetingKind, number> = { admin: 1.5, region: 5, team: 5, own: 1.5 }

export function judgeMeetings({ rows }: MeetingsResult): Verdict[] {
  const slowest = meetingTargets.flatMap(({ what, views, mostMs, value }) => {
    const found = worst(rows.filter(({ view }) => views.test(view)), row => row[value]) // prettier-ignore
    if (!found) return []
    const measured = `${ms(found[value])} (${found.view}, ${readerNames[found.kind]})`
    return { what, target: `≤ ${mostMs} ms`, measured, isMet: found[value] <= mostMs }
  })
  const dearest = meetingKinds.flatMap(kind => {
    const found = worst(rows.filter(row => row.kind === kind && row.p50 >= 1), row => row.ratio ?? 0) // prettier-ignore
    if (!found?.ratio) return []
    const what = `${readerNames[kind]}: p50 against no permission, where it takes a millisecond`
    const most = mostMeetingRatio[kind]
    return { what, target: `≤ ${most} ×`, measured: `${times(found.ratio)} (${found.view})`, isMet: found.ratio <= most } // prettier-ignore
  })
  return [...slowest, ...dearest]
}

export const judgeStart = ({ warmMs, idleMegabytes }: Start): Verdict[] => [
  { what: '`npm start` on a warm install to the first answer', target: '≤ 3 s', measured: `${(warmMs / 1000).toFixed(2)} s`, isMet: warmMs <= 3000 }, // prettier-ignore
  { what: 'memory when idle, embedded database included', target: '≤ 250 MB', measured: `${idleMegabytes ?? '?'} MB`, isMet: (idleMegabytes ?? 0) <= 250 }, // prettier-ignore
]
