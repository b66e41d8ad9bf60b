import { dateOf, dayOf, minutesPerDay } from '../../../kit/minutes.ts'
import type { Zone } from '../../../kit/zone.ts'

const isDate = (moment: string) => moment.length === 10

/** When a period begins that is given from an instant, or from a date: the midnight before, in that zone. */
export const startOf = (moment: string, zone: Zone): Date =>
  isDate(moment) ? dateOf(zone.instantOf(dayOf(moment) * minutesPerDay)) : new Date(moment)

/** When it ends: of a date, the midnight after, since the last day belongs to it. */
export const endOf = (moment: string, zone: Zone): Date =>
  isDate(moment) ? dateOf(zone.instantOf((dayOf(moment) + 1) * minutesPerDay)) : new Date(moment)
