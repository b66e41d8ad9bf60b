import { z } from 'zod'
import { Id, Language, Moment, Time, TimeZone } from '../../kit/shapes.ts'
import { Instant, Level } from '../availability/schema.ts'
import { placeKinds, questionKinds } from '../meeting-types/schema.ts'

const Span = z.object({ startsAt: Time, endsAt: Time })

/** See meeting-types/schema.ts. */
const DoorQuestion = z.object({
  key: z.string(),
  kind: z.enum(questionKinds),
  label: z.string(),
  help: z.string(),
  required: z.boolean(),
  choices: z.array(z.string()),
})
/** A meeting type as a client chooses it. */
const DoorType = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  durationMinutes: z.number().int(),
  /** Lengths that may be chosen besides. */
  otherDurations: z.array(z.number().int()),
  /** The text of a link is told when it is booked. */
  place: z.object({ kind: z.enum(placeKinds), text: z.string() }),
  questions: z.array(DoorQuestion),
  maxGuests: z.number().int(),
  recording: z.enum(['off', 'manual', 'automatic']),
  consent: z.string(),
  /** The booking counts once its mail address has confirmed it. */
  confirmsEmail: z.boolean(),
  noticeMinutes: z.number().int(),
  windowDays: z.number().int(),
})

const Organization = z.object({
  name: z.string(),
  color: z.string(),
  language: Language,
  timeZone: z.string(),
  /** How to reach it otherwise. */
  contact: z.string(),
})
const OpenDoor = z.object({
  isBookable: z.literal(true),
  /** The link that took the place of this one, which goes on working; null: it is the one. */
  redirectTo: z.string().nullable(),
  /** Of the group, the member or the meeting type. */
  name: z.string(),
  description: z.string(),
  organization: Organization,
  /** Who of those who are free gets the meeting; null where there is one person to book. */
  policy: z.enum(['balanced', 'priority', 'customer_chooses']).nullable(),
  meetingTypes: z.array(DoorType),
  /** Those to choose from besides "anyone available", where the policy is `customer_chooses`. */
  people: z.array(z.object({ id: Id, name: z.string() })).optional(),
})
/**
 * GET /public/groups/{link}, /public/members/{link}, /public/meeting-types/{link}. Where nothing can be booked, nothing
 * but whose page it is is said; links that are unknown, and those of what was deleted, are 404.
 */
export const BookingDoor = z.discriminatedUnion('isBookable', [
  OpenDoor,
  z.object({ isBookable: z.literal(false), organization: Organization }),
])
export type OpenDoor = z.infer<typeof OpenDoor>
export type ClosedDoor = Exclude<z.infer<typeof BookingDoor>, OpenDoor>
export type BookingDoor = z.infer<typeof BookingDoor>

export const mostSlotDays = 62
/** GET …/slots: at most 62 days. `memberId`: one of `people`; without it, anyone available. */
export const SlotQuery = z.strictObject({
  meetingTypeId: Id,
  from: Moment,
  to: Moment,
  timeZone: TimeZone.default('UTC'),
  memberId: Id.optional(),
  /** One of those the type offers; without it, its usual one. */
  durationMinutes: z.coerce.number().int().min(5).max(1440).optional(),
})
export type SlotQuery = z.output<typeof SlotQuery>
export const Slots = z.object({
  /** Free starts, in order. */
  slots: z.array(Time),
  /** Where there are none: the first later day (in `timeZone`) that has some, as YYYY-MM-DD; null: none has. */
  nextAvailable: z.iso.date().nullable(),
})
export type Slots = z.infer<typeof Slots>

/** What can stand against a time: those of slots/rules/explanation.ts, and what closes the whole door. */
const layers = [
  'meeting_type_disabled',
  'calendar_failed',
  'suspended',
  'not_a_host',
  'open_hours',
  'type_hours',
  'organization_block',
  'group_block',
  'member_block',
  'busy',
  'meeting',
  'buffer',
  'notice',
  'window',
  'limit_day',
  'limit_week',
  'grid',
  'group_not_bookable',
] as const
export const Layer = z.enum(layers)

/** GET /availability/explanation. `groupId`: as if booked through that group; without it, by the link of the meeting type. */
export const ExplanationQuery = z.strictObject({
  memberId: Id,
  meetingTypeId: Id,
  startsAt: Instant.refine(instant => Date.parse(instant) % 60_000 === 0, 'Begin on a whole minute.'),
  groupId: Id.optional(),
  durationMinutes: z.coerce.number().int().min(5).max(1440).optional(),
})
export type ExplanationQuery = z.output<typeof ExplanationQuery>
export const Explanation = z.object({
  offered: z.boolean(),
  /** Everything that stands against it, and when; empty exactly where it is offered. */
  layers: z.array(Span.extend({ layer: Layer })),
})
export type Explanation = z.infer<typeof Explanation>

/** Whether a member can be booked as far as their calendars go. */
export const CalendarState = z.object({
  /** `none`: nothing is connected. `failed` and `stale` keep clients from booking. */
  state: z.enum(['none', 'fresh', 'stale', 'failed']),
  /** When the one that is furthest behind was read; null: never, or there is none. */
  syncedAt: Time.nullable(),
})

export const mostWeekDays = 62
/** GET /members/{id}/availability: at most 62 days. */
export const AvailabilityQuery = z.strictObject({
  from: Moment,
  to: Moment,
  timeZone: TimeZone.default('UTC'),
})
/** Everything that a week of one member shows. */
export const MemberAvailability = z.object({
  memberId: Id,
  name: z.string(),
  /** Of their open hours. */
  timeZone: z.string(),
  isDefault: z.boolean(),
  open: z.array(Span),
  /** Those of their groups that the reader may know. */
  blocks: z.array(
    Span.extend({
      id: Id,
      level: Level,
      groupId: Id.nullable(),
      title: z.string(),
      repeats: z.boolean(),
      may: z.object({ remove: z.boolean() }),
    }),
  ),
  busy: z.array(Span),
  meetings: z.array(
    Span.extend({
      /** Null, as the title is, where the reader may not read the meeting. */
      id: Id.nullable(),
      title: z.string().nullable(),
    }),
  ),
  calendars: CalendarState,
  may: z.object({ write: z.boolean() }),
})
export type MemberAvailability = z.infer<typeof MemberAvailability>

/** GET /meetings/times: at most 62 days. What a planner sees of a host they may plan for; taken times are no refusal. */
export const TimesQuery = z.strictObject({
  meetingTypeId: Id,
  hostId: Id,
  from: Moment,
  to: Moment,
  timeZone: TimeZone.default('UTC'),
  durationMinutes: z.coerce.number().int().min(5).max(1440).optional(),
  /** Planned for this group: its blocks count. */
  groupId: Id.optional(),
  /** The meeting that is to be moved: it takes no time. */
  exceptMeetingId: Id.optional(),
})
export type TimesQuery = z.output<typeof TimesQuery>
export const Times = z.object({
  /** Of the host. */
  timeZone: z.string(),
  durationMinutes: z.number().int(),
  stepMinutes: z.number().int(),
  /** Starts with nothing in the way, whatever the notice and the booking window. */
  starts: z.array(Time),
  /** What takes time, by layer: blocks, busy times, meetings. */
  taken: z.array(Span.extend({ layer: Layer })),
  /** Why clients cannot book this host at all; null: they can. */
  unbookable: z.enum(['calendar_failed', 'suspended', 'not_a_host', 'meeting_type_disabled']).nullable(),
})
export type Times = z.infer<typeof Times>
