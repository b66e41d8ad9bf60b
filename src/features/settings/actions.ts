import { sql } from 'kysely'
import type { z } from 'zod'
import type { Member } from '../../access/actor.ts'
import { type Changed, withConsequences } from '../../access/consequences.ts'
import { record } from '../../events/record.ts'
import type { Db } from '../../kit/db.ts'
import { Problem } from '../../kit/errors.ts'
import { say } from '../../kit/sentence.ts'
import { getOrganization, listUngroupedIds } from './queries.ts'
import type { Organization, OrganizationChange } from './schema.ts'

/**
 * Changes the organisation's settings, or rehearses it.
 * @param version what was read, where the caller says so: another's change in between is not overwritten.
 */
export async function changeOrganization(
  db: Db,
  actor: Member,
  { dryRun, ...change }: z.output<typeof OrganizationChange>,
  version: number | undefined,
): Promise<Changed<Organization>> {
  await sql`select from app.organization where id = ${actor.organizationId} for no key update`.execute(db)
  const present = await getOrganization(db)
  if (version !== undefined && version !== present.version)
    throw new Problem(
      'version_mismatch',
      say('Somebody else changed the settings meanwhile. Look at them, then try again.'),
      {
        more: { current: present },
      },
    )
  const fields = Object.entries(change).filter(
    ([name, value]) => present[name as keyof typeof change] !== value,
  )
  // The only setting that changes who sees what, and for whom.
  const memberIds = change.ungroupedOperations ? await listUngroupedIds(db) : []
  return withConsequences(db, actor, { memberIds, dryRun }, async () => {
    if (fields.length === 0) return present
    await db
      .updateTable('organization')
      .set({ ...Object.fromEntries(fields), version: present.version + 1 })
      .where('id', '=', actor.organizationId)
      .execute()
    await record(db, actor, 'organization.changed', { data: { fields: fields.map(([name]) => name) } })
    return getOrganization(db)
  })
}
