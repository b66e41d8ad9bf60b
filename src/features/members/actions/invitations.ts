import { sql } from 'kysely'
import type { z } from 'zod'
import { grantOf, type Member } from '../../../access/actor.ts'
import { mayInvite, reachesFurther } from '../../../access/conditions.ts'
import { withConsequences } from '../../../access/consequences.ts'
import { groupsFor } from '../../../access/visibility.ts'
import { record, recordAll } from '../../../events/record.ts'
import { hashToken, newToken, type Secrets } from '../../../kit/crypto.ts'
import { type Db, rehearse } from '../../../kit/db.ts'
import { invalid, Problem } from '../../../kit/errors.ts'
import { newId } from '../../../kit/id.ts'
import { say } from '../../../kit/sentence.ts'
import { mostAddresses, parseAddresses } from '../rules.ts'
import type { Addressed, MemberInvitations, MemberInvitationsAnswer, MemberItem } from '../schema.ts'
import { addNamedHosts, checkMeetingTypes, refuseNamingHosts } from './hosting.ts'
import { addMemberships, type Pair } from './memberships.ts'
import { unexpired } from '../queries/list.ts'

type Asked = z.output<typeof MemberInvitations>
type Known = { email: string; memberId: string }
const validForDays = 7

/**
 * Invites everyone who is new, and puts those who are members already in the groups. In one transaction; sent twice, the
 * second time finds them all there. Whoever may not read all members is not told who was known.
 */
export async function inviteMembers(
  db: Db,
  actor: Member,
  secrets: Secrets,
  asked: Asked,
): Promise<z.input<typeof MemberInvitationsAnswer>> {
  await checkInvitation(db, actor, asked)
  const { people, invalid: faults, duplicates, entries } = parseAddresses(asked.addresses)
  if (entries > mostAddresses)
    throw invalid([
      {
        pointer: '/addresses',
        detail: say('At most {count} at once.'),
        values: { count: mostAddresses },
      },
    ])

  // Two who invite the same people at once do it one after the other.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`invitations ${actor.organizationId}`}, 0))`.execute(
    db,
  )
  const known = await findKnown(db, people)
  const held = await membershipsAmong(db, [...known.values()], asked.groupIds)
  const missing = (person: Addressed): Pair[] => {
    const memberId = known.get(person.email)
    if (memberId === undefined) return []
    return asked.groupIds
      .filter(groupId => !held.has(`${memberId} ${groupId}`))
      .map(groupId => ({ memberId, groupId }))
  }
  const invited = people.filter(person => !known.has(person.email))
  const alreadyInGroup = people.filter(
    person => known.has(person.email) && asked.groupIds.length > 0 && missing(person).length === 0,
  )
  const existing = people.filter(person => known.has(person.email) && !alreadyInGroup.includes(person))
  const pairs = existing.flatMap(missing)
  refuseReachingFurther(actor, asked, pairs)

  const change = async () => {
    const memberIds = await addInvited(db, actor, secrets, invited, asked)
    const inGroups = memberIds.flatMap(memberId => asked.groupIds.map(groupId => ({ memberId, groupId })))
    await addMemberships(db, actor, [...inGroups, ...pairs], asked.groupRole)
    await addNamedHosts(db, actor, asked.meetingTypeIds, [...memberIds, ...known.values()])
  }
  const told = { alreadyInGroup, invalid: faults, duplicates }
  if (grantOf(actor, 'members.read').reach !== 'all') {
    await (asked.dryRun ? rehearse(db, change) : change())
    return { accepted: people.filter(person => !alreadyInGroup.includes(person)), ...told }
  }
  const scope = { memberIds: [...new Set(pairs.map(pair => pair.memberId))], dryRun: asked.dryRun }
  const { consequences } = await withConsequences(db, actor, scope, change)
  return { invited, existing, ...told, consequences }
}

async function checkInvitation(
  db: Db,
  actor: Member,
  { role, groupIds, groupRole, meetingTypeIds }: Asked,
): Promise<void> {
  if (groupIds.length === 0 && grantOf(actor, 'members.invite').reach !== 'all')
    throw invalid([{ pointer: '/groupIds', detail: say('Choose a group of yours.') }])
  const readable = await db
    .selectFrom('group')
    .select('id')
    .where('deletedAt', 'is', null)
    .where(sql<boolean>`id = any (${groupIds}::uuid[])`)
    .where(groupsFor(actor))
    .execute()
  const known = new Set(readable.map(group => group.id))
  const unknown = groupIds.flatMap((id, index) => (known.has(id) ? [] : [index]))
  if (unknown.length > 0)
    throw invalid(
      unknown.map(at => ({ pointer: `/groupIds/${at}`, detail: say('Choose one from the list.') })),
    )
  await checkMeetingTypes(db, actor, meetingTypeIds)
  if (meetingTypeIds.length > 0) refuseNamingHosts(actor)
  const permissions = groupRole
    ? (['groups.set-members', 'groups.set-roles'] as const)
    : (['groups.set-members'] as const)
  const mayFill = permissions.every(permission => {
    const grant = grantOf(actor, permission)
    return grant.reach === 'all' || groupIds.every(id => grant.groupIds.includes(id))
  })
  if (!mayFill || !mayInvite(actor, role, groupIds))
    throw new Problem(
      'forbidden',
      say('Your role does not allow inviting somebody with this role, or into this group.'),
    )
}

