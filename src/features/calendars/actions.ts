import type { Member } from '../../access/actor.ts'
import { record } from '../../events/record.ts'
import type { Secrets } from '../../kit/crypto.ts'
import type { Db } from '../../kit/db.ts'
import { invalid, Problem, unknownId } from '../../kit/errors.ts'
import { newId } from '../../kit/id.ts'
import { say } from '../../kit/sentence.ts'
import { type CalendarInReach, isArrangeable } from './queries.ts'
import type { Connected } from './remote/connect.ts'
import { sealed, unsealed } from './remote/open.ts'

/** Each is read every ten minutes. */
const mostCalendars = 20
const notWritable = say('This calendar can be read only. Choose another for the meetings.')

/** Keeps a calendar that answered; it is read for the first time at once. Answers its id. */
export async function connectCalendar(
  db: Db,
  actor: Member,
  secrets: Secrets,
  { connection, name, memberId: given, isDestination: wished }: Connected,
): Promise<string> {
  const memberId = given ?? actor.memberId
  if (!(await isArrangeable(db, actor, memberId))) throw unknownId('/memberId')
  if ((await countCalendars(db, actor, memberId)) >= mostCalendars)
    throw new Problem('conflict', say('A member has at most 20 calendars. Disconnect one first.'))
  if (wished && !connection.isWritable) throw invalid([{ pointer: '/isDestination', detail: notWritable }])
  const isDestination = wished ?? (connection.isWritable && !(await getDestination(db, actor, memberId)))
  if (isDestination) await clearDestination(db, actor, memberId)
  const id = newId()
  await db
    .insertInto('calendar')
    .values({
      organizationId: actor.organizationId,
      id,
      memberId,
      kind: connection.kind,
      name,
      connectionEncrypted: sealed(secrets, connection),
      isDestination,
      createdBy: actor.memberId,
    })
    .execute()
  await record(db, actor, 'calendar.connected', { memberId, data: { calendarId: id, kind: connection.kind } })
  return id
}

/** Forgets a calendar, its busy times and how to reach it. Meetings that stand in it stay there. */
export async function disconnectCalendar(db: Db, actor: Member, { id, memberId, kind }: CalendarInReach) {
  await db
    .deleteFrom('calendar')
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .execute()
  await record(db, actor, 'calendar.disconnected', { memberId, data: { calendarId: id, kind } })
}

/** The member's meetings are written into this calendar from now on; those to come move to it. */
export async function chooseDestination(
  db: Db,
  actor: Member,
  secrets: Secrets,
  { id, memberId, isDestination, connectionEncrypted }: CalendarInReach,
): Promise<void> {
  if (isDestination) return
  if (!unsealed(secrets, connectionEncrypted).isWritable) throw new Problem('conflict', notWritable)
  await clearDestination(db, actor, memberId)
  await db
    .updateTable('calendar')
    .set({ isDestination: true })
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .execute()
  await record(db, actor, 'calendar.destination_changed', { memberId, data: { calendarId: id } })
}

/** Meetings are written nowhere from now on. */
export async function chooseNoDestination(
  db: Db,
  actor: Member,
  { id, memberId, isDestination }: CalendarInReach,
) {
  if (!isDestination) return
  await clearDestination(db, actor, memberId)
  await record(db, actor, 'calendar.destination_changed', { memberId, data: { calendarId: id } })
}

/** Has the calendar read once more, at once, and what is missing in it written. */
export async function requestSync(db: Db, actor: Member, { id, memberId }: CalendarInReach): Promise<void> {
  await record(db, actor, 'calendar.sync_requested', { memberId, data: { calendarId: id } })
}

async function countCalendars(db: Db, { organizationId }: Member, memberId: string): Promise<number> {
  const { count } = await db
    .selectFrom('calendar')
    .select(eb => eb.fn.countAll<number>().as('count'))
    .where('organizationId', '=', organizationId)
    .where('memberId', '=', memberId)
    .executeTakeFirstOrThrow()
  return count
}

const destinationOf = (actor: Member, memberId: string) =>
  ({ organizationId: actor.organizationId, memberId, isDestination: true }) as const

const getDestination = (db: Db, actor: Member, memberId: string) =>
  db
    .selectFrom('calendar')
    .select('id')
    .where(eb => eb.and(destinationOf(actor, memberId)))
    .executeTakeFirst()

const clearDestination = (db: Db, actor: Member, memberId: string) =>
  db
    .updateTable('calendar')
    .set({ isDestination: false })
    .where(eb => eb.and(destinationOf(actor, memberId)))
    .execute()
