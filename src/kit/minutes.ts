/**
 * Time as whole numbers, so that it is compared and added up without a Date.
 * An instant is minutes since 1970-01-01T00:00Z; a wall clock's reading is minutes since its 1970-01-01T00:00;
 * a day is days since 1970-01-01.
 */
export type Minute = number

/** From `start` until just before `end`. */
export type Interval = { start: Minute; end: Minute }

export const minutesPerDay = 1440

/** The minute that a time falls in: where something begins to be taken. */
export const minuteOf = (time: Date): Minute => Math.floor(time.getTime() / 60_000)

/** The first minute that is not before a time: where something ends, and what "now" is. */
export const minuteAfter = (time: Date): Minute => Math.ceil(time.getTime() / 60_000)

export const dateOf = (minute: Minute): Date => new Date(minute * 60_000)

/** @param date as YYYY-MM-DD. */
export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000

/** 1 is Monday, as in ISO 8601. */
export const isoWeekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1

/** Weeks from Monday to Sunday, counted from that of 1970-01-01. */
export const isoWeekOf = (day: number): number => Math.floor((day + 3) / 7)

/** The day with which a week begins. */
export const mondayOf = (week: number): number => week * 7 - 3
