import { z } from 'zod'
import { type Member, mayInGroup } from '../../access/actor.ts'
import type { Permission } from '../../access/matrix.ts'
import { type Route, route } from '../../http/route.ts'
import type { Db } from '../../kit/db.ts'
import { notFound } from '../../kit/errors.ts'
import { deleteGroup, restoreGroup } from './actions/deletion.ts'
import { changeGroup, createGroup, freeLink } from './actions/groups.ts'
import { addMembers, changeGroupRoles, changeMembership, removeMembers } from './actions/members.ts'
import { listHistory, listRetiredLinks } from './queries/history.ts'
import { getGroup, listGroups } from './queries/list.ts'
import { getGroupAudience, getGroupMember, listGroupMembers } from './queries/members.ts'
import {
  GroupAudience,
  GroupChange,
  GroupChanged,
  GroupDeleted,
  GroupDeletion,
  GroupItem,
  GroupLinks,
  GroupMember,
  GroupMemberPage,
  GroupMemberQuery,
  GroupPage,
  GroupQuery,
  GroupRestoration,
  GroupRolesChange,
  GroupRolesChanged,
  HistoryPage,
  HistoryQuery,
  MembersAdded,
  MembersAddition,
  MembershipChange,
  MembersRemoval,
  MembersRemoved,
  NewGroup,
} from './schema.ts'

type Params = Record<string, string>
const subject = (db: Db, actor: Member, { id }: Params) => getGroup(db, actor, id ?? '')
const inGroup = (permission: Permission) => (actor: Member, group: GroupItem) =>
  mayInGroup(actor, permission, group.id)

async function present(db: Db, actor: Member, id: string): Promise<GroupItem> {
  const group = await getGroup(db, actor, id)
  if (!group) throw notFound()
  return group
}

async function retiredLink(db: Db, actor: Member, { id = '', link }: Params) {
  const group = await getGroup(db, actor, id)
  const { items } = group ? await listRetiredLinks(db, group.id) : { items: [] }
  return group && items.some(each => each.link === link) ? group : undefined
}

async function held(db: Db, actor: Member, { id = '', memberId = '' }: Params) {
  const group = await getGroup(db, actor, id)
  const member = group && (await getGroupMember(db, actor, id, memberId))
  return group && member && { group, member }
}

const ofGroups: Route[] = [
  route(
    'GET /groups',
    'groups.read',
    { about: 'Lists the groups you may know, by name.', query: GroupQuery, answer: GroupPage },
    ({ db, actor, query }) => listGroups(db, actor, query),
  ),
  route(
    'POST /groups',
    'groups.create',
    {
      about: 'Creates a group with its link and members.',
      body: NewGroup,
      answer: GroupChanged,
      status: 201,
    },
    async ({ db, actor, body }) => {
      const { done, consequences } = await createGroup(db, actor, body)
      return body.dryRun ? { dryRun: body.dryRun, consequences } : present(db, actor, done)
    },
  ),
  route(
    'GET /groups/:id',
    'groups.read',
    { about: 'Reads a group.', subject, answer: GroupItem },
    async ({ subject: group }) => group,
  ),
  route(
    'PATCH /groups/:id',
    'groups.update',
    {
      about: 'Changes a group; with If-Match, only if nobody changed it since it was read.',
      subject,
      may: inGroup('groups.update'),
      body: GroupChange,
      answer: GroupChanged,
    },
    async ({ db, actor, subject: group, body, ifMatch }) => {
      const { consequences } = await changeGroup(db, actor, group, body, ifMatch)
      return body.dryRun ? { dryRun: body.dryRun, consequences } : present(db, actor, group.id)
    },
  ),
  route(
    'POST /groups/:id/deletion',
    'groups.delete',
    {
      about: 'Deletes a group; nobody’s sight changes, and it can be restored for 30 days.',
      subject,
      may: inGroup('groups.delete'),
      body: GroupDeletion,
      answer: GroupDeleted,
    },
    ({ db, actor, subject: group, body }) => deleteGroup(db, actor, group, body),
  ),
  route(
    'POST /groups/:id/restoration',
    'groups.restore',
    {
      about: 'Restores a deleted group.',
      subject,
      may: inGroup('groups.restore'),
      body: GroupRestoration,
      answer: GroupChanged,
    },
    async ({ db, actor, subject: group, body }) => {
      const { done, consequences } = await restoreGroup(db, actor, group, body)
      return body.dryRun ? { dryRun: body.dryRun, consequences } : done
    },
  ),
  route(
    'GET /groups/:id/links',
    'groups.read',
    { about: 'Lists the links a group had before, which redirect to it.', subject, answer: GroupLinks },
    ({ db, subject: group }) => listRetiredLinks(db, group.id),
  ),
  route(
    'DELETE /groups/:id/links/:link',
    'groups.delete',
    {
      about: 'Frees a retired link, so that another group may have it.',
      subject: retiredLink,
      may: inGroup('groups.delete'),
      answer: z.void(),
      status: 204,
    },
    ({ db, actor, subject: group, params }) => freeLink(db, actor, group.id, params.link ?? ''),
  ),
  route(
    'GET /groups/:id/access',
    'groups.read',
    { about: 'Says who sees the clients of a group, and why.', subject, answer: GroupAudience },
    ({ db, actor, subject: group }) => getGroupAudience(db, actor, group.id),
  ),
  route(
    'GET /groups/:id/history',
    'audit.read',
    {
      about: 'Lists what happened to a group and its members, newest first.',
      subject,
      may: inGroup('audit.read'),
      query: HistoryQuery,
      answer: HistoryPage,
    },
    ({ db, actor, subject: group, query }) => listHistory(db, actor, group.id, query),
  ),
]

const ofMembers: Route[] = [
  route(
    'GET /groups/:id/members',
    'groups.read',
    {
      about: 'Lists the members of a group, by name.',
      subject,
      query: GroupMemberQuery,
      answer: GroupMemberPage,
    },
    ({ db, actor, subject: group, query }) => listGroupMembers(db, actor, group.id, query),
  ),
  route(
    'POST /groups/:id/members',
    'groups.set-members',
    {
      about: 'Puts members in a group.',
      subject,
      may: inGroup('groups.set-members'),
      body: MembersAddition,
      answer: MembersAdded,
    },
    ({ db, actor, subject: group, body }) => addMembers(db, actor, group, body),
  ),
  route(
    'POST /groups/:id/members/removal',
    'groups.set-members',
    {
      about: 'Takes members out of a group; who would be left without one needs a choice.',
      subject,
      may: inGroup('groups.set-members'),
      body: MembersRemoval,
      answer: MembersRemoved,
    },
    ({ db, actor, subject: group, body }) => removeMembers(db, actor, group, body),
  ),
  route(
    'PATCH /groups/:id/members/:memberId',
    'groups.set-members',
    {
      about: 'Sets the priority of a member of a group, and when their membership ends.',
      subject: held,
      may: (actor, { group }) => mayInGroup(actor, 'groups.set-members', group.id),
      body: MembershipChange,
      answer: GroupMember,
    },
    ({ db, actor, subject: { group, member }, body }) => changeMembership(db, actor, group, member, body),
  ),
  route(
    'PUT /groups/:id/members/roles',
    'groups.set-roles',
    {
      about: 'Gives members of a group a group role, or takes it.',
      subject,
      may: inGroup('groups.set-roles'),
      body: GroupRolesChange,
      answer: GroupRolesChanged,
    },
    ({ db, actor, subject: group, body }) => changeGroupRoles(db, actor, group, body),
  ),
]

export const routes: Route[] = [...ofGroups, ...ofMembers]
