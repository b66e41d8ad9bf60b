import { z } from 'zod'
import { RoleName } from '../../access/shapes.ts'
import { DryRun, Flag, Id, Line, LinkName, Name, Page, Paging, Text, Time } from '../../kit/shapes.ts'

const Minutes = (fewest: number, most: number) => z.number().int().min(fewest).max(most)
const Duration = Minutes(5, 1440)
const Limit = (most: number) => z.number().int().min(1).max(most).nullable()

export const placeKinds = ['video_room', 'phone', 'address', 'url'] as const
/** Where it takes place; `text` is the address, the URL, or what is said of the phone or the room. */
const Place = z
  .strictObject({ kind: z.enum(placeKinds), text: Line(500).default('') })
  .superRefine(({ kind, text }, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['text'], message })
    if (kind === 'address' && text === '') refuse('Write the address.')
    if (kind === 'url' && !z.url({ protocol: /^https?$/ }).safeParse(text).success)
      refuse('Write a whole link, beginning with https://.')
  })

export const questionKinds = ['text', 'long_text', 'choice', 'checkbox', 'phone'] as const
/** What the client is asked while booking; `key` names the answer, so that the label may be reworded. */
export const Question = z
  .strictObject({
    key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'Use small letters, digits and underscores.'),
    kind: z.enum(questionKinds),
    label: Name,
    help: Line(500).default(''),
    required: z.boolean().default(false),
    /** Of a `choice`; empty for the others. */
    choices: z.array(Name).max(50).default([]),
    /** Roles that read the answer, besides whoever may read the meeting only by one of them; empty: everyone who reads the meeting. */
    visibleTo: z.array(RoleName).max(6).default([]),
  })
  .refine(({ kind, choices }) => (kind === 'choice') === choices.length > 0, {
    path: ['choices'],
    message: 'A choice has at least one answer to choose, and nothing else has any.',
  })
export type Question = z.infer<typeof Question>
const Questions = z
  .array(Question)
  .max(30)
  .refine(
    all => new Set(all.map(each => each.key)).size === all.length,
    'Every question has a key of its own.',
  )

const settings = {
  name: Name,
  description: Text(2000),
  /** Of the page /m/{link}; null: it has none of its own. */
  link: LinkName.nullable(),
  durationMinutes: Duration,
  /** Lengths a client may choose besides. */
  otherDurations: z.array(Duration).max(10),
  /** Starts lie on this grid, counted from midnight of the host's day; null: that of the duration. */
  stepMinutes: Duration.nullable(),
  bufferBeforeMinutes: Minutes(0, 720),
  bufferAfterMinutes: Minutes(0, 720),
  noticeMinutes: Minutes(0, 525_600),
  windowDays: z.number().int().min(1).max(730),
  place: Place,
  questions: Questions,
  /** Minutes before the start. */
  reminders: z.array(Minutes(5, 43_200)).max(5),
  recording: z.enum(['off', 'manual', 'automatic']),
  consent: Text(2000),
  maxGuests: z.number().int().min(0).max(20),
  /** Meetings a host takes a day and an ISO week, where neither the host nor the group says otherwise; null: any number. */
  dayLimit: Limit(100),
  weekLimit: Limit(500),
  /** A booking counts once its address has confirmed it. */
  confirmsEmail: z.boolean(),
  /** Whether it can be booked and planned. */
  active: z.boolean(),
}

const Named = z.object({ id: Id, name: z.string() })
export const MeetingTypeItem = z.object({
  id: Id,
  ...settings,
  description: z.string(),
  link: z.string().nullable(),
  /** Groups whose members host it, as far as the viewer may know them. */
  groups: z.array(Named),
  /** Groups besides, whose names the viewer may not know. */
  otherGroups: z.number().int(),
  /** Active members who can host it now, by any route. */
  hosts: z.number().int(),
  /** Whether the viewer is one of them. */
  hostedByMe: z.boolean(),
  createdAt: Time,
  version: z.number().int(),
  may: z.object({
    update: z.boolean(),
    /** Any hosts: who may only write types of one group cannot take that group away. */
    setHosts: z.boolean(),
  }),
})
export type MeetingTypeItem = z.infer<typeof MeetingTypeItem>
export const MeetingTypePage = Page(MeetingTypeItem).extend({ count: z.number().int() })
export const MeetingTypeQuery = z.strictObject({
  ...Paging,
  search: Line(200).optional(),
  groupId: Id.optional(),
  /** Those that the viewer can host, by any route. */
  host: z.literal('me').optional(),
  active: Flag.optional(),
})

