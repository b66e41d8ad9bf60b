import { sql } from 'kysely'
import type { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import { meetingsFor } from '../../../access/visibility.ts'
import { record } from '../../../events/record.ts'
import type { Db } from '../../../kit/db.ts'
import { linkTaken, Problem, violatedUnique } from '../../../kit/errors.ts'
import { newId } from '../../../kit/id.ts'
import { say } from '../../../kit/sentence.ts'
import { getMeetingType } from '../queries/list.ts'
import { changesIn } from '../rules.ts'
import type {
  MeetingTypeChange,
  MeetingTypeDeleted,
  MeetingTypeDeletion,
  MeetingTypeItem,
  NewMeetingType,
} from '../schema.ts'
import { checkHosts, nameHosts } from './hosts.ts'

/** Creates a meeting type with its hosts. @returns its id. */
export async function createMeetingType(
  db: Db,
  actor: Member,
  { memberIds, groupIds, ...settings }: z.output<typeof NewMeetingType>,
): Promise<string> {
  await checkHosts(db, actor, { memberIds, groupIds })
  const id = newId()
  const { organizationId, memberId } = actor
  const values = { organizationId, id, createdBy: memberId, ...columnsOf(settings) }
  await refusingTakenLinks(() => db.insertInto('meetingType').values(values).execute())
  await record(db, actor, 'meeting_type.created', { data: { meetingTypeId: id, name: settings.name } })
  await nameHosts(db, actor, id, { memberIds, groupIds })
  return id
}

/** @throws Problem `version_mismatch` with the type as it is, when it changed since the version that was read. */
export async function changeMeetingType(
  db: Db,
  actor: Member,
  type: MeetingTypeItem,
  change: z.output<typeof MeetingTypeChange>,
  ifMatch: number | undefined,
): Promise<void> {
  if (ifMatch !== undefined && ifMatch !== type.version) throw changedMeanwhile(type)
  const changes = changesIn(type, change)
  if (Object.keys(changes).length === 0) return
  const after = Object.fromEntries(Object.entries(changes).map(([field, each]) => [field, each.after]))
  const { numUpdatedRows } = await refusingTakenLinks(() =>
    db
      .updateTable('meetingType')
      .set({ ...columnsOf(after), version: sql`version + 1` })
      .where('id', '=', type.id)
      .$if(ifMatch !== undefined, query => query.where('version', '=', type.version))
      .executeTakeFirst(),
  )
  // Somebody was faster between reading and writing.
  if (numUpdatedRows === 0n) throw changedMeanwhile((await getMeetingType(db, actor, type.id)) ?? type)
  await record(db, actor, 'meeting_type.changed', { data: { meetingTypeId: type.id, changes } })
}

/** Takes the type out of every picker and frees its link. Meetings that were booked stay, and are counted. */
export async function deleteMeetingType(
  db: Db,
  actor: Member,
  type: MeetingTypeItem,
  { dryRun = false }: z.output<typeof MeetingTypeDeletion>,
): Promise<z.input<typeof MeetingTypeDeleted>> {
  const { count } = await db
    .selectFrom('meeting')
    .where(meetingsFor(actor))
    .where('meetingTypeId', '=', type.id)
    .where('status', 'in', ['scheduled', 'live'])
    .where(sql<boolean>`ends_at > now()`)
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (!dryRun) {
    await db
      .updateTable('meetingType')
      .set({ deletedAt: sql`now()`, version: sql`version + 1` })
      .where('id', '=', type.id)
      .execute()
    await record(db, actor, 'meeting_type.deleted', { data: { meetingTypeId: type.id } })
  }
  return { upcomingMeetings: count, dryRun }
}

const changedMeanwhile = (current: MeetingTypeItem) =>
  new Problem('version_mismatch', say('Look at what changed, then decide which to keep.'), {
    more: { current },
  })

/** Settings as the table has them. */
function columnsOf<S extends z.output<typeof MeetingTypeChange>>({ place, active, questions, ...rest }: S) {
  return {
    ...rest,
    ...(place && { placeKind: place.kind, place: place.text }),
    ...(active !== undefined && { disabledAt: active ? null : new Date() }),
    ...(questions && { questions: JSON.stringify(questions) }),
  }
}

async function refusingTakenLinks<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    throw violatedUnique(error) === 'meeting_type_link' ? linkTaken() : error
  }
}
