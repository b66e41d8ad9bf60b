import { type Member, mayInGroup } from '../../access/actor.ts'
import type { Permission } from '../../access/matrix.ts'
import { type Route, route } from '../../http/route.ts'
import type { Db } from '../../kit/db.ts'
import { notFound } from '../../kit/errors.ts'
import { getGroup } from '../groups/queries/list.ts'
import type { GroupItem } from '../groups/schema.ts'
import { getMember } from '../members/queries/list.ts'
import { addTypesToGroup, removeTypesFromGroup } from './actions/groups.ts'
import { setHosts } from './actions/hosts.ts'
import { changeMeetingType, createMeetingType, deleteMeetingType } from './actions/meeting-types.ts'
import { getHosts, listHostedBy } from './queries/hosts.ts'
import { getMeetingType, listMeetingTypes } from './queries/list.ts'
import {
  GroupMeetingTypeQuery,
  GroupMeetingTypesAdded,
  GroupMeetingTypesAddition,
  GroupMeetingTypesRemoval,
  GroupMeetingTypesRemoved,
  HostsChange,
  HostsChanged,
  MeetingTypeChange,
  MeetingTypeDeleted,
  MeetingTypeDeletion,
  MeetingTypeHosts,
  MeetingTypeItem,
  MeetingTypePage,
  MeetingTypeQuery,
  MemberMeetingTypes,
  NewMeetingType,
} from './schema.ts'

type Params = Record<string, string>
const subject = (db: Db, actor: Member, { id }: Params) => getMeetingType(db, actor, id ?? '')
const group = (db: Db, actor: Member, { id }: Params) => getGroup(db, actor, id ?? '')
const member = (db: Db, actor: Member, { id }: Params) => getMember(db, actor, id ?? '')
const mayWrite = (_actor: Member, type: MeetingTypeItem) => type.may.update
const inGroup =
  (permission: Permission) =>
  (actor: Member, { id }: GroupItem) =>
    mayInGroup(actor, permission, id)

async function present(db: Db, actor: Member, id: string): Promise<MeetingTypeItem> {
  const type = await getMeetingType(db, actor, id)
  if (!type) throw notFound()
  return type
}

const ofMeetingTypes: Route[] = [
  route(
    'GET /meeting-types',
    'meeting-types.read',
    {
      about: 'Lists the meeting types you may read, by name.',
      query: MeetingTypeQuery,
      answer: MeetingTypePage,
    },
    ({ db, actor, query }) => listMeetingTypes(db, actor, query),
  ),
  route(
    'POST /meeting-types',
    'meeting-types.write',
    {
      about: 'Creates a meeting type with its hosts; as manager of a group, with that group.',
      body: NewMeetingType,
      answer: MeetingTypeItem,
      status: 201,
    },
    async ({ db, actor, body }) => present(db, actor, await createMeetingType(db, actor, body)),
  ),
  route(
    'GET /meeting-types/:id',
    'meeting-types.read',
    { about: 'Reads a meeting type.', subject, answer: MeetingTypeItem },
    async ({ subject: type }) => type,
  ),
  route(
    'PATCH /meeting-types/:id',
    'meeting-types.write',
    {
      about: 'Changes a meeting type; with If-Match, only if nobody changed it since it was read.',
      subject,
      may: mayWrite,
      body: MeetingTypeChange,
      answer: MeetingTypeItem,
    },
    async ({ db, actor, subject: type, body, ifMatch }) => {
      await changeMeetingType(db, actor, type, body, ifMatch)
      return present(db, actor, type.id)
    },
  ),
  route(
    'DELETE /meeting-types/:id',
    'meeting-types.write',
    {
      about: 'Deletes a meeting type; its meetings stay.',
      subject,
      may: mayWrite,
      query: MeetingTypeDeletion,
      answer: MeetingTypeDeleted,
    },
    ({ db, actor, subject: type, query }) => deleteMeetingType(db, actor, type, query),
  ),
  route(
    'GET /meeting-types/:id/hosts',
    'meeting-types.read',
    {
      about: 'Says who can host a meeting type, and by which routes.',
      subject,
      answer: MeetingTypeHosts,
    },
    ({ db, actor, subject: type }) => getHosts(db, actor, type.id),
  ),
  route(
    'PUT /meeting-types/:id/hosts',
    'meeting-types.write',
    {
      about:
        'Says which members and groups host a meeting type; with If-Match, only if nobody changed that since it was read.',
      subject,
      may: mayWrite,
      body: HostsChange,
      answer: HostsChanged,
    },
    ({ db, actor, subject: type, body, ifMatch }) => setHosts(db, actor, type, body, ifMatch),
  ),
]

const ofGroups: Route[] = [
  route(
    'GET /groups/:id/meeting-types',
    'groups.read',
    {
      about: 'Lists the meeting types that the members of a group host, by name.',
      subject: group,
      query: GroupMeetingTypeQuery,
      answer: MeetingTypePage,
    },
    ({ db, actor, subject: { id }, query }) => listMeetingTypes(db, actor, { ...query, groupId: id }),
  ),
  route(
    'POST /groups/:id/meeting-types',
    'groups.set-meeting-types',
    {
      about: 'Lets the members of a group host meeting types.',
      subject: group,
      may: inGroup('groups.set-meeting-types'),
      body: GroupMeetingTypesAddition,
      answer: GroupMeetingTypesAdded,
    },
    ({ db, actor, subject: each, body }) => addTypesToGroup(db, actor, each, body),
  ),
  route(
    'POST /groups/:id/meeting-types/removal',
    'groups.set-meeting-types',
    {
      about: 'Takes meeting types from a group.',
      subject: group,
      may: inGroup('groups.set-meeting-types'),
      body: GroupMeetingTypesRemoval,
      answer: GroupMeetingTypesRemoved,
    },
    ({ db, actor, subject: each, body }) => removeTypesFromGroup(db, actor, each, body),
  ),
]

const ofMembers: Route[] = [
  route(
    'GET /members/:id/meeting-types',
    'members.read',
    {
      about: 'Lists the meeting types that a member can host, and by which routes.',
      subject: member,
      answer: MemberMeetingTypes,
    },
    ({ db, actor, subject: { id } }) => listHostedBy(db, actor, id),
  ),
]

export const routes: Route[] = [...ofMeetingTypes, ...ofGroups, ...ofMembers]
