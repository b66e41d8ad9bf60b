import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import { grantOf, type Member, mayInGroup } from '../../../access/actor.ts'
import { blocksFor, membersFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { dateOf, type Interval } from '../../../kit/minutes.ts'
import { occurrences } from '../../../kit/recurrence.ts'
import { intervalOf, spanOf } from '../../../kit/span.ts'
import type { Block, BlockList, BlockQuery, Level } from '../schema.ts'

const most = 1000
const mostDays = 400

const readable = (db: Db, actor: Member) =>
  db
    .selectFrom('block')
    .where(blocksFor(actor))
    .select([
      'block.id',
      'block.level',
      'block.groupId',
      'block.memberId',
      'block.title',
      'block.startsAt',
      'block.endsAt',
      'block.timeZone',
      'block.rrule',
      'block.createdAt',
    ])
    .select(
      sql<boolean>`exists (select from app.member where member.organization_id = block.organization_id
        and member.id = block.member_id and ${membersFor(actor, 'availability.write')})`.as('isTended'),
    )
type Row = Awaited<ReturnType<ReturnType<typeof readable>['execute']>>[number]

/** May the actor set or remove a block of this level? `isTended`: they arrange when the member of it can be booked. */
export function mayBlock(
  actor: Member,
  { level, groupId, isTended }: { level: string; groupId: string | null; isTended: boolean },
): boolean {
  if (level === 'organization') return grantOf(actor, 'availability.organization').reach === 'all'
  return level === 'group' ? mayInGroup(actor, 'availability.group', groupId) : isTended
}

function itemOf(actor: Member, row: Row, during: Interval | undefined): Block {
  return {
    id: row.id,
    level: row.level as Level,
    groupId: row.groupId,
    memberId: row.memberId,
    title: row.title,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    timeZone: row.timeZone,
    rrule: row.rrule,
    occurrences: during ? occurrences(row, during.start, during.end).slice(0, most).map(spanOf) : [],
    createdAt: row.createdAt.toISOString(),
    may: { remove: mayBlock(actor, row) },
  }
}

/** Blocks within the actor's sight, by their start; with a time, those of which an occurrence touches it. */
export async function listBlocks(
  db: Db,
  actor: Member,
  { level, groupId, memberId, from, to, timeZone }: BlockQuery,
): Promise<z.input<typeof BlockList>> {
  const during =
    from !== undefined && to !== undefined ? intervalOf({ from, to, timeZone }, mostDays) : undefined
  let found = readable(db, actor)
  if (level) found = found.where('block.level', '=', level)
  if (groupId) found = found.where('block.groupId', '=', groupId)
  if (memberId) found = found.where('block.memberId', '=', memberId)
  if (during) found = found.where(mayTouch(during))
  const rows = await found
    .orderBy('block.startsAt')
    .orderBy('block.id')
    .limit(most + 1)
    .execute()
  const items = rows
    .slice(0, most)
    .map(row => itemOf(actor, row, during))
    .filter(item => !during || item.occurrences.length > 0)
  return { items, capped: rows.length > most }
}

/** Those that repeat are looked at one by one. */
const mayTouch = ({ start, end }: Interval) => sql<SqlBool>`block.starts_at < ${dateOf(end)}
  and (block.rrule is not null or block.ends_at > ${dateOf(start)})`

/** The occurrences of one member's blocks that touch a time: of the organisation, of the member, of groups they are in. */
export async function listOccurrences(db: Db, actor: Member, memberId: string, during: Interval) {
  const rows = await readable(db, actor)
    .where(mayTouch(during))
    .where(
      sql<SqlBool>`(block.level = 'organization' or block.member_id = ${memberId} or block.group_id in (
        select held.group_id from app.membership held where held.organization_id = block.organization_id
           and held.member_id = ${memberId} and (held.expires_at is null or held.expires_at > now())))`,
    )
    .orderBy('block.startsAt')
    .orderBy('block.id')
    .limit(most)
    .execute()
  return rows
    .flatMap(row =>
      occurrences(row, during.start, during.end).map(interval => ({
        ...spanOf(interval),
        id: row.id,
        level: row.level as Level,
        groupId: row.groupId,
        title: row.title,
        repeats: row.rrule !== null,
        may: { remove: mayBlock(actor, row) },
      })),
    )
    .toSorted((one, other) => (one.startsAt < other.startsAt ? -1 : 1))
    .slice(0, most)
}

/** @returns undefined for a block that is absent or out of sight, alike. */
export async function getBlock(db: Db, actor: Member, id: string): Promise<Block | undefined> {
  const row = await readable(db, actor).where('block.id', '=', id).executeTakeFirst()
  return row && itemOf(actor, row, undefined)
}
