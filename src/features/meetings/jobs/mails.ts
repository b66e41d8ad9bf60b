import { asActor } from '../../../access/enter.ts'
import type { Happened } from '../../../events/happened.ts'
import type { Program } from '../../../http/program.ts'
import type { Db } from '../../../kit/db.ts'
import { idWithin } from '../../../kit/id.ts'
import type { JobHandler } from '../../../kit/jobs.ts'
import { type Letter, MailRefused } from '../../../kit/mail.ts'
import { getLetterhead } from '../../invites/queries.ts'
import { clientLetter, type From, type Told } from '../mail/client.ts'
import { guestLetter, type ToldGuest } from '../mail/guest.ts'
import { hostLetter, type ToldHost } from '../mail/host.ts'
import { getFormerGuest, getHostToTell, getMeetingToTell, type MeetingToTell } from '../queries/letters.ts'

export const jobs = (program: Program): Record<string, JobHandler> => ({
  'mail-meeting': (event: Happened) => mailMeeting(program, event),
  'mail-meeting-to': (asked: AskedLetter) => mailTo(program, asked),
})

/** Who is told, of what. */
type ToWhom =
  | { to: 'client'; told: Told }
  | { to: 'host'; hostId: string; told: ToldHost }
  | { to: 'guest'; guestId: string; told: ToldGuest }
/** Of a meeting that was moved, as its event keeps them. */
type TimesBefore = { startsAt: string; endsAt: string }
/** One letter, a job of its own, so that one that fails holds up no other. */
export type AskedLetter = ToWhom & {
  eventId: string
  organizationId: string
  meetingId: string
  was?: TimesBefore
}

/** What the events of a meeting keep in `data`. */
export type MeetingFacts = {
  before?: { hostId?: string } & Partial<TimesBefore>
  after?: { hostId?: string }
  /** Whom the planner wanted to be told. */
  mails?: { client: boolean; host: boolean }
  guestId?: string
}

const toClient: Partial<Record<Happened['name'], Told>> = {
  'meeting.held': 'held',
  'meeting.booked': 'booked',
  'meeting.planned': 'planned',
  'meeting.rescheduled': 'moved',
  'meeting.reassigned': 'reassigned',
  'meeting.cancelled': 'cancelled',
}

const toGuests: Partial<Record<Happened['name'], ToldGuest>> = {
  'meeting.rescheduled': 'moved',
  'meeting.reassigned': 'reassigned',
  'meeting.cancelled': 'cancelled',
}

/** Asks for a letter to each of those who meet. */
async function mailMeeting(program: Program, { id, organizationId, meetingId, name, data }: Happened) {
  if (meetingId === null) return
  const { before, after, mails, guestId } = data as MeetingFacts
  await asActor(program, { kind: 'system', organizationId }, async db => {
    const meeting = await getMeetingToTell(db, meetingId)
    if (!meeting) return
    const told = toClient[name]
    const letters: ToWhom[] = []
    if (told && mails?.client !== false) letters.push({ to: 'client', told })
    if (name !== 'meeting.held' && mails?.host !== false)
      letters.push(...hostsToTell(name, before?.hostId, after?.hostId ?? meeting.hostId))
    if (name !== 'meeting.held') letters.push(...guestsToTell(name, guestId, meeting))
    const about = { eventId: id, organizationId, meetingId, ...timesBefore(name, before) }
    const asked = letters.map((each): AskedLetter => ({ ...each, ...about }))
    await db.jobs.enqueueAll(
      db,
      asked.map(each => ({ name: 'mail-meeting-to', data: each })),
    )
  })
}

const timesBefore = (
  name: Happened['name'],
  { startsAt, endsAt }: NonNullable<MeetingFacts['before']> = {},
) => (name === 'meeting.rescheduled' && startsAt && endsAt ? { was: { startsAt, endsAt } } : {})

function hostsToTell(name: Happened['name'], before: string | undefined, after: string): ToWhom[] {
  const hasChanged = before !== undefined && before !== after
  if (hasChanged)
    return [
      { to: 'host', hostId: before, told: 'taken' },
      { to: 'host', hostId: after, told: 'given' },
    ]
  if (name === 'meeting.guest_added' || name === 'meeting.guest_removed') return []
  const told: ToldHost =
    name === 'meeting.cancelled' ? 'cancelled' : name === 'meeting.rescheduled' ? 'moved' : 'new'
  return [{ to: 'host', hostId: after, told }]
}

