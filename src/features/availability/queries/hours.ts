import { sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import { meetingTypesFor, membersFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { defaultWeekly } from '../rules.ts'
import type { OpenHours } from '../schema.ts'

/** A member whom the actor may read, and whether they may arrange when that member can be booked. */
export type Tended = { id: string; name: string; isTended: boolean }

/** Undefined for a member who is absent, gone or out of sight, alike. */
export const findTended = (
  db: Db,
  actor: Member,
  { id = '' }: Record<string, string>,
): Promise<Tended | undefined> =>
  db
    .selectFrom('member')
    .where('member.id', '=', id)
    .where('member.status', '<>', 'removed')
    .where(membersFor(actor))
    .select(['member.id', 'member.name'])
    .select(sql<boolean>`${membersFor(actor, 'availability.write')}`.as('isTended'))
    .executeTakeFirst()

/** Those of the meeting types that the actor may read. */
export async function readableTypes(db: Db, actor: Member, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('meetingType')
    .where(meetingTypesFor(actor))
    .where(sql<boolean>`meeting_type.id = any (${ids}::uuid[])`)
    .select('meetingType.id')
    .execute()
  return new Set(rows.map(row => row.id))
}

/** As they are kept, with hours of types that the actor may not read. */
export async function getStoredHours(db: Db, actor: Member, memberId: string): Promise<OpenHours> {
  const stored = await db
    .selectFrom('openHours')
    .innerJoin('member', join =>
      join
        .onRef('member.organizationId', '=', 'openHours.organizationId')
        .onRef('member.id', '=', 'openHours.memberId'),
    )
    .where('openHours.memberId', '=', memberId)
    .where(membersFor(actor, 'availability.write'))
    .select(['timeZone', 'weekly', 'overrides', 'typeHours', 'dayLimit', 'weekLimit', 'version'])
    .executeTakeFirst()
  if (stored) return { memberId, ...stored, isDefault: false } as OpenHours
  const { timeZone } = await db
    .selectFrom('organization')
    .where('id', '=', actor.organizationId)
    .select('timeZone')
    .executeTakeFirstOrThrow()
  const nothing = { overrides: [], typeHours: [], dayLimit: null, weekLimit: null }
  return { memberId, timeZone, weekly: defaultWeekly, ...nothing, isDefault: true, version: 0 }
}

export async function getOpenHours(db: Db, actor: Member, memberId: string): Promise<OpenHours> {
  const stored = await getStoredHours(db, actor, memberId)
  const ids = stored.typeHours.map(each => each.meetingTypeId)
  const readable = await readableTypes(db, actor, ids)
  return { ...stored, typeHours: stored.typeHours.filter(each => readable.has(each.meetingTypeId)) }
}
