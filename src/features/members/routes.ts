import { z } from 'zod'
import type { Member } from '../../access/actor.ts'
import { mayToMember } from '../../access/conditions.ts'
import type { Changed } from '../../access/consequences.ts'
import type { Permission } from '../../access/matrix.ts'
import { type Route, route } from '../../http/route.ts'
import type { Db } from '../../kit/db.ts'
import { notFound } from '../../kit/errors.ts'
import { inviteAgain, inviteMembers, revokeInvitation } from './actions/invitations.ts'
import { removeMember } from './actions/removal.ts'
import { changeProfile, changeRole, changeSight, reinstate, suspend } from './actions/standing.ts'
import { getMemberAccess } from './queries/access.ts'
import { getMember, listMembers } from './queries/list.ts'
import {
  MemberAccess,
  MemberChange,
  MemberChanged,
  MemberInvitations,
  MemberInvitationsAnswer,
  MemberItem,
  MemberPage,
  MemberQuery,
  MemberRemoval,
  MemberRemoved,
  MemberSuspended,
  RoleChange,
  SightChange,
  Suspension,
} from './schema.ts'

const subject = (db: Db, actor: Member, { id }: Record<string, string>) => getMember(db, actor, id ?? '')
const toMember = (permission: Permission) => (actor: Member, member: MemberItem) =>
  mayToMember(actor, permission, member)

/** @throws Problem `not_found` where the change took the member out of the actor's sight. */
async function present(db: Db, actor: Member, { id }: MemberItem): Promise<MemberItem> {
  const member = await getMember(db, actor, id)
  if (!member) throw notFound()
  return member
}
const answerOf = async (
  db: Db,
  actor: Member,
  member: MemberItem,
  dryRun: boolean | undefined,
  { consequences }: Changed<unknown>,
) => (dryRun ? { dryRun, consequences } : present(db, actor, member))

export const routes: Route[] = [
  route(
    'GET /members',
    'members.read',
    { about: 'Lists the members you may read, by name.', query: MemberQuery, answer: MemberPage },
    ({ db, actor, query }) => listMembers(db, actor, query),
  ),
  route(
    'POST /members/invitations',
    'members.invite',
    {
      about: 'Invites people by pasted text or by name and address; with `dryRun`, says what that would do.',
      body: MemberInvitations,
      answer: MemberInvitationsAnswer,
      status: 201,
    },
    ({ db, actor, body, program }) => inviteMembers(db, actor, program.secrets, body),
  ),
  route(
    'POST /members/:id/invitation',
    'members.invite',
    {
      about: 'Sends the invitation again, with a new link.',
      subject,
      may: toMember('members.invite'),
      answer: MemberItem,
      status: 201,
    },
    async ({ db, actor, subject: member, program }) => {
      await inviteAgain(db, actor, program.secrets, member)
      return present(db, actor, member)
    },
  ),
  route(
    'DELETE /members/:id/invitation',
    'members.invite',
    {
      about: 'Revokes the invitation; whoever was invited is no longer a member to be.',
      subject,
      may: toMember('members.invite'),
      answer: z.void(),
      status: 204,
    },
    ({ db, actor, subject: member }) => revokeInvitation(db, actor, member),
  ),
  route(
    'GET /members/:id',
    'members.read',
    { about: 'Reads a member.', subject, answer: MemberItem },
    async ({ subject: member }) => member,
  ),
  route(
    'PATCH /members/:id',
    'members.update',
    {
      about: 'Changes the profile of a member: their name, and the link of their booking page.',
      subject,
      may: toMember('members.update'),
      body: MemberChange,
      answer: MemberItem,
    },
    async ({ db, actor, subject: member, body }) => {
      await changeProfile(db, actor, member, body)
      return present(db, actor, member)
    },
  ),
  route(
    'DELETE /members/:id',
    'members.remove',
    {
      about: 'Removes a member who hosts no upcoming meeting; what they did stays, without their name.',
      subject,
      may: toMember('members.remove'),
      query: MemberRemoval,
      answer: MemberRemoved,
    },
    ({ db, actor, subject: member, query }) => removeMember(db, actor, member, query),
  ),
  route(
    'GET /members/:id/access',
    'members.read',
    { about: 'Says what a member reaches, and why.', subject, answer: MemberAccess },
    ({ db, actor, subject: member }) => getMemberAccess(db, actor, member.id),
  ),
  route(
    'PUT /members/:id/role',
    'members.set-role',
    { about: 'Gives a member a role.', subject, body: RoleChange, answer: MemberChanged },
    async ({ db, actor, subject: member, body }) =>
      answerOf(db, actor, member, body.dryRun, await changeRole(db, actor, member, body)),
  ),
  route(
    'PUT /members/:id/sight',
    'members.set-role',
    {
      about: 'Sets what an Operations member without a group sees.',
      subject,
      body: SightChange,
      answer: MemberChanged,
    },
    async ({ db, actor, subject: member, body }) =>
      answerOf(db, actor, member, body.dryRun, await changeSight(db, actor, member, body)),
  ),
  route(
    'PUT /members/:id/suspension',
    'members.suspend',
    {
      about: 'Suspends a member: they can no longer sign in, nor be booked; their meetings stay, at risk.',
      subject,
      may: toMember('members.suspend'),
      body: Suspension,
      answer: MemberSuspended,
    },
    async ({ db, actor, subject: member, body }) => {
      const { consequences, done: meetingsAtRisk } = await suspend(db, actor, member, body)
      return body.dryRun
        ? { dryRun: body.dryRun, consequences, meetingsAtRisk }
        : { ...(await present(db, actor, member)), meetingsAtRisk }
    },
  ),
  route(
    'DELETE /members/:id/suspension',
    'members.suspend',
    {
      about: 'Lets a suspended member in again.',
      subject,
      may: toMember('members.suspend'),
      answer: MemberItem,
    },
    async ({ db, actor, subject: member }) => {
      await reinstate(db, actor, member)
      return present(db, actor, member)
    },
  ),
]
