import { sql } from 'kysely'
import { type Db, rehearse } from '../kit/db.ts'
import type { Member } from './actor.ts'
import type { Consequences, OnUngroup } from './shapes.ts'
import { meetingTypesFor, membersFor } from './visibility.ts'

/** What a change of access is about: members whose sight it may change, and whether it is only to be rehearsed. */
export type Scope = { memberIds: readonly string[]; dryRun: boolean | undefined }
/** The same where some would be left without a group (rule 2), and what their actor chose for them. */
export type UngroupingScope = Scope & { ungroupedIds: readonly string[]; onUngroup: OnUngroup | undefined }
export type Changed<T> = { done: T; consequences: Consequences }

type Choice = Consequences['ungrouped'][number]['choices'][number]
type Difference = {
  memberId: string
  gained: number
  lost: number
  gainedMeetings: number
  lostMeetings: number
}

/**
 * Makes a change, or rehearses it and takes it back, and says what it does to who sees what: so that a dry run and the
 * change answer the same. Everybody counts; only members whom the actor may read are named.
 */
export async function withConsequences<T>(
  db: Db,
  actor: Member,
  { memberIds, dryRun }: Scope,
  change: () => Promise<T>,
): Promise<Changed<T>> {
  // Asked before: a member who is taken out of the actor's group is out of sight afterwards.
  const names = await readableNames(db, actor, memberIds)
  const bookable = await bookableTypes(db, actor)
  const changeAndLook = async () => {
    const { done, differences } = await compare(db, memberIds, change)
    const unbookable = await hostless(db, bookable)
    return { done, consequences: { ...told(differences, names), unbookable, ungrouped: [] } }
  }
  return dryRun ? rehearse(db, changeAndLook) : changeAndLook()
}

/**
 * The same for a change that leaves members without a group: says besides what each choice would add or take for each of
 * them. Without a choice it is rehearsed as `own_only`, which adds nothing.
 */
export async function withUngrouping<T>(
  db: Db,
  actor: Member,
  scope: UngroupingScope,
  change: (onUngroup: OnUngroup) => Promise<T>,
): Promise<Changed<T>> {
  const ungrouped = await choicesFor(db, actor, scope.ungroupedIds, change)
  const { done, consequences } = await withConsequences(db, actor, scope, () =>
    change(scope.onUngroup ?? 'own_only'),
  )
  return { done, consequences: { ...consequences, ungrouped } }
}

/** Choices an actor may make for members whom a change leaves without a group, besides naming another group. */
export const choicesOf = (actor: Member): Choice['onUngroup'][] =>
  actor.role === 'admin' ? ['own_only', 'see_all', 'make_limited'] : ['own_only']

async function choicesFor(
  db: Db,
  actor: Member,
  ungroupedIds: readonly string[],
  change: (onUngroup: OnUngroup) => Promise<unknown>,
): Promise<Consequences['ungrouped']> {
  if (ungroupedIds.length === 0) return []
  const names = await readableNames(db, actor, ungroupedIds)
  const choices = new Map<string, Choice[]>()
  for (const onUngroup of choicesOf(actor)) {
    const { differences } = await rehearse(db, () => compare(db, ungroupedIds, () => change(onUngroup)))
    const by = new Map(differences.map(difference => [difference.memberId, difference]))
    for (const memberId of ungroupedIds) {
      const { gained = 0, lost = 0 } = by.get(memberId) ?? {}
      choices.set(memberId, [...(choices.get(memberId) ?? []), { onUngroup, gained, lost }])
    }
  }
  return [...names].map(([memberId, name]) => ({ memberId, name, choices: choices.get(memberId) ?? [] }))
}

async function compare<T>(db: Db, memberIds: readonly string[], change: () => Promise<T>) {
  const before = await sightsOf(db, memberIds)
  const done = await change()
  const after = await sightsOf(db, memberIds)
  const { rows } = await sql<Difference>`
    select member_id, gained, lost, gained_meetings, lost_meetings from app.sight_changes(${memberIds}::uuid[], ${before}::text[], ${after}::text[])`.execute(
    db,
  )
  return { done, differences: rows }
}

/** Sights as text, in the order of the ids: what they reach is compared, and told apart, by the database. */
async function sightsOf(db: Db, memberIds: readonly string[]): Promise<(string | null)[]> {
  const { rows } = await sql<{ sight: string | null }>`
    select app.member_sight(asked.id)::text as sight
      from unnest(${memberIds}::uuid[]) with ordinality as asked (id, place) order by place`.execute(db)
  return rows.map(row => row.sight)
}

/** In the order of a list of members. */
async function readableNames(
  db: Db,
  actor: Member,
  memberIds: readonly string[],
): Promise<Map<string, string>> {
  if (memberIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('member')
    .select(['id', 'name'])
    .where(membersFor(actor))
    .where(sql<boolean>`member.id = any (${memberIds}::uuid[])`)
    .orderBy('search')
    .orderBy('id')
    .execute()
  return new Map(rows.map(row => [row.id, row.name]))
}

/** Active meeting types that somebody can host, as far as the actor may read them, by name. */
const bookableTypes = (db: Db, actor: Member): Promise<{ id: string; name: string }[]> =>
  db
    .selectFrom('meetingType')
    .select(['id', 'name'])
    .where(meetingTypesFor(actor))
    .where('disabledAt', 'is', null)
    .where(sql<boolean>`id not in (select app.hostless_meeting_type_ids())`)
    .orderBy('search')
    .orderBy('id')
    .execute()

async function hostless(
  db: Db,
  types: readonly { id: string; name: string }[],
): Promise<Consequences['unbookable']> {
  if (types.length === 0) return []
  const { rows } = await sql<{ id: string }>`select id from app.hostless_meeting_type_ids() as id`.execute(db)
  const without = new Set(rows.map(row => row.id))
  return types.flatMap(({ id, name }) => (without.has(id) ? [{ meetingTypeId: id, name }] : []))
}

type Seen = { clients: number; meetings: number }

function told(differences: Difference[], names: Map<string, string>) {
  const side = (seenIn: (difference: Difference) => Seen) => {
    const concerned = differences.filter(each => seenIn(each).clients > 0 || seenIn(each).meetings > 0)
    const by = new Map(concerned.map(each => [each.memberId, seenIn(each)]))
    return {
      named: [...names].flatMap(([memberId, name]) => {
        const seen = by.get(memberId)
        return seen ? [{ memberId, name, ...seen }] : []
      }),
      others: concerned.filter(each => !names.has(each.memberId)).length,
    }
  }
  const gain = side(each => ({ clients: each.gained, meetings: each.gainedMeetings }))
  const loss = side(each => ({ clients: each.lost, meetings: each.lostMeetings }))
  return { gains: gain.named, losses: loss.named, othersGain: gain.others, othersLose: loss.others }
}
