import { sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import { clientsFor, meetingTypesFor } from '../../../access/visibility.ts'
import { record } from '../../../events/record.ts'
import { hashToken, newToken, type Secrets } from '../../../kit/crypto.ts'
import type { Db } from '../../../kit/db.ts'
import { invalid, Problem, unknownId } from '../../../kit/errors.ts'
import { newId } from '../../../kit/id.ts'
import { say } from '../../../kit/sentence.ts'
import type { Language } from '../../../kit/shapes.ts'
import { choicesWith } from '../queries/groups.ts'
import { activeHosts, routesOf, staysInSight } from '../queries/hosts.ts'
import type { NewMeeting, Warnings } from '../schema/meetings.ts'
import { checkGuests, insertGuests } from './guests.ts'
import { type Asked, checkOverlap, holdHost, listWarnings } from './standing.ts'

/**
 * Plans a meeting for a host. What stands against the time is answered as warnings; only another meeting of the host's
 * has to be confirmed.
 * @throws Problem `invalid` for a host, type, group or client that is not the actor's to choose; `overlap_not_confirmed`.
 */
export async function planMeeting(
  db: Db,
  actor: Member,
  secrets: Secrets,
  given: NewMeeting,
): Promise<{ id: string; warnings: Warnings }> {
  const { hostId, meetingTypeId, message, mails } = given
  await checkHost(db, actor, hostId)
  const routes = await routesOf(db, hostId, meetingTypeId)
  const type = await getType(db, actor, meetingTypeId)
  if (!type || routes.length === 0) throw unknownId('/meetingTypeId')
  const newcomersGroupId = await newcomersGroup(db, actor, given)
  const groupId = routes.includes(newcomersGroupId) ? newcomersGroupId : null
  const attributedGroupIds = await attributedTo(db, meetingTypeId, hostId, groupId)
  if (!staysInSight(actor, hostId, attributedGroupIds))
    throw invalid([
      { pointer: '/meetingTypeId', detail: say('Choose a meeting type that your group hosts with them.') },
    ])
  const startsAt = new Date(given.startsAt)
  const endsAt = new Date(startsAt.getTime() + (given.durationMinutes ?? type.durationMinutes) * 60_000)
  checkTime(startsAt)
  const asked: Asked = { hostId, meetingTypeId, groupId, startsAt, endsAt, besides: null }
  await holdHost(db, actor.organizationId, hostId)
  // Whoever waited for the lock may have waited for their removal.
  await checkHost(db, actor, hostId)
  const overlapConfirmed = await checkOverlap(db, asked, given.confirmOverlap)
  const warnings = await listWarnings(db, asked)
  const { clientId, ...person } = await personOf(db, actor, given, newcomersGroupId)
  const firstGuest = given.clientId === undefined ? 1 : 0
  const guests = given.clients.slice(firstGuest)
  checkGuests(guests, type.maxGuests, index => `/clients/${index + firstGuest}/email`, {
    client: person.email,
    guests: [],
  })
  const id = newId()
  const token = newToken()
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('meeting')
    .values({
      organizationId: actor.organizationId,
      id,
      hostId,
      meetingTypeId,
      clientId,
      groupId,
      attributedGroupIds,
      startsAt,
      endsAt,
      beforeMinutes: type.bufferBeforeMinutes,
      afterMinutes: type.bufferAfterMinutes,
      overlapConfirmed,
      title: type.name,
      ...person,
      message,
      placeKind: type.placeKind,
      place: type.place,
      plannedBy: actor.memberId,
      tokenHash: hashToken(token),
      tokenEncrypted: secrets.encrypt(token),
    })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  // The lock keeps everybody out who asks for it; the constraint keeps out the rest.
  if (numInsertedOrUpdatedRows !== 1n)
    throw new Problem('conflict', say('Somebody else was faster. Try again.'))
  await insertGuests(db, actor, id, guests)
  const after = { hostId, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
  await record(db, actor, 'meeting.planned', { meetingId: id, clientId, groupId, data: { after, mails } })
  return { id, warnings }
}

/** A host is somebody active whom the actor may plan for. */
export async function checkHost(db: Db, actor: Member, hostId: string): Promise<void> {
  const host = await activeHosts(db, actor).where('member.id', '=', hostId).executeTakeFirst()
  if (!host) throw unknownId('/hostId')
}

/** An active type that the actor may read. */
const getType = (db: Db, actor: Member, meetingTypeId: string) =>
  db
    .selectFrom('meetingType')
    .where(meetingTypesFor(actor))
    .where('id', '=', meetingTypeId)
    .where('disabledAt', 'is', null)
    .select([
      'name',
      'durationMinutes',
      'bufferBeforeMinutes',
      'bufferAfterMinutes',
      'maxGuests',
      'placeKind',
      'place',
    ])
    .executeTakeFirst()

/**
 * Whose client somebody new becomes, as in the picker of the options; null is the Organization group. Where nothing is
 * said: as by the type's own link, or the only one that there is to choose.
 */
async function newcomersGroup(
  db: Db,
  actor: Member,
  { groupId, hostId, meetingTypeId, clientId }: NewMeeting,
): Promise<string | null> {
  if (groupId === undefined) {
    const { rows } = await sql<{ groupId: string | null }>`
      select app.usual_group_id(${meetingTypeId}::uuid) as group_id`.execute(db)
    const usual = rows[0]?.groupId ?? null
    if (usual !== null || clientId !== undefined) return usual
  }
  // Nobody becomes anybody's client.
  if (groupId === null && clientId !== undefined) return null
  const choice = (await choicesWith(db, actor, [hostId])).of(hostId)
  const asked = groupId === undefined ? choice.preselected : (groupId ?? 'organization')
  if (asked === 'organization' && choice.organizationGroup) return null
  const group = choice.groups.find(({ id }) => id === asked)
  if (group) return group.id
  throw invalid([{ pointer: '/groupId', detail: choice.refusal ?? say('Choose one from the list.') }])
}

/** The groups in whose reports it counts; see app.planned_groups. */
export async function attributedTo(
  db: Db,
  meetingTypeId: string,
  hostId: string,
  groupId: string | null,
): Promise<string[]> {
  const { rows } = await sql<{ ids: string[] | null }>`
    select app.planned_groups(${meetingTypeId}::uuid, ${hostId}::uuid, ${groupId}::uuid) as ids`.execute(db)
  return rows[0]?.ids ?? []
}

export function checkTime(startsAt: Date): void {
  const [now, latest] = [Date.now(), Date.now() + 5 * 365 * 86_400_000]
  if (startsAt.getTime() <= now)
    throw invalid([{ pointer: '/startsAt', detail: say('This time is over. Choose a later one.') }])
  if (startsAt.getTime() > latest)
    throw invalid([{ pointer: '/startsAt', detail: say('Choose a time within five years.') }])
}

/** Whose meeting it is: a client in sight, or who has this address in the group, or somebody new there. */
async function personOf(
  db: Db,
  actor: Member,
  { hostId, clientId, clients }: NewMeeting,
  groupId: string | null,
) {
  const organization = await db
    .selectFrom('organization')
    .select(['timeZone', 'language'])
    .where('id', '=', actor.organizationId)
    .executeTakeFirstOrThrow()
  if (clientId !== undefined) {
    const client = await db
      .selectFrom('client')
      .where(clientsFor(actor))
      .where('id', '=', clientId)
      .select(['firstName', 'lastName', 'email', 'phone', 'language'])
      .executeTakeFirst()
    if (!client) throw unknownId('/clientId')
    const { firstName, lastName, ...contact } = client
    return { clientId, name: `${firstName} ${lastName}`.trim(), timeZone: organization.timeZone, ...contact }
  }
  const [booker] = clients
  if (!booker) throw unknownId('/clientId')
  const { name, email, phone, timeZone = organization.timeZone } = booker
  const language = booker.language ?? (organization.language as Language)
  const { rows } = await sql<{ id: string }>`
    select app.planned_client(${hostId}::uuid, ${groupId}::uuid, ${newId()}::uuid, ${name}, ${email}, ${phone}, ${language}) as id`.execute(
    db,
  )
  return { clientId: rows[0]?.id ?? '', name, email, phone, timeZone, language }
}
