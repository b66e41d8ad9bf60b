import type { CalendarItem, CalendarKind } from '../../../src/features/calendars/schema.ts'
import { t } from '../../ui/language.ts'
import type { Tone } from '../../ui/StatusBadge.tsx'

export const calendarKindNames = (): Record<CalendarKind, string> => ({
  caldav: t('CalDAV server'),
  ics: t('Calendar feed'),
  google: 'Google Calendar',
  microsoft: 'Microsoft 365',
})

/** `unwritten`: it is read, and a meeting could not be written into it. */
export const calendarStates = (): Record<
  CalendarItem['state'] | 'unwritten',
  { label: string; tone: Tone }
> => ({
  fresh: { label: t('Up to date'), tone: 'green' },
  unwritten: { label: t('Meetings missing'), tone: 'amber' },
  stale: { label: t('Stale'), tone: 'amber' },
  failed: { label: t('Failing'), tone: 'red' },
})
