import { setTimeout as sleep } from 'node:timers/promises'
import { jobs } from '../src/features/calendars/jobs.ts'
import type { CalendarItem } from '../src/features/calendars/schema.ts'
import type { Person } from './person.ts'
import type { Staffed } from './staff.ts'

export const calendarsOf = async (person: Person, query = '') =>
  (await person.get(`/calendars${query}`)).body.items as CalendarItem[]

/** The calendar once somebody has tried to read it, or to read it again. */
export async function onceRead(
  person: Person,
  id: string,
  since: Partial<CalendarItem> = {},
): Promise<CalendarItem> {
  for (;;) {
    const calendar = (await calendarsOf(person)).find(each => each.id === id)
    const { syncedAt = null, failedAt = null } = since
    if (!calendar) throw new Error(`${id} is not connected`)
    if (calendar.syncedAt !== syncedAt || calendar.failedAt !== failedAt) return calendar
    await sleep(20)
  }
}

/** What the calendar is mirrored to: "2027-03-01T10:00/11:00". */
export const busyOf = async (staffed: Staffed, id: string) =>
  (
    await staffed.query('select starts_at, ends_at from app.busy where calendar_id = $1 order by starts_at', [
      id,
    ])
  ).map(row => `${row.starts_at.toISOString().slice(0, 16)}/${row.ends_at.toISOString().slice(11, 16)}`)

/** A job of calendars, run now and here; @throws what the job throws. */
export async function runJob({ server, fixture }: Staffed, name: string, data: object): Promise<void> {
  const { organizationId } = fixture.cast
  await jobs(server.app.program)[name]?.({ organizationId, ...data } as never, { last: false })
}
export const syncNow = (staffed: Staffed, calendarId: string) =>
  runJob(staffed, 'sync-calendar', { data: { calendarId } })
/** What follows from every event of a meeting. */
export const writeNow = (staffed: Staffed, meetingId: string) =>
  runJob(staffed, 'write-calendars', { meetingId })