function guestsToTell(
  name: Happened['name'],
  guestId: string | undefined,
  { guests }: MeetingToTell,
): ToWhom[] {
  if (name === 'meeting.guest_removed' && guestId) return [{ to: 'guest', guestId, told: 'removed' }]
  const told = toGuests[name] ?? 'invited'
  return guests
    .filter(guest => guestId === undefined || guest.id === guestId)
    .map(guest => ({ to: 'guest', guestId: guest.id, told }))
}

/** Written from the meeting as it is now; where it has changed since, another letter says what is true. */
async function mailTo(program: Program, asked: AskedLetter) {
  const { organizationId, meetingId } = asked
  const letter = await asActor(program, { kind: 'system', organizationId }, async db => {
    const meeting = await getMeetingToTell(db, meetingId)
    return meeting && letterFor(program, db, meeting, asked)
  })
  if (letter) await sendOrLog(program, letter)
  if (asked.to === 'guest' && asked.told === 'removed') await forgetGuest(program, asked, asked.guestId)
}

/** Who was told that they do not come is nobody's business any more. */
async function forgetGuest(program: Program, { organizationId, meetingId }: AskedLetter, id: string) {
  await asActor(program, { kind: 'system', organizationId }, db =>
    db
      .deleteFrom('formerGuest')
      .where(eb => eb.and({ organizationId, meetingId, id }))
      .execute(),
  )
}

async function letterFor(
  { origin, secrets, mail }: Program,
  db: Db,
  meeting: MeetingToTell & { hostId: string },
  asked: AskedLetter,
): Promise<Letter | undefined> {
  const from: From = { ...(await getLetterhead(db)), address: mail.address }
  const stands = !meeting.isHeld && (meeting.status === 'scheduled' || meeting.status === 'live')
  const isCancelled = meeting.status === 'cancelled_by_client' || meeting.status === 'cancelled_by_host'
  const host = await getHostToTell(db, meeting.hostId)
  const was = asked.was && { startsAt: new Date(asked.was.startsAt), endsAt: new Date(asked.was.endsAt) }
  const named = { meeting, host: meeting.hostName, origin, was }
  if (asked.to === 'client') {
    const { told } = asked
    const holds =
      told === 'held' ? meeting.isHeld && !isCancelled : told === 'cancelled' ? isCancelled : stands
    if (!holds || meeting.email === null) return undefined
    const id = idWithin(asked.eventId, 'client')
    return clientLetter(from, { ...named, id, told, token: secrets.decrypt(meeting.tokenEncrypted) })
  }
  if (asked.to === 'guest') {
    const { guestId, told } = asked
    const guest =
      told === 'removed'
        ? await getFormerGuest(db, meeting.id, guestId)
        : meeting.guests.find(({ id }) => id === guestId)
    // Who was taken off may be among the guests again, or hold the meeting now: their calendar keeps it.
    const comes = [host, ...meeting.guests].some(each => each?.email === guest?.email)
    const holds = told === 'removed' ? !comes : told === 'cancelled' ? isCancelled : stands
    if (!guest || !holds) return undefined
    return guestLetter(from, { ...named, id: idWithin(asked.eventId, guestId), guest, told })
  }
  const isHost = asked.hostId === meeting.hostId
  const toTell = isHost ? host : await getHostToTell(db, asked.hostId)
  const holds =
    asked.told === 'taken' ? !isHost : isHost && (asked.told === 'cancelled' ? isCancelled : stands)
  if (!toTell || !holds) return undefined
  return hostLetter(from, {
    ...named,
    id: idWithin(asked.eventId, toTell.id),
    told: asked.told,
    host: toTell,
  })
}

/** Nobody waits for these: a refusal is for the log alone. */
async function sendOrLog({ mail, log }: Program, letter: Letter): Promise<void> {
  try {
    await mail.send(letter)
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    log.warn({ err: error, organizationId: letter.organizationId }, 'The mail server refused a letter')
  }
}
