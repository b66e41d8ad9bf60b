import type { Interval } from '../../kit/minutes.ts'

/** A calendar that was not read for so long says nothing about its member any more. */
const freshMinutes = 60
const failuresToFail = 2

export type Freshness = { syncedAt: Date | null; failures: number }
/** Whether clients may book by a calendar: not one that failed twice in a row, was not read for an hour, or never. */
export function calendarState({ syncedAt, failures }: Freshness, now: Date): 'fresh' | 'stale' | 'failed' {
  if (failures >= failuresToFail) return 'failed'
  return syncedAt && now.getTime() - syncedAt.getTime() <= freshMinutes * 60_000 ? 'fresh' : 'stale'
}

/**
 * Seconds until a calendar is read again: every ten minutes, sooner after a first failure, ever later after more, up to
 * six hours, since a wrong password that is tried on and on locks accounts.
 * @param chance from 0 to 1: not all calendars at once.
 */
export function secondsUntilNext(failures: number, chance: number): number {
  const seconds = failures === 1 ? 120 : Math.min(600 * 2 ** Math.max(failures - 1, 0), 6 * 3600)
  return Math.round(seconds * (0.9 + chance * 0.2))
}

/** What is mirrored: since yesterday, as far as the longest booking window reaches, or what lies beyond would be offered. */
export const mirroredDays = { before: 1, after: 732 }

/** As few intervals as say the same; those that touch are one. */
export function merged(intervals: readonly Interval[]): Interval[] {
  const result: Interval[] = []
  for (const { start, end } of intervals.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else result.push({ start, end })
  }
  return result
}

/** A meeting as far as calendars go. `destinationId`: where its host wants meetings, null: nowhere. */
export type Live = {
  hostId: string
  destinationId: string | null
  sequence: number
  isCancelled: boolean
  hasEnded: boolean
}
/** Where the meeting stands now. */
export type Standing = { hostId: string; calendarId: string; href: string; sequence: number }
export type Reconciliation = {
  remove: Standing[]
  /** `href` null: it is not there yet. */
  write: { calendarId: string; href: string | null } | null
}

/**
 * What brings calendars in line with a meeting: once in its host's, nowhere else, and as it is now. What has ended stays
 * where it stands. A host who chose no calendar for meetings any more keeps those that are written up to date.
 */
export function reconcile(meeting: Live, standing: readonly Standing[]): Reconciliation {
  const mine = meeting.isCancelled ? undefined : standing.find(each => each.hostId === meeting.hostId)
  const wantedId = meeting.isCancelled ? null : (meeting.destinationId ?? mine?.calendarId ?? null)
  const kept = mine && (meeting.hasEnded || mine.calendarId === wantedId) ? mine : undefined
  const isCurrent = kept !== undefined && kept.sequence >= meeting.sequence
  return {
    remove: standing.filter(each => each !== kept),
    write:
      wantedId === null || meeting.hasEnded || isCurrent
        ? null
        : { calendarId: wantedId, href: kept?.href ?? null },
  }
}
