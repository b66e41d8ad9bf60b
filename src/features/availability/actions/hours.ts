import { isDeepStrictEqual } from 'node:util'
import { type SqlBool, sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import { record } from '../../../events/record.ts'
import type { Db } from '../../../kit/db.ts'
import { invalid, Problem } from '../../../kit/errors.ts'
import { say } from '../../../kit/sentence.ts'
import { getOpenHours, getStoredHours, readableTypes } from '../queries/hours.ts'
import { hoursFaults, tidyHours } from '../rules.ts'
import type { OpenHours, OpenHoursChange } from '../schema.ts'

const fields = ['timeZone', 'weekly', 'overrides', 'typeHours', 'dayLimit', 'weekLimit'] as const

/**
 * Sets when a member whom the actor tends can be booked. Hours of types that the actor may not read stay as they are.
 * @throws Problem `invalid` for intervals that overlap; `version_mismatch` with the hours as they are.
 */
export async function setOpenHours(
  db: Db,
  actor: Member,
  memberId: string,
  given: OpenHoursChange,
  ifMatch: number | undefined,
): Promise<void> {
  const faults = hoursFaults(given)
  if (faults.length > 0) throw invalid(faults)
  const stored = await getStoredHours(db, actor, memberId)
  const changedMeanwhile = async () =>
    new Problem('version_mismatch', say('Look at what changed, then decide which to keep.'), {
      more: { current: await getOpenHours(db, actor, memberId) },
    })
  if (ifMatch !== undefined && ifMatch !== stored.version) throw await changedMeanwhile()

  const hours = await withHiddenTypes(db, actor, tidyHours(given), stored)
  const changed = fields.filter(field => !isDeepStrictEqual(hours[field], stored[field]))
  if (changed.length === 0 && !stored.isDefault) return
  const values = {
    ...hours,
    weekly: JSON.stringify(hours.weekly),
    overrides: JSON.stringify(hours.overrides),
    typeHours: JSON.stringify(hours.typeHours),
  }
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('openHours')
    .values({ organizationId: actor.organizationId, memberId, ...values })
    .onConflict(conflict =>
      conflict
        .columns(['organizationId', 'memberId'])
        .doUpdateSet({ ...values, version: sql`open_hours.version + 1`, updatedAt: sql`now()` })
        // Somebody was faster between reading and writing.
        .where(sql<SqlBool>`${ifMatch ?? null}::integer is null or open_hours.version = ${stored.version}`),
    )
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) throw await changedMeanwhile()
  await record(db, actor, 'availability.changed', { memberId, data: { changed } })
}

/** @throws Problem `invalid` for types that the actor may not read, deleted and unknown ones alike. */
async function withHiddenTypes(
  db: Db,
  actor: Member,
  hours: OpenHoursChange,
  stored: OpenHours,
): Promise<OpenHoursChange> {
  const given = hours.typeHours.map(each => each.meetingTypeId)
  const kept = stored.typeHours.map(each => each.meetingTypeId)
  const readable = await readableTypes(db, actor, [...given, ...kept])
  const unknown = given.flatMap((id, at) => (readable.has(id) ? [] : [at]))
  if (unknown.length > 0)
    throw invalid(
      unknown.map(at => ({
        pointer: `/typeHours/${at}/meetingTypeId`,
        detail: say('Choose one from the list.'),
      })),
    )
  const hidden = stored.typeHours.filter(each => !readable.has(each.meetingTypeId))
  return { ...hours, typeHours: [...hours.typeHours, ...hidden] }
}
