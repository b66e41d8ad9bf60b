import { minuteAfter, minuteOf, minutesPerDay, type Interval, type Minute } from './minutes.ts'
import { everFits, looks } from './recurrence-days.ts'
import { ruleOf } from './recurrence-rule.ts'
import { say, type Sentence } from './sentence.ts'
import { zoneNamed } from './zone.ts'

/**
 * A time that may repeat, by the wall clock of its zone.
 * @property rrule of RFC 5545 §3.3.10, without "RRULE:"; null: it doesn't repeat.
 */
export type Recurring = { startsAt: Date; endsAt: Date; timeZone: string; rrule: string | null }

/**
 * The occurrences that touch `from` until `to`, in order, each whole. Start and end become instants separately: what is
 * 09:00 to 17:00 is so on the day of a clock change too. The time itself is the first, whether the rule fits it or not.
 * Of a rule that counts in seconds all time until its UNTIL is one occurrence.
 * @throws Error for a rule that is unreadable, which `recurrenceFault` says beforehand, and RangeError for no zone.
 */
export function occurrences(
  { startsAt, endsAt, timeZone, rrule }: Recurring,
  from: Minute,
  to: Minute,
): Interval[] {
  const first = { start: minuteOf(startsAt), end: minuteAfter(endsAt) }
  const touches = ({ start, end }: Interval) => start < to && end > from
  if (rrule === null) return [first].filter(touches)
  const zone = zoneNamed(timeZone)
  const localStart = zone.localOf(first.start)
  const minutes = zone.localOf(first.end) - localStart
  const rule = ruleOf(rrule, zone, localStart)
  if (rule.frequency === 'SECONDLY') {
    const last = rule.until === Infinity ? to : zone.instantOf(rule.until + minutes)
    return [{ start: first.start, end: Math.max(first.end, Math.min(last, to)) }].filter(touches)
  }

  const found: Interval[] = []
  // A day more on either side: the clock may be changed in between.
  const since = zone.localOf(from) - minutes - minutesPerDay
  for (const { starts } of looks(rule, localStart, since, zone.localOf(to) + minutesPerDay))
    for (const local of starts) {
      const start = local === localStart ? first.start : zone.instantOf(local)
      const end = local === localStart ? first.end : zone.instantOf(local + minutes)
      if (touches({ start, end })) found.push({ start, end })
    }
  return found
}

/** Whether a rule that `recurrenceFault` let pass fits any time until `to`, the first occurrence or a later one. */
export function everOccurs(
  { startsAt, timeZone, rrule }: Recurring & { rrule: string },
  to: Minute,
): boolean {
  const zone = zoneNamed(timeZone)
  const first = zone.localOf(minuteOf(startsAt))
  return everFits(ruleOf(rrule, zone, first), first, zone.localOf(to))
}

/** The most that COUNT and INTERVAL may be. */
const mostTimes = 1000
const part =
  /^(FREQ|INTERVAL|COUNT|UNTIL|WKST|BYMONTH|BYWEEKNO|BYYEARDAY|BYMONTHDAY|BYDAY|BYSETPOS|BYHOUR|BYMINUTE)=([^=]+)$/

/** What RFC 5545 §3.3.10 forbids beside a frequency. */
const forbidden: Record<string, string[]> = {
  DAILY: ['BYWEEKNO', 'BYYEARDAY'],
  WEEKLY: ['BYWEEKNO', 'BYYEARDAY', 'BYMONTHDAY'],
  MONTHLY: ['BYWEEKNO', 'BYYEARDAY'],
  YEARLY: [],
}

/** What to change in a rule that somebody hands in for `occurrences`; undefined where nothing is. */
export function recurrenceFault(rrule: string): Sentence | undefined {
  const texts = rrule.split(';')
  const parts = new Map(texts.map(text => [part.exec(text)?.[1], part.exec(text)?.[2] ?? '']))
  if (rrule.length > 500 || parts.size < texts.length || parts.has(undefined) || !isReadable(rrule))
    return say('Write the repetition as RFC 5545 has it, such as FREQ=WEEKLY;BYDAY=MO.')
  const frequency = parts.get('FREQ') ?? ''
  const never = forbidden[frequency]
  if (never === undefined) return say('Repeat it daily, weekly, monthly or yearly.')
  // The second Monday is one of a month or a year.
  const isNthForbidden =
    /\d/.test(parts.get('BYDAY') ?? '') && (parts.has('BYWEEKNO') || !/^(MONTH|YEAR)LY$/.test(frequency))
  if (isNthForbidden || never.some(name => parts.has(name)) || (parts.has('COUNT') && parts.has('UNTIL')))
    return say('Two parts of this repetition exclude each other in RFC 5545: leave one out.')
  const isSensible = (times = '1') =>
    /^\d{1,4}$/.test(times) && Number(times) >= 1 && Number(times) <= mostTimes
  if (!isSensible(parts.get('COUNT')) || !isSensible(parts.get('INTERVAL')))
    return say('Repeat it between 1 and 1,000 times, and at least every 1,000th day, week, month or year.')
  return undefined
}

function isReadable(rrule: string): boolean {
  try {
    ruleOf(rrule, zoneNamed('UTC'), 0)
    return true
  } catch {
    return false
  }
}
