import { sql } from 'kysely'
import { type Member, reachOf } from '../../access/actor.ts'
import { permissions } from '../../access/matrix.ts'
import { groupsFor } from '../../access/visibility.ts'
import { hashToken } from '../../kit/crypto.ts'
import type { Db } from '../../kit/db.ts'
import { notFound, Problem } from '../../kit/errors.ts'
import type { Language } from '../../kit/shapes.ts'
import { invitationEnded } from './rules.ts'
import type { Me } from './schema.ts'

/** Who asks, where, and how far each permission reaches: what the console shows and hides. */
export async function getMe(db: Db, actor: Member): Promise<Me> {
  const account = await sql<Me['account']>`select id, email, name from app.my_account()`.execute(db)
  const organization = await db
    .selectFrom('organization')
    .select(['id', 'name', 'color', 'timeZone', 'language'])
    .executeTakeFirstOrThrow()
  const member = await db
    .selectFrom('member')
    .select(['id', 'name', 'email', 'role', 'language', 'link'])
    .where('id', '=', actor.memberId)
    .executeTakeFirstOrThrow()
  const groups = await db
    .selectFrom('membership')
    .innerJoin('group', join =>
      join
        .onRef('group.organizationId', '=', 'membership.organizationId')
        .onRef('group.id', '=', 'membership.groupId'),
    )
    .select(['group.id', 'group.name', 'membership.groupRole'])
    .where('membership.memberId', '=', actor.memberId)
    .where('group.deletedAt', 'is', null)
    .where(groupsFor(actor))
    .orderBy('group.name')
    .orderBy('group.id')
    .execute()
  return {
    account: account.rows[0] ?? { id: actor.accountId, email: member.email, name: member.name },
    organization,
    member,
    reach: Object.fromEntries(permissions.map(permission => [permission, reachOf(actor, permission)])),
    groups,
  } as Me
}

/** What the holder of an invitation may know before accepting it. */
export type InvitationDoor = {
  organizationId: string
  organizationName: string
  memberId: string
  name: string
  email: string
  language: Language
  /** Of the account that has this address already. */
  accountId: string | null
}

/** @throws Problem `not_found` for an unknown link, `gone` for one that is used, revoked or expired. */
export async function getInvitation(db: Db, token: string): Promise<InvitationDoor> {
  const { rows } = await sql<{
    door: (InvitationDoor & { state: keyof typeof invitationEnded | 'open' }) | null
  }>`
    select app.member_invitation_by(${hashToken(token)}) as door`.execute(db)
  const door = rows[0]?.door
  if (!door) throw notFound()
  if (door.state !== 'open') throw new Problem('gone', invitationEnded[door.state])
  return door
}

/** Where an account works, the oldest first. */
export type Workplace = {
  organizationId: string
  memberId: string
  organizationName: string
  color: string
  language: Language
}
export async function listWorkplaces(db: Db, accountId: string): Promise<Workplace[]> {
  const { rows } = await sql<Workplace>`
    select organization_id, member_id, organization_name, color, language from app.memberships_of_account(${accountId}::uuid)`.execute(
    db,
  )
  return rows
}