const Ids = z.array(Id).max(5000)
export const NewMeetingType = z.strictObject({
  ...settings,
  description: settings.description.default(''),
  link: settings.link.default(null),
  otherDurations: settings.otherDurations.default([]),
  stepMinutes: settings.stepMinutes.default(null),
  bufferBeforeMinutes: settings.bufferBeforeMinutes.default(0),
  bufferAfterMinutes: settings.bufferAfterMinutes.default(0),
  noticeMinutes: settings.noticeMinutes.default(240),
  windowDays: settings.windowDays.default(28),
  place: settings.place.default({ kind: 'video_room', text: '' }),
  questions: settings.questions.default([]),
  reminders: settings.reminders.default([1440]),
  recording: settings.recording.default('off'),
  consent: settings.consent.default(''),
  maxGuests: settings.maxGuests.default(0),
  dayLimit: settings.dayLimit.default(null),
  weekLimit: settings.weekLimit.default(null),
  confirmsEmail: settings.confirmsEmail.default(false),
  active: settings.active.default(true),
  memberIds: Ids.default([]),
  groupIds: Ids.default([]),
})
export const MeetingTypeChange = z.strictObject(settings).partial()
export type MeetingTypeSettings = { [K in keyof typeof settings]: z.output<(typeof settings)[K]> }

export const MeetingTypeDeletion = z.strictObject({ dryRun: Flag.optional() })
/** Upcoming meetings of the type: they stay. */
export const MeetingTypeDeleted = z.object({ upcomingMeetings: z.number().int(), dryRun: z.boolean() })

/** By name, or through a group whose members host it. */
const Route = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('direct') }),
  z.object({ kind: z.literal('group'), groupId: Id, name: z.string() }),
])
/** GET /meeting-types/{id}/hosts: who is named, and every active member who can host it now, by name. */
export const MeetingTypeHosts = z.object({
  members: z.array(Named.extend({ status: z.enum(['invited', 'active', 'suspended']) })),
  groups: z.array(Named.extend({ deleted: z.boolean() })),
  /** Named members and groups that the viewer may not know. */
  otherMembers: z.number().int(),
  otherGroups: z.number().int(),
  items: z.array(
    z.object({
      memberId: Id,
      name: z.string(),
      routes: z.array(Route),
      /** Routes through groups that the viewer may not know. */
      otherRoutes: z.number().int(),
    }),
  ),
  /** Hosts whom the viewer may not read. */
  others: z.number().int(),
  /** Of who is named: not that of the type's settings. */
  version: z.number().int(),
})
export type MeetingTypeHosts = z.infer<typeof MeetingTypeHosts>
export const HostsChange = z.strictObject({ memberIds: Ids, groupIds: Ids, dryRun: DryRun })
/** What is so then. `hosts`: how many can host it; 0: nobody. */
export const HostsChanged = z.object({
  hosts: z.number().int(),
  version: z.number().int(),
  dryRun: z.boolean(),
})

export const GroupMeetingTypeQuery = z.strictObject({ ...Paging, search: Line(200).optional() })
/** POST /groups/{id}/meeting-types */
export const GroupMeetingTypesAddition = z.strictObject({
  meetingTypeIds: z.array(Id).min(1, 'Choose at least one meeting type.').max(500),
})
export const GroupMeetingTypesAdded = z.object({ added: z.array(Id), alreadyIn: z.array(Id) })
export const GroupMeetingTypesRemoval = GroupMeetingTypesAddition.extend({ dryRun: DryRun })
export const GroupMeetingTypesRemoved = z.object({
  removed: z.array(Id),
  dryRun: z.boolean(),
  /** Those that nobody can host any more. */
  unbookable: z.array(z.object({ meetingTypeId: Id, name: z.string() })),
})

/** GET /members/{id}/meeting-types: what a member can host, and by which routes. */
export const MemberMeetingTypes = z.object({
  items: z.array(
    z.object({
      id: Id,
      name: z.string(),
      active: z.boolean(),
      durationMinutes: z.number().int(),
      routes: z.array(Route),
      otherRoutes: z.number().int(),
    }),
  ),
  /** Types besides, which the viewer may not read. */
  others: z.number().int(),
})
