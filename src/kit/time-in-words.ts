import { minuteOf, minutesPerDay } from './minutes.ts'
import type { Language } from './shapes.ts'
import { zoneNamed } from './zone.ts'

export type Time = { startsAt: Date; endsAt: Date }

/**
 * "Monday, 23 November 2026, 10:00 – 10:30 (Europe/Amsterdam)", by the reader's clock; when that is changed in these hours,
 * with its name before and after, since a reading may come twice.
 */
export function timeInWords(time: Time, language: Language, timeZone: string): string {
  const locale = language === 'en' ? 'en-GB' : language
  const words = isChangedNear(time, timeZone)
    ? namedTime(time, locale, timeZone)
    : new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone }).formatRange(
        time.startsAt,
        time.endsAt,
      )
  // Narrow spaces of typography are boxes in some mail programs.
  return `${words.replaceAll(/[\u2009\u202f]/g, ' ')} (${timeZone})`
}

/** A clock that is put back repeats three hours at most. */
const longestChangeMinutes = 180
const isChangedNear = ({ startsAt, endsAt }: Time, timeZone: string): boolean => {
  const zone = zoneNamed(timeZone)
  const before = zone.offsetAt(minuteOf(startsAt) - longestChangeMinutes)
  return before !== zone.offsetAt(minuteOf(endsAt) + longestChangeMinutes)
}

const day = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
const clock = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const
function namedTime({ startsAt, endsAt }: Time, locale: string, timeZone: string): string {
  const zone = zoneNamed(timeZone)
  const [first, last] = [startsAt, endsAt].map(at => Math.floor(zone.localOf(minuteOf(at)) / minutesPerDay))
  const start = new Intl.DateTimeFormat(locale, { ...day, ...clock, timeZone }).format(startsAt)
  const end = new Intl.DateTimeFormat(locale, { ...(first !== last && day), ...clock, timeZone }).format(
    endsAt,
  )
  return `${start} – ${end}`
}
