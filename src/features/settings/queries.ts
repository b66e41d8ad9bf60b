import { sql } from 'kysely'
import {
  cellOf,
  type Column,
  type Condition,
  conditions,
  groupRoles,
  otherActors,
  permissions,
  roles,
} from '../../access/matrix.ts'
import type { Db } from '../../kit/db.ts'
import type { Organization } from './schema.ts'

/** Operations members who were never put in a group, and so see more than a group's clients. */
export async function listUngroupedIds(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('member')
    .select('member.id')
    .where('role', '=', 'operations')
    .where('sight', '=', 'organization')
    .where('status', '=', 'active')
    .where(
      sql<boolean>`not exists (select from app.membership held where held.organization_id = member.organization_id
        and held.member_id = member.id and (held.expires_at is null or held.expires_at > now()))`,
    )
    .execute()
  return rows.map(row => row.id)
}

/** Members whom the actor may not read are not counted among the ungrouped. */
export async function getOrganization(db: Db): Promise<Organization> {
  const organization = await db
    .selectFrom('organization')
    .select([
      'id',
      'name',
      'timeZone',
      'language',
      'color',
      'contact',
      'ungroupedOperations',
      'groupsManagedBy',
      'version',
    ])
    .where('id', '=', sql<string>`(select app.organization_id())`)
    .executeTakeFirstOrThrow()
  const ungroupedMembers = (await listUngroupedIds(db)).length
  return { ...organization, ungroupedMembers } as Organization
}

/** The table of permissions, as it is: a cell's condition in words. */
export function roleTable() {
  const columns: Column[] = [...roles, ...groupRoles.map(role => `group_${role}` as const), ...otherActors]
  const words = (condition: Condition | undefined) => (condition ? conditions[condition] : null)
  const cellIn = (permission: (typeof permissions)[number]) => (column: Column) => {
    const { reach, condition } = cellOf(permission, column)
    return { reach, condition: words(condition) }
  }
  return {
    columns,
    rows: permissions.map(permission => ({ permission, cells: columns.map(cellIn(permission)) })),
  }
}
