import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import { type Member, mayInGroup } from '../../../access/actor.ts'
import type { Permission } from '../../../access/matrix.ts'
import { clientsFor, groupsFor, meetingTypesFor, membersFor } from '../../../access/visibility.ts'
import { pageOf, placeAt } from '../../../kit/cursor.ts'
import type { Db } from '../../../kit/db.ts'
import { containing } from '../../../kit/search.ts'
import { unexpired } from '../../members/queries/list.ts'
import { isRestorable } from '../rules.ts'
import type { GroupItem, GroupPage, GroupQuery } from '../schema.ts'

const readable = (db: Db, actor: Member) => db.selectFrom('group').where(groupsFor(actor))

function filtered(db: Db, actor: Member, { search, deleted }: z.output<typeof GroupQuery>) {
  const rows = readable(db, actor).where('group.deletedAt', deleted ? 'is not' : 'is', null)
  return search ? rows.where(containing('group.search', search)) : rows
}

/** Counts are of what the viewer may read: a number tells nothing of what is behind the wall. */
const rowsOf = (rows: ReturnType<typeof readable>, actor: Member) =>
  rows.select([
    'group.id',
    'group.name',
    'group.description',
    'group.parentId',
    'group.membersSeeBelow',
    'group.bookable',
    'group.policy',
    'group.dayLimit',
    'group.weekLimit',
    'group.createdAt',
    'group.deletedAt',
    'group.version',
    'group.search',
    sql<string>`(select link from app.group_link current where current.organization_id = "group".organization_id
      and current.group_id = "group".id and current.retired_at is null)`.as('link'),
    sql<number>`(select count(*) from app.membership held
        join app.member on member.organization_id = held.organization_id and member.id = held.member_id
       where held.organization_id = "group".organization_id and held.group_id = "group".id
         and ${unexpired('held')} and member.status <> 'removed' and ${membersFor(actor)})`.as('members'),
    sql<number>`(select count(*) from app.meeting_type_group named
        join app.meeting_type on meeting_type.organization_id = named.organization_id and meeting_type.id = named.meeting_type_id
       where named.organization_id = "group".organization_id and named.group_id = "group".id and ${meetingTypesFor(actor)})`.as(
      'meetingTypes',
    ),
    sql<number>`(select count(*) from app.group_flow offered where offered.organization_id = "group".organization_id
      and offered.group_id = "group".id)`.as('flows'),
    sql<number>`(select count(*) from app.client where client.group_id = "group".id and ${clientsFor(actor)})`.as(
      'clients',
    ),
  ])

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]

function itemOf(actor: Member, now: Date, row: Row): GroupItem {
  const { id, parentId, search: _, policy, ...rest } = row
  const live = row.deletedAt === null
  const may = (permission: Permission) => mayInGroup(actor, permission, id)
  // A group may have a parent that is not theirs to know.
  const knowsParent =
    mayInGroup(actor, 'groups.read', parentId) || actor.knownGroupIds.includes(parentId ?? '')
  return {
    ...rest,
    id,
    parentId: knowsParent ? parentId : null,
    policy: policy as GroupItem['policy'],
    createdAt: row.createdAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
    may: {
      update: live && may('groups.update'),
      setMembers: live && may('groups.set-members'),
      setRoles: live && may('groups.set-roles'),
      setMeetingTypes: live && may('groups.set-meeting-types'),
      delete: live && may('groups.delete'),
      restore: row.deletedAt !== null && may('groups.restore') && isRestorable(row.deletedAt, now),
    },
  }
}

/** A page of the groups whose name the actor may know, by name: the live ones, or the deleted ones. */
export async function listGroups(
  db: Db,
  actor: Member,
  query: z.output<typeof GroupQuery>,
): Promise<z.input<typeof GroupPage>> {
  const after = placeAt(query.cursor)
  let found = rowsOf(filtered(db, actor, query), actor)
  if (after)
    found = found.where(sql<SqlBool>`("group".search, "group".id) > (${after[0]}, ${after[1]}::uuid)`)
  const rows = await found
    .orderBy('group.search')
    .orderBy('group.id')
    .limit(query.limit + 1)
    .execute()
  const { count } = await filtered(db, actor, query)
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const { page, next } = pageOf(rows, query.limit, row => [row.search, row.id])
  const now = new Date()
  return { items: page.map(row => itemOf(actor, now, row)), next, count }
}

/** @returns undefined for a group that is absent or out of sight, alike; a deleted one is there for those who know it. */
export async function getGroup(db: Db, actor: Member, id: string): Promise<GroupItem | undefined> {
  const row = await rowsOf(readable(db, actor).where('group.id', '=', id), actor).executeTakeFirst()
  return row && itemOf(actor, new Date(), row)
}
