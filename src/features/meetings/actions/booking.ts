import { sql } from 'kysely'
import type { Booker } from '../../../access/actor.ts'
import { record } from '../../../events/record.ts'
import { hashToken, newToken } from '../../../kit/crypto.ts'
import type { Db } from '../../../kit/db.ts'
import { invalid, unknownId } from '../../../kit/errors.ts'
import { newId } from '../../../kit/id.ts'
import { minuteOf } from '../../../kit/minutes.ts'
import { type Fault, say } from '../../../kit/sentence.ts'
import type { Language } from '../../../kit/shapes.ts'
import {
  candidatesAt,
  type Link,
  loadSnapshot,
  lockAndLoad,
  type Snapshot,
  type Terms,
} from '../../slots/queries/snapshot.ts'
import { assign, type Assignment } from '../../slots/rules/assignment.ts'
import { mayTake } from '../../slots/rules/slots.ts'
import {
  findRepeated,
  type Links,
  manageUrl,
  placeTold,
  type Repeatable,
  slotTaken,
} from '../queries/booking.ts'
import { readAnswers } from '../rules/answers.ts'
import type { Booking, BookingRequest, KeptAnswer } from '../schema/booking.ts'
import { giveToFirst } from './hosts.ts'

/**
 * Books a meeting for a stranger, with the first free host by the group's policy; held for 15 minutes where its type wants
 * the address confirmed.
 * @throws Problem `invalid`; `slot_taken` with the starts that are free; `conflict` for a key that was used otherwise.
 */
export async function book(
  db: Db,
  links: Links,
  link: Link,
  request: BookingRequest & { language: Language },
  repeatable?: Repeatable,
): Promise<Booking> {
  const repeated = repeatable && (await findRepeated(db, links, repeatable))
  if (repeated) return repeated
  const { meetingTypeId } = request
  const startsAt = new Date(request.startsAt)
  const at = minuteOf(startsAt)
  const wanted = { meetingTypeId, durationMinutes: request.durationMinutes, from: at, to: at + 1 }
  const snapshot = await loadSnapshot(db, link, wanted)
  if (!snapshot) throw unknownId('/meetingTypeId')
  const { terms } = snapshot
  const answers = check(terms, request)
  const chosen = chosenOf(link, snapshot, request.memberId ?? null)
  const { durationMinutes } = snapshot.type
  const endsAt = new Date(startsAt.getTime() + durationMinutes * 60_000)
  const free = freeAt(snapshot, startsAt)
  const members = candidatesAt(snapshot, at)
  const policy = snapshot.group?.policy ?? 'balanced'
  const decide = (left: readonly string[]) => assign({ policy, members, free: left, at, chosen })
  const token = newToken()
  const lock = (hostIds: readonly string[], waits: boolean) => lockAndLoad(db, link, wanted, hostIds, waits)
  const made = await giveToFirst(db, free, decide, lock, async ({ hostId, alone }, decision) => {
    if (!alone || freeAt(alone, startsAt).length === 0) return undefined
    const given = { ...request, startsAt, endsAt, hostId, answers, token, repeatable }
    // Whoever comes by a person's own link has chosen.
    return insert(db, links, alone, { ...given, decision: link.kind === 'member' ? null : decision })
  })
  if (!made)
    throw await slotTaken(db, link, { ...request, durationMinutes, startsAt, hostId: chosen ?? undefined })
  await tell(db, snapshot, made)
  return {
    id: made.id,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    host: { name: snapshot.loads.find(({ memberId }) => memberId === made.hostId)?.name ?? '' },
    place: placeTold(terms.place, terms.confirmsEmail),
    manageUrl: terms.confirmsEmail ? null : manageUrl(links, token),
    state: terms.confirmsEmail ? 'awaiting_confirmation' : 'scheduled',
  }
}

