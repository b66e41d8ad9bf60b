import type { Member } from '../../../access/actor.ts'
import { blocksFor, groupsFor } from '../../../access/visibility.ts'
import { record } from '../../../events/record.ts'
import type { Db } from '../../../kit/db.ts'
import { invalid, Problem, unknownId } from '../../../kit/errors.ts'
import { newId } from '../../../kit/id.ts'
import { minuteOf } from '../../../kit/minutes.ts'
import { everOccurs, recurrenceFault } from '../../../kit/recurrence.ts'
import { say, type Sentence } from '../../../kit/sentence.ts'
import { mayBlock } from '../queries/blocks.ts'
import { findTended } from '../queries/hours.ts'
import type { Block, NewBlock } from '../schema.ts'

/**
 * Keeps clients from booking, at once or again and again. @returns the id.
 * @throws Problem `invalid` for a repetition that is none; `forbidden` where the actor may not at this level, of this group or member.
 */
export async function addBlock(db: Db, actor: Member, block: NewBlock): Promise<string> {
  const fault = repetitionFault(block)
  if (fault) throw invalid([{ pointer: '/rrule', detail: fault }])
  const { level, groupId = null, memberId = null } = block
  if (groupId !== null) await checkGroup(db, actor, groupId)
  const member = memberId === null ? undefined : await findTended(db, actor, { id: memberId })
  if (memberId !== null && !member) throw unknownId('/memberId')
  if (!mayBlock(actor, { level, groupId, isTended: member?.isTended ?? false }))
    throw new Problem('forbidden', say('Your role does not allow this here.'))

  const id = newId()
  await db
    .insertInto('block')
    .values({
      ...block,
      organizationId: actor.organizationId,
      id,
      groupId,
      memberId,
      startsAt: new Date(block.startsAt),
      endsAt: new Date(block.endsAt),
      createdBy: actor.memberId,
    })
    .execute()
  await record(db, actor, 'block.added', factsOf({ id, ...block, groupId, memberId }))
  return id
}

/** As blocks may begin in the years until then, nobody looks at one further on. */
const end = minuteOf(new Date(Date.UTC(2100, 0, 1)))

function repetitionFault({ startsAt, endsAt, timeZone, rrule }: NewBlock): Sentence | undefined {
  if (rrule === null) return undefined
  const fault = recurrenceFault(rrule)
  if (fault) return fault
  const block = { startsAt: new Date(startsAt), endsAt: new Date(endsAt), timeZone, rrule }
  return everOccurs(block, end)
    ? undefined
    : say('By this repetition the block never comes. Change it, or leave it out.')
}

/** Deleted, foreign and unknown groups are refused alike. */
async function checkGroup(db: Db, actor: Member, groupId: string): Promise<void> {
  const group = await db
    .selectFrom('group')
    .where(groupsFor(actor))
    .where('group.id', '=', groupId)
    .where('group.deletedAt', 'is', null)
    .select('group.id')
    .executeTakeFirst()
  if (!group) throw unknownId('/groupId')
}

export async function removeBlock(db: Db, actor: Member, block: Block): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('block')
    .where(blocksFor(actor))
    .where('block.id', '=', block.id)
    .executeTakeFirst()
  if (numDeletedRows > 0n) await record(db, actor, 'block.removed', factsOf(block))
}

type Told = Pick<
  Block,
  'id' | 'level' | 'groupId' | 'memberId' | 'startsAt' | 'endsAt' | 'timeZone' | 'rrule'
>

/** Without the title: what somebody is away for is not for the log. */
const factsOf = ({ id, level, groupId, memberId, startsAt, endsAt, timeZone, rrule }: Told) => ({
  groupId,
  ...(memberId !== null && { memberId }),
  data: { blockId: id, level, startsAt, endsAt, timeZone, rrule },
})
