import { z } from 'zod'
import {
  Email,
  Id,
  Language,
  Line,
  Moment,
  Name,
  Page,
  Paging,
  Text,
  Time,
  TimeZone,
} from '../../../kit/shapes.ts'
import { Phone } from '../../clients/schema.ts'
import { Explanation, Layer } from '../../slots/schema.ts'
import { BookedPlace } from './booking.ts'

export const meetingStatuses = [
  'scheduled',
  'live',
  'completed',
  'missed',
  'cancelled_by_client',
  'cancelled_by_host',
] as const
export const MeetingStatus = z.enum(meetingStatuses)
export type MeetingStatus = z.infer<typeof MeetingStatus>

/**
 * Why an upcoming meeting may not take place as it stands: its host no longer works here, can no longer host its type,
 * has another meeting, a busy calendar or a block at that time. Said is the first of these that holds.
 */
const risks = ['host_inactive', 'not_a_host', 'overlap', 'busy', 'blocked'] as const
export const Risk = z.enum(risks)
export type Risk = z.infer<typeof Risk>

const Named = z.object({ id: Id, name: z.string() })

export const MeetingItem = z.object({
  id: Id,
  status: MeetingStatus,
  startsAt: Time,
  endsAt: Time,
  /** Always by name, also where the viewer may not read the member. */
  host: Named,
  /** As it was called when it was booked. */
  meetingType: Named,
  /** Groups whose reports it counts in, those the viewer may know. */
  groups: z.array(Named),
  client: z.object({
    /** Null where the viewer does not see the client. */
    id: Id.nullable(),
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
  }),
  place: BookedPlace,
  overlapConfirmed: z.boolean(),
  isPlanned: z.boolean(),
  /** Who planned it, where a colleague did and the viewer may read them. */
  plannedBy: Named.nullable(),
  atRisk: Risk.nullable(),
  may: z.object({ change: z.boolean() }),
})
export type MeetingItem = z.infer<typeof MeetingItem>
export const MeetingPage = Page(MeetingItem)

const columns = {
  status: MeetingStatus.optional(),
  hostId: Id.optional(),
  groupId: Id.optional(),
  meetingTypeId: Id.optional(),
  /** One that the viewer sees. */
  clientId: Id.optional(),
  /** By name, email address, phone number and type. */
  search: Line(200).optional(),
}
/** `from` and `to` bound the start; a last day given as a date is included. */
export const MeetingFilter = z.strictObject({
  ...columns,
  from: Moment.optional(),
  to: Moment.optional(),
  /** Of dates; the organisation's where it is not given. */
  timeZone: TimeZone.optional(),
  /** `past` begins with the latest, all others with the earliest. */
  view: z.enum(['upcoming', 'past', 'at_risk']).optional(),
})
export type MeetingFilter = z.output<typeof MeetingFilter>
/** Without a view, `order` says where to begin: `asc` is the earliest start first. */
export const MeetingQuery = MeetingFilter.extend({ ...Paging, order: z.enum(['asc', 'desc']).optional() })
export type MeetingQuery = z.output<typeof MeetingQuery>
/** Capped at 1,000: `capped` means "or more". */
export const MeetingCount = z.object({ count: z.number().int(), capped: z.boolean() })

/** GET /meetings/range: whatever touches the time from `from` to `to`, at most 31 days, for views of a day or a week. */
export const RangeQuery = z.strictObject({
  ...columns,
  from: Moment,
  to: Moment,
  timeZone: TimeZone.optional(),
})
export const MeetingRange = z.object({
  /** By their start, at most 1,000. */
  items: z.array(MeetingItem),
  capped: z.boolean(),
})

/** What is compared when a host is sought; see features/slots/rules/assignment.ts. */
const Candidate = z.object({
  member: Named,
  onDay: z.number(),
  within7Days: z.number(),
  scoreOnDay: z.number(),
  scoreWithin7Days: z.number(),
  lastAssignedAt: Time.nullable(),
  priority: z.number().int(),
})
export const Decision = z.object({
  policy: z.enum(['balanced', 'priority', 'customer_chooses']),
  /** In the reader's language. */
  reason: z.string(),
  /** In the order of the decision, those whom the viewer may read. */
  candidates: z.array(Candidate),
  others: z.number().int(),
})

/** One event of the meeting. `before` and `after` hold what a change was about. */
const State = z.object({
  startsAt: Time.optional(),
  endsAt: Time.optional(),
  /** Null: somebody whom the viewer may not read. */
  host: Named.nullable().optional(),
})
export const MeetingEvent = z.object({
  id: Id,
  name: z.string(),
  at: Time,
  /** `member` without a name is a colleague whom the viewer may not read. */
  actor: z.object({
    kind: z.enum(['member', 'client', 'system']),
    id: Id.nullable(),
    name: z.string().nullable(),
  }),
  before: State.nullable(),
  after: State.nullable(),
})