/** Ids of the hosts that a client can book for this start, by the engine; none for a start that is no whole minute. */
export const freeAt = ({ type, hosts, now }: Snapshot, startsAt: Date): string[] =>
  startsAt.getTime() % 60_000 !== 0 || !type.isActive
    ? []
    : hosts.filter(host => mayTake({ type, host, now, startsAt: minuteOf(startsAt) })).map(({ id }) => id)

/** Everything of a request but its time. @returns the answers as they are kept. */
function check({ questions, maxGuests }: Terms, { answers: given, guests }: BookingRequest): KeptAnswer[] {
  const { answers, faults } = readAnswers(questions, given)
  const tooMany: Fault[] =
    guests.length > maxGuests
      ? [
          {
            pointer: '/guests',
            detail: say(
              'You can bring {count, plural, =0 {no guests} one {# guest at most} other {# guests at most}}.',
            ),
            values: { count: maxGuests },
          },
        ]
      : []
  if (faults.length + tooMany.length > 0) throw invalid([...faults, ...tooMany])
  return answers
}

/** The person picked, where people may be; null is anyone available. */
function chosenOf({ kind }: Link, { group, hosts }: Snapshot, memberId: string | null): string | null {
  if (memberId === null) return null
  const mayChoose = kind === 'member' || group?.policy === 'customer_chooses'
  if (!mayChoose || !hosts.some(({ id }) => id === memberId)) throw unknownId('/memberId')
  return memberId
}

type Made = Omit<BookingRequest, 'startsAt' | 'answers' | 'language'> & {
  startsAt: Date
  endsAt: Date
  hostId: string
  language: Language
  answers: KeptAnswer[]
  token: string
  decision: Assignment | null
  repeatable: Repeatable | undefined
}
type Given = { id: string; hostId: string; booker: Booker }
/** Undefined where the host is taken after all. */
async function insert(
  db: Db,
  { secrets }: Links,
  { organizationId, group, type, terms }: Snapshot,
  made: Made,
): Promise<Given | undefined> {
  const { hostId, email, token, repeatable } = made
  const id = newId()
  const meeting = {
    organization_id: organizationId,
    id,
    host_id: hostId,
    meeting_type_id: made.meetingTypeId,
    // Of a client who is new; one whose address is known in the group keeps theirs.
    client_id: newId(),
    group_id: group?.id ?? null,
    starts_at: made.startsAt,
    ends_at: made.endsAt,
    before_minutes: type.bufferBeforeMinutes,
    after_minutes: type.bufferAfterMinutes,
    title: terms.title,
    name: made.name,
    email,
    phone: made.phone ?? null,
    time_zone: made.timeZone,
    language: made.language,
    answers: made.answers,
    place_kind: terms.place.kind,
    place: terms.place.text,
    decision: made.decision,
    token_hash: hashToken(token),
    token_encrypted: secrets.encrypt(token),
    request_key: repeatable?.requestKey ?? null,
    request_hash: repeatable?.requestHash ?? null,
  }
  const others = made.guests.filter(guest => guest.email !== email)
  const guests = [...new Map(others.map(guest => [guest.email, guest])).values()].map(guest => ({
    ...guest,
    id: newId(),
  }))
  const { rows } = await sql<{ booker: Booker | null }>`
    select app.book(${JSON.stringify(meeting)}::jsonb, ${terms.confirmsEmail}, ${JSON.stringify(guests)}::jsonb) as booker`.execute(
    db,
  )
  const booker = rows[0]?.booker
  return booker ? { id, hostId, booker } : undefined
}

/** Says what happened, as the client who now has the link of it. */
async function tell(db: Db, { group, terms }: Snapshot, { id, hostId, booker }: Given) {
  const about = { meetingId: id, groupId: group?.id ?? null, memberId: hostId }
  // Until the address is confirmed, nothing has happened to a client.
  if (terms.confirmsEmail) await record(db, booker, 'meeting.held', about)
  else await record(db, booker, 'meeting.booked', { ...about, clientId: booker.clientId })
}
