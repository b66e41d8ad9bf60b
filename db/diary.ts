import { zoneNamed } from '../src/kit/zone.ts'
import type { Cast } from './cast.ts'
import type { Fixture, Person } from './fixture.ts'
import { nameOf } from './north-bank.ts'

type Status = 'scheduled' | 'live' | 'completed' | 'missed' | 'cancelled_by_client' | 'cancelled_by_host'
type Type = 'first' | 'mortgage' | 'call' | 'visit'
/** Who meets, on which working day from today, at what time of the wall clock, about what, and for which group. */
type Entry = readonly [
  host: Person,
  days: number,
  at: string,
  type: Type,
  group: 'G1' | 'G2',
  Status,
  number?,
]

const minute = 60_000
const zone = zoneNamed('Europe/Amsterdam')

// prettier-ignore
const entries: readonly Entry[] = [
  ['O1', -18, '09:00', 'first', 'G1', 'completed', 5], ['O12', -17, '10:00', 'mortgage', 'G1', 'completed', 4],
  ['O2', -15, '14:00', 'call', 'G2', 'completed'], ['Q', -13, '11:00', 'first', 'G1', 'missed'],
  ['P', -12, '13:00', 'visit', 'G2', 'completed', 5], ['O1', -10, '15:30', 'mortgage', 'G1', 'cancelled_by_client'],
  ['O12', -8, '09:30', 'first', 'G2', 'completed', 3], ['O2', -7, '16:00', 'first', 'G2', 'missed'],
  ['O1', -5, '10:30', 'first', 'G1', 'completed'], ['L1', -4, '13:30', 'first', 'G1', 'completed', 5],
  ['P', -3, '09:00', 'call', 'G2', 'cancelled_by_host'], ['O12', -2, '14:30', 'mortgage', 'G1', 'completed', 4],
  ['O1', -1, '09:00', 'first', 'G1', 'completed'], ['O2', -1, '11:00', 'visit', 'G2', 'completed', 5],
  ['O1', 1, '09:00', 'first', 'G1', 'scheduled'], ['O1', 1, '13:00', 'mortgage', 'G1', 'scheduled'],
  ['O12', 1, '10:00', 'first', 'G1', 'scheduled'], ['O2', 1, '14:00', 'first', 'G2', 'scheduled'],
  ['P', 2, '09:30', 'visit', 'G2', 'scheduled'], ['Q', 2, '11:00', 'first', 'G1', 'scheduled'],
  ['O2', 3, '15:00', 'call', 'G2', 'cancelled_by_client'], ['L1', 3, '10:00', 'first', 'G1', 'scheduled'],
  ['O12', 4, '13:00', 'mortgage', 'G1', 'scheduled'], ['P', 5, '10:00', 'call', 'G2', 'scheduled'],
  ['O2', 7, '09:00', 'first', 'G2', 'scheduled'], ['O1', 9, '14:00', 'first', 'G1', 'scheduled'],
]

/** What North Bank can be booked for, who hosts it when, and a few weeks of meetings around now. */
export function fillDiary(cast: Cast, { members, groups }: Pick<Fixture, 'members' | 'groups'>): void {
  const types = meetingTypes(cast, { members, groups })
  const weekdays = [1, 2, 3, 4, 5]
  const morningAndAfternoon = (day: number) => [
    { day, start: '08:30', end: '12:00' },
    { day, start: '13:00', end: '17:30' },
  ]
  cast.openHours(members.O1, { weekly: weekdays.flatMap(morningAndAfternoon), dayLimit: 5 })
  cast.openHours(members.O2)
  cast.openHours(members.L1, { weekly: [1, 2, 3].map(day => ({ day, start: '10:00', end: '18:00' })) })
  cast.block({ title: 'Town hall', startsAt: at(6, '15:00'), endsAt: at(6, '17:00') })
  cast.block({
    memberId: members.O1,
    title: 'Training',
    startsAt: at(2, '09:00'),
    endsAt: at(2, '10:30'),
    rrule: 'FREQ=WEEKLY',
  })
  for (const [index, entry] of entries.entries()) meet(cast, { members, groups, types }, entry, index)
  const begun = new Date(Math.floor(Date.now() / (5 * minute)) * 5 * minute - 10 * minute)
  const live: Entry = ['O12', 0, '', 'first', 'G1', 'live']
  meet(cast, { members, groups, types }, live, entries.length, begun)
}