/** Pasting one's own address is no way to a group role that reaches further than one's role. */
function refuseReachingFurther(actor: Member, { groupRole }: Asked, pairs: Pair[]): void {
  const further = pairs.some(
    pair => pair.memberId === actor.memberId && groupRole && reachesFurther(actor, groupRole, pair.groupId),
  )
  if (further)
    throw new Problem('forbidden', say('You may not give yourself a group role that reaches further.'))
}

async function findKnown(db: Db, people: readonly Addressed[]): Promise<Map<string, string>> {
  const emails = people.map(person => person.email)
  const { rows } =
    await sql<Known>`select email, member_id from app.members_by_email(${emails}::text[])`.execute(db)
  return new Map(rows.map(row => [row.email, row.memberId]))
}

async function membershipsAmong(db: Db, memberIds: string[], groupIds: string[]): Promise<Set<string>> {
  if (memberIds.length === 0 || groupIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('membership')
    .select(['memberId', 'groupId'])
    .where(sql<boolean>`member_id = any (${memberIds}::uuid[])`)
    .where(sql<boolean>`group_id = any (${groupIds}::uuid[])`)
    .where(unexpired('membership'))
    .execute()
  return new Set(rows.map(row => `${row.memberId} ${row.groupId}`))
}

/** In arrays rather than rows of values: five thousand are as few statements as one. */
async function addInvited(
  db: Db,
  actor: Member,
  secrets: Secrets,
  invited: readonly Addressed[],
  { role, groupIds }: Asked,
): Promise<string[]> {
  if (invited.length === 0) return []
  const ids = invited.map(() => newId())
  const names = invited.map(person => person.name || (person.email.split('@')[0] ?? ''))
  const emails = invited.map(person => person.email)
  const sight = groupIds.length > 0 ? 'groups' : 'organization'
  await sql`
    insert into app.member (organization_id, id, name, email, role, sight, language)
    select o.id, each.id, each.name, each.email, ${role}, ${sight}, o.language
      from app.organization o, unnest(${ids}::uuid[], ${names}::text[], ${emails}::text[]) as each (id, name, email)
     where o.id = ${actor.organizationId}`.execute(db)
  await addInvitations(db, actor, secrets, ids)
  const events = ids.map(memberId => ({ memberId, data: { role, groupIds } }))
  await recordAll(db, actor, 'member.invited', events)
  return ids
}

async function addInvitations(db: Db, actor: Member, secrets: Secrets, memberIds: string[]): Promise<void> {
  const tokens = memberIds.map(newToken)
  const expiresAt = new Date(Date.now() + validForDays * 86_400_000)
  await sql`
    insert into app.member_invitation (organization_id, id, member_id, invited_by, token_hash, token_encrypted, expires_at)
    select ${actor.organizationId}, each.id, each.member_id, ${actor.memberId}, each.hash, each.encrypted, ${expiresAt}
      from unnest(${memberIds.map(newId)}::uuid[], ${memberIds}::uuid[], ${tokens.map(hashToken)}::text[],
        ${tokens.map(token => secrets.encrypt(token))}::text[]) as each (id, member_id, hash, encrypted)`.execute(
    db,
  )
}

/**
 * Ends the link, and keeps the member from others.
 * @throws Problem `conflict` for one who has joined, maybe while this waited for it.
 */
async function closeInvitation(db: Db, memberId: string): Promise<void> {
  await db
    .updateTable('memberInvitation')
    .set({ revokedAt: new Date() })
    .where('memberId', '=', memberId)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .execute()
  const invited = await db
    .selectFrom('member')
    .select('id')
    .where('id', '=', memberId)
    .where('status', '=', 'invited')
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!invited) throw new Problem('conflict', say('There is no open invitation for this member.'))
}

/** A new link, valid for as long again; the old one ends. */
export async function inviteAgain(
  db: Db,
  actor: Member,
  secrets: Secrets,
  member: MemberItem,
): Promise<void> {
  await closeInvitation(db, member.id)
  await addInvitations(db, actor, secrets, [member.id])
  await record(db, actor, 'member.invitation_sent', { memberId: member.id })
}

/** Ends the link; whoever was invited goes, and nothing of them stays but the id in what was recorded. */
export async function revokeInvitation(db: Db, actor: Member, member: MemberItem): Promise<void> {
  await closeInvitation(db, member.id)
  await db
    .updateTable('member')
    .set({ removedAt: new Date(), name: '', email: '' })
    .where('id', '=', member.id)
    .execute()
  await record(db, actor, 'member.invitation_revoked', { memberId: member.id })
  // In this order: their membership is by what a group manager may take their other things.
  for (const table of ['meetingTypeMember', 'membership'] as const)
    await db.deleteFrom(table).where('memberId', '=', member.id).execute()
}
