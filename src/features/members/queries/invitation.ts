import { type SqlBool, sql } from 'kysely'
import { membersFor } from '../../../access/visibility.ts'
import type { Member } from '../../../access/actor.ts'
import type { Db } from '../../../kit/db.ts'
import type { Language } from '../../../kit/shapes.ts'

export type OpenInvitation = {
  id: string
  tokenEncrypted: string
  email: string
  language: Language
  organizationId: string
  organizationName: string
  color: string
  inviterName: string
}

/** The invitation that a member whom the actor may read has not yet answered; undefined once it is over. */
export async function getOpenInvitation(
  db: Db,
  actor: Member,
  memberId: string,
): Promise<OpenInvitation | undefined> {
  const found = await db
    .selectFrom('memberInvitation')
    .innerJoin('member', join =>
      join
        .onRef('member.organizationId', '=', 'memberInvitation.organizationId')
        .onRef('member.id', '=', 'memberInvitation.memberId'),
    )
    .innerJoin('organization', 'organization.id', 'member.organizationId')
    .innerJoin('member as inviter', join =>
      join
        .onRef('inviter.organizationId', '=', 'memberInvitation.organizationId')
        .onRef('inviter.id', '=', 'memberInvitation.invitedBy'),
    )
    .select([
      'memberInvitation.id',
      'memberInvitation.tokenEncrypted',
      'member.email',
      'member.language',
      'organization.id as organizationId',
      'organization.name as organizationName',
      'organization.color',
      'inviter.name as inviterName',
    ])
    .where(membersFor(actor))
    .where('member.id', '=', memberId)
    .where('member.status', '=', 'invited')
    .where('memberInvitation.acceptedAt', 'is', null)
    .where('memberInvitation.revokedAt', 'is', null)
    .where(sql<SqlBool>`member_invitation.expires_at > now()`)
    .executeTakeFirst()
  return found as OpenInvitation | undefined
}
