import { z } from 'zod'
import { Id, Line, Moment, Time, TimeZone } from '../../kit/shapes.ts'

/** Of the wall clock. */
const Start = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time as 09:00.')
/** 24:00 is the day's end; an end at or before its start is one of the next day. */
const End = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Write a time as 17:00.')
/** 1 is Monday (ISO 8601). */
const Day = z.number().int().min(1).max(7)

export const DayHours = z.strictObject({ start: Start, end: End })
export type DayHours = z.infer<typeof DayHours>
export const WeekHours = DayHours.extend({ day: Day })
export type WeekHours = z.infer<typeof WeekHours>
/** The whole week; none: never. */
const Weekly = z.array(WeekHours).max(140)
export const Override = z.strictObject({
  date: z.iso.date(),
  /** Instead of that day's weekly hours; none: closed. */
  intervals: z.array(DayHours).max(20),
})
export type Override = z.infer<typeof Override>
export const TypeHours = z.strictObject({ meetingTypeId: Id, weekly: Weekly })
export type TypeHours = z.infer<typeof TypeHours>

/**
 * PUT /members/{id}/open-hours, all of it; with If-Match only if nobody changed it since it was read. Intervals that touch
 * become one; those that overlap are refused at their pointer.
 */
export const OpenHoursChange = z.strictObject({
  timeZone: TimeZone,
  weekly: Weekly,
  overrides: z.array(Override).max(1000).default([]),
  /** Meeting types that can be booked within these hours only, besides being within the others. */
  typeHours: z.array(TypeHours).max(200).default([]),
  /** Meetings a day and an ISO week; null: as the group or the meeting type says. */
  dayLimit: z.number().int().min(1).max(100).nullable().default(null),
  weekLimit: z.number().int().min(1).max(500).nullable().default(null),
})
export type OpenHoursChange = z.output<typeof OpenHoursChange>

export const OpenHours = z.object({
  memberId: Id,
  timeZone: z.string(),
  weekly: z.array(WeekHours),
  overrides: z.array(Override),
  /** Of the meeting types that the reader may read. */
  typeHours: z.array(TypeHours),
  dayLimit: z.number().int().nullable(),
  weekLimit: z.number().int().nullable(),
  /** Nobody has set them: Monday to Friday, 09:00 to 17:00 in the organisation's zone. */
  isDefault: z.boolean(),
  /** 0 while nobody has set them. */
  version: z.number().int(),
})
export type OpenHours = z.infer<typeof OpenHours>

const levels = ['organization', 'group', 'member'] as const
export const Level = z.enum(levels)
export type Level = z.infer<typeof Level>
const Occurrence = z.object({ startsAt: Time, endsAt: Time })

export const Block = z.object({
  id: Id,
  level: Level,
  /** Set for its level alone. */
  groupId: Id.nullable(),
  memberId: Id.nullable(),
  title: z.string(),
  /** The first occurrence. */
  startsAt: Time,
  endsAt: Time,
  /** By whose wall clock it repeats. */
  timeZone: z.string(),
  /** RFC 5545 §3.3.10, without "RRULE:"; null: it does not repeat. */
  rrule: z.string().nullable(),
  /** Those that touch the time asked for, each whole, at most 1,000; without a time, none are worked out. */
  occurrences: z.array(Occurrence),
  createdAt: Time,
  may: z.object({ remove: z.boolean() }),
})
export type Block = z.infer<typeof Block>

/** GET /blocks: all filters hold at once; `from` and `to` together, at most 400 days. */
export const BlockQuery = z.strictObject({
  level: Level.optional(),
  groupId: Id.optional(),
  memberId: Id.optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  /** Of dates. */
  timeZone: TimeZone.default('UTC'),
})
export type BlockQuery = z.output<typeof BlockQuery>
/** By start, at most 1,000. */
export const BlockList = z.object({ items: z.array(Block), capped: z.boolean() })

const dayMs = 86_400_000
/** Before and after it, calendars are of no use to anybody. */
const isSensible = (time: string) => /^20\d\d-/.test(time)
export const Instant = z.iso
  .datetime({ offset: true })
  .refine(isSensible, 'Choose a day between 2000 and 2099.')
/** POST /blocks: `groupId` with level `group`, `memberId` with level `member`. At most 366 days long. */
export const NewBlock = z
  .strictObject({
    level: Level,
    groupId: Id.nullish(),
    memberId: Id.nullish(),
    title: Line(200).default(''),
    startsAt: Instant,
    endsAt: Instant,
    timeZone: TimeZone,
    rrule: z.string().max(500).nullable().default(null),
  })
  .superRefine(({ level, groupId, memberId, startsAt, endsAt }, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message })
    const of = { group: groupId, member: memberId }
    for (const each of ['group', 'member'] as const) {
      if (level === each && !of[each]) refuse(`${each}Id`, 'Fill this in.')
      if (level !== each && of[each]) refuse(`${each}Id`, 'Leave this out: the block is of another level.')
    }
    const length = Date.parse(endsAt) - Date.parse(startsAt)
    if (length <= 0) refuse('endsAt', 'The end is after the beginning.')
    if (length > 366 * dayMs) refuse('endsAt', 'A block is 366 days long at most.')
  })
export type NewBlock = z.output<typeof NewBlock>