const Guest = z.object({ id: Id, name: z.string(), email: z.string() })
export const MeetingDetail = MeetingItem.extend({
  /** The group by whose link it came or for which it was planned, where the viewer may know it. */
  group: Named.nullable(),
  timeZone: z.string(),
  language: Language,
  message: z.string(),
  /** Of the last change or the cancellation. */
  reason: z.string(),
  /** Answers to questions that are visible to the viewer's role. */
  answers: z.array(z.object({ label: z.string(), value: z.string(), isTick: z.boolean() })),
  guests: z.array(Guest),
  maxGuests: z.number().int(),
  /** How the host was found; null where a person chose, or for who reads the meeting only as its host. */
  decision: Decision.nullable(),
  /** The latest first. */
  history: z.array(MeetingEvent),
  rating: z.number().int().nullable(),
  createdAt: Time,
  cancelledAt: Time.nullable(),
  may: z.object({
    change: z.boolean(),
    /** Reschedule, cancel, reassign, add and remove guests: now, as it stands. */
    move: z.boolean(),
    /** Say whether it took place. */
    conclude: z.boolean(),
  }),
})
export type MeetingDetail = z.infer<typeof MeetingDetail>

/** What stands against a time, and when it does, as in GET /availability/explanation: a planner is warned, and may go on. */
export const Warnings = Explanation.shape.layers
export type Warnings = z.infer<typeof Warnings>
/** Answers of what plans or moves a meeting: done, and what stood against the time nevertheless. */
export const ChangedMeeting = MeetingDetail.extend({ warnings: Warnings })
/** Problem `overlap_not_confirmed` carries `overlaps`: when the host's other meetings are, and nothing more. */
export const Overlaps = z.array(z.object({ startsAt: Time, endsAt: Time }))

/** RFC 3339, without seconds. */
const Instant = z.iso
  .datetime({ offset: true })
  .refine(instant => Date.parse(instant) % 60_000 === 0, 'Begin on a whole minute.')
const DurationMinutes = z.number().int().min(5).max(1440)
const Reason = Text(1000).default('')

const Attendee = z.strictObject({
  name: Name,
  email: Email,
  phone: Phone.nullable().default(null),
  /** The organisation's where they are not given. */
  language: Language.optional(),
  timeZone: TimeZone.optional(),
})
/** POST /meetings */
export const NewMeeting = z
  .strictObject({
    hostId: Id,
    meetingTypeId: Id,
    startsAt: Instant,
    /** One of the type's lengths or any other; the type's where it is not given. */
    durationMinutes: DurationMinutes.optional(),
    /**
     * Whose client somebody new becomes, one of GET /meetings/options; null is the Organization group. It is the meeting's
     * group as well where the host hosts the type through it. Without it: as by the type's link, or the preselected one.
     */
    groupId: Id.nullish(),
    /** A client the actor sees, instead of the first of `clients`. */
    clientId: Id.optional(),
    /** The first is whose meeting it is, unless `clientId` says it; the others are guests. */
    clients: z.array(Attendee).max(21).default([]),
    message: Text(2000).default(''),
    confirmOverlap: z.boolean().default(false),
    mails: z
      .strictObject({ client: z.boolean().default(true), host: z.boolean().default(true) })
      .default({ client: true, host: true }),
  })
  .refine(({ clientId, clients }) => clientId !== undefined || clients.length > 0, {
    path: ['clients'],
    message: 'Say who the meeting is with.',
  })
export type NewMeeting = z.output<typeof NewMeeting>

/** POST /meetings/{id}/rescheduling */
export const Rescheduling = z.strictObject({
  startsAt: Instant,
  /** As long as before where it is not given. */
  durationMinutes: DurationMinutes.optional(),
  reason: Reason,
  confirmOverlap: z.boolean().default(false),
})
/** POST /meetings/{id}/cancellation */
export const Cancellation = z.strictObject({ reason: Reason })
/** POST /meetings/{id}/reassignment */
export const Reassignment = z.strictObject({
  hostId: Id,
  reason: Reason,
  confirmOverlap: z.boolean().default(false),
})
/** POST /meetings/{id}/guests */
export const NewGuest = z.strictObject({ name: Name, email: Email })
/** PUT /meetings/{id}/outcome */
export const Outcome = z.strictObject({ status: z.enum(['completed', 'missed']) })

/** GET /meetings/{id}/hosts: whom the meeting can be given to, who is free first. */
export const HostCandidates = z.object({
  items: z.array(
    Named.extend({
      isHost: z.boolean(),
      available: z.boolean(),
      /** Layers that stand against the time; none where available. */
      why: z.array(Layer),
    }),
  ),
})

/** GET /meetings/options: whom and what the actor may plan with. */
export const PlanOptions = z.object({
  hosts: z.array(
    Named.extend({
      meetingTypeIds: z.array(Id),
      /** Groups of the host's in which the actor may plan with them, besides those below. */
      groups: z.array(Named),
      /** A group's id, `organization`, or null where one is to be chosen. */
      preselected: z.string().nullable(),
    }),
  ),
  meetingTypes: z.array(
    Named.extend({
      durationMinutes: z.number().int(),
      otherDurations: z.array(z.number().int()),
      maxGuests: z.number().int(),
      placeKind: BookedPlace.shape.kind,
    }),
  ),
  /** Whose client somebody new may become, with any of the hosts: as for an invite. */
  groups: z.array(Named),
  /** Whether the Organization group is one; for a client who is known already it always is. */
  organizationGroup: z.boolean(),
  /** Why there is none, in the reader's language. */
  refusal: z.string().nullable(),
})
export const PlanOptionsQuery = z.strictObject({ search: Line(200).optional() })