function meetingTypes(
  cast: Cast,
  { members, groups }: Pick<Fixture, 'members' | 'groups'>,
): Record<Type, string> {
  const both = { groups: [groups.G1, groups.G2] }
  const made = { createdBy: members.A, createdAt: at(-40, '09:00') }
  const plain = { help: '', required: false, choices: [], visibleTo: [] }
  const question = (key: string, kind: string, label: string, given: object = {}) => ({
    ...plain,
    ...given,
    key,
    kind,
    label,
  })
  cast.meetingType({
    ...made,
    name: 'Yearly review',
    durationMinutes: 45,
    disabledAt: at(-20, '09:00'),
    hosts: both,
  })
  cast.meetingType({ ...made, name: 'Signing', durationMinutes: 30 })
  return {
    first: cast.meetingType({
      ...made,
      name: 'First conversation',
      description: 'Getting to know each other, by video.',
      link: 'first-conversation',
      maxGuests: 2,
      bufferAfterMinutes: 10,
      hosts: both,
    }),
    mortgage: cast.meetingType({
      ...made,
      name: 'Mortgage advice',
      durationMinutes: 60,
      bufferBeforeMinutes: 10,
      bufferAfterMinutes: 10,
      noticeMinutes: 1440,
      recording: 'manual',
      consent: 'We record this conversation, so that you can listen to it again.',
      questions: [
        question('about', 'choice', 'What is it about?', {
          choices: ['A first home', 'Moving', 'Another mortgage'],
        }),
        question('income', 'text', 'Yearly income, roughly', {
          visibleTo: ['admin', 'full_member', 'manager'],
        }),
      ] as never,
      hosts: { groups: [groups.G1] },
    }),
    call: cast.meetingType({
      ...made,
      name: 'Phone call',
      durationMinutes: 15,
      placeKind: 'phone',
      place: 'We call you.',
      questions: [question('phone', 'phone', 'Where can we call you?', { required: true })] as never,
      hosts: { groups: [groups.G2], members: [members.O0] },
    }),
    visit: cast.meetingType({
      ...made,
      name: 'Home visit',
      durationMinutes: 90,
      placeKind: 'address',
      place: 'At the client’s home',
      dayLimit: 2,
      hosts: { groups: [groups.G2] },
    }),
  }
}

/** A time of the wall clock on a working day before or after today. */
function at(workingDays: number, time: string): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const step = Math.sign(workingDays)
  let day = Math.floor(zone.localOf(Math.floor(Date.now() / minute)) / 1440)
  for (let left = Math.abs(workingDays); left > 0;) {
    day += step
    // 1970-01-01 was a Thursday.
    if ((day + 3) % 7 < 5) left--
  }
  return new Date(zone.instantOf(day * 1440 + hours * 60 + minutes) * minute)
}

function meet(
  cast: Cast,
  { members, groups, types }: Pick<Fixture, 'members' | 'groups'> & { types: Record<Type, string> },
  [host, days, time, kind, group, status, rating]: Entry,
  index: number,
  startsAt = at(days, time),
): void {
  const [firstName, lastName] = nameOf(index + 300)
  const email = `client.${index + 1}@mail.example`
  const [groupId, hostId, type] = [
    groups[group],
    members[host],
    cast.rows.meetingType.find(each => each.id === types[kind]),
  ]
  const bookedAt = new Date(
    Math.min(startsAt.getTime() - 3 * 86_400_000, Date.now() - (index + 1) * 3_600_000),
  )
  const cancelledAt = status.startsWith('cancelled') ? new Date(bookedAt.getTime() + 1_800_000) : null
  const person = { firstName, lastName, email, origin: 'booking', groupId }
  const clientId = cast.client({ ...person, createdAt: bookedAt, lastActivityAt: cancelledAt ?? bookedAt })
  const endsAt = new Date(startsAt.getTime() + (type?.durationMinutes ?? 30) * minute)
  const { id: meetingId } = cast.meeting({
    hostId,
    meetingTypeId: types[kind],
    clientId,
    startsAt,
    endsAt,
    groupId,
    attributedGroupIds: [groupId],
    status,
    title: type?.name ?? '',
    name: `${firstName} ${lastName}`,
    email,
    beforeMinutes: type?.bufferBeforeMinutes ?? 0,
    afterMinutes: type?.bufferAfterMinutes ?? 0,
    placeKind: type?.placeKind ?? 'video_room',
    place: type?.place ?? '',
    rating: rating ?? null,
    createdAt: bookedAt,
    assignedAt: bookedAt,
    cancelledAt,
    reason: cancelledAt ? 'Something came up.' : '',
  })
  const about = { clientId, groupId, meetingId }
  cast.event('meeting.booked', { ...about, actorKind: 'client', actorId: clientId, at: bookedAt })
  const byHost = { actorKind: 'member', actorId: hostId }
  if (cancelledAt)
    cast.event('meeting.cancelled', {
      ...about,
      ...(status === 'cancelled_by_host' ? byHost : { actorKind: 'client', actorId: clientId }),
      at: cancelledAt,
    })
  if (status === 'completed' || status === 'missed')
    cast.event(`meeting.${status}`, { ...byHost, meetingId, at: endsAt })
}
