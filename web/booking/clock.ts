import { locale } from '../ui/language.ts'

const minute = 60_000
const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format takes far longer than using it, and a page of times uses few. */
function formatOf(language: string, options: Intl.DateTimeFormatOptions) {
  const key = language + JSON.stringify(options)
  let format = formats.get(key)
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(language, options)))
  return format
}

/** Of the reader's own device. */
export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** How far the wall clock of the zone is ahead of UTC at an instant. */
function offsetMinutes(at: number, zone: string) {
  const written = formatOf('en', { timeZone: zone, timeZoneName: 'longOffset' }).format(at)
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(written) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0))
}

/** The day of an instant on the calendar of the zone, as YYYY-MM-DD. */
export const dayOf = (at: number, zone: string) =>
  new Date(at + offsetMinutes(at, zone) * minute).toISOString().slice(0, 10)

/** No clock has ever been changed by more in one step but by a whole day. */
const longestChange = 180 * minute

/** Whether the wall clock shows this time twice, since it is put back: then the bare time could mean either. */
export function isTwice(at: number, zone: string) {
  const offset = offsetMinutes(at, zone)
  const isAlso = (other: number) => offsetMinutes(other, zone) * minute + other === offset * minute + at
  const before = offsetMinutes(at - longestChange, zone) - offset
  const after = offset - offsetMinutes(at + longestChange, zone)
  return (before > 0 && isAlso(at - before * minute)) || (after > 0 && isAlso(at + after * minute))
}

/** "10:30", with the zone's name of that hour where the clock shows it twice. */
export function formatTime(at: number, zone: string) {
  return isTwice(at, zone) ? formatNamedTime(at, zone) : formatBareTime(at, zone)
}

const formatBareTime = (at: number, timeZone: string) =>
  formatOf(locale(), { timeZone, timeStyle: 'short' }).format(at)

const formatNamedTime = (at: number, timeZone: string) =>
  formatOf(locale(), { timeZone, hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }).format(at)

/** "Tue 24 Nov", with the year where it is not this one; or "Tuesday, 24 November 2026". */
export function formatDay(day: string, now?: number) {
  const isThisYear = now !== undefined && day.slice(0, 4) === new Date(now).toISOString().slice(0, 4)
  const style = now === undefined ? 'long' : 'short'
  return formatOf(locale(), {
    timeZone: 'UTC',
    weekday: style,
    day: 'numeric',
    month: style,
    year: isThisYear ? undefined : 'numeric',
  }).format(new Date(day))
}

/** "10:00 – 10:30", with the zone's names where the clock is changed in between or shows one of them twice. */
export function formatTimes(startsAt: string, endsAt: string, zone: string) {
  const ends = [Date.parse(startsAt), Date.parse(endsAt)]
  const offsets = new Set(ends.map(at => offsetMinutes(at, zone)))
  const isNamed = offsets.size > 1 || ends.some(at => isTwice(at, zone))
  return ends.map(at => (isNamed ? formatNamedTime(at, zone) : formatBareTime(at, zone))).join(' – ')
}
