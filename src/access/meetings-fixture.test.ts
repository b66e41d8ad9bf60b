import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyone, type Person } from '../../db/fixture.ts'
import { type Caller, type Doors, openDoors, type Staff, staff } from '../../test/world/doors.ts'
import { enterAs } from '../../test/world.ts'
import { meetingsFor } from './visibility.ts'

/**
 * Hosts and the groups in whose reports each counts: m1 O1, G1 · m2 O2, G2 · m3 A, none · m4 O12, G1 and G2 · m5 L0, G2 ·
 * m6 O1, G1, waiting to be confirmed · m7 F, none, over.
 */
type MeetingName = keyof Staff['meetings']
const seenBy: Record<MeetingName, string> = {
  m1: 'A F M P O1 Q',
  m2: 'A F M P O2',
  m3: 'A F M P',
  m4: 'A F M P O12 Q',
  m5: 'A F M P L0',
  m6: '',
  m7: 'A F M P',
}
const changedBy: Record<MeetingName, string> = {
  m1: 'A M P O1 Q',
  m2: 'A M P O2',
  m3: 'A M P',
  m4: 'A M P O12 Q',
  m5: 'A M P L0',
  m6: '',
  m7: 'A M P F',
}
const names = Object.keys(seenBy) as MeetingName[]
type Table = Record<MeetingName, string>
const rowOf = (table: Table, person: Person) => names.filter(name => table[name].split(' ').includes(person))
const without = (table: Table, person: Person) =>
  Object.fromEntries(
    names.map(name => [
      name,
      table[name]
        .split(' ')
        .filter(each => each !== person)
        .join(' '),
    ]),
  ) as Table

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())

const callerOf = ({ callers, members }: Staff, person: Person) =>
  callers.find(({ member }) => member?.id === members[person]) as Caller

/** Under their names, in the table's order. */
const named = ({ meetings }: Staff, ids: readonly string[]) => {
  expect(new Set(ids).size, 'no meeting is listed twice').toBe(ids.length)
  const known = names.filter(name => ids.includes(meetings[name]))
  expect(known.length, 'no meeting is of somewhere else').toBe(ids.length)
  return known
}

/** What somebody may read and change, in every way there is to look or to try. */
async function reachOf(made: Staff, person: Person) {
  const caller = callerOf(made, person)
  const credential = {
    kind: 'job',
    organizationId: made.cast.organizationId,
    memberId: made.members[person],
  } as const
  const rows = async (permission?: 'meetings.change') => {
    const found = await enterAs(doors.server.app.program, credential, (db, actor) =>
      sql<{ id: string }>`select id from app.meeting
        where ${permission ? meetingsFor(actor, permission) : sql`true`}`.execute(db),
    )
    return named(
      made,
      found.rows.map(({ id }) => id),
    )
  }
  const { text } = await doors.ask(caller, 'GET', '/meetings')
  const { items } = JSON.parse(text) as { items: { id: string; may: { change: boolean } }[] }
  const single: MeetingName[] = []
  const tried: MeetingName[] = []
  for (const name of names) {
    const path = `/meetings/${made.meetings[name]}`
    if ((await doors.ask(caller, 'GET', path)).status === 200) single.push(name)
    // Asked after sight and permission: it answers 400, and nothing happens.
    const { status } = await doors.ask(caller, 'POST', `${path}/cancellation`, {
      headers: { 'if-match': 'not a version' },
    })
    if (status === 400) tried.push(name)
    else expect(status, `${person} cancels ${name}`).toBe(single.at(-1) === name ? 403 : 404)
  }
  return {
    'a raw select': await rows(),
    'the list': named(
      made,
      items.map(({ id }) => id),
    ),
    'single reads': single,
    'the predicate of changing': await rows('meetings.change'),
    'what the list says may be changed': named(
      made,
      items.flatMap(({ id, may }) => (may.change ? [id] : [])),
    ),
    'what the doors let be changed': tried,
  }
}

async function holds(made: Staff, seen = seenBy, changed = changedBy): Promise<void> {
  for (const person of everyone) {
    const [reads, changes] = [rowOf(seen, person), rowOf(changed, person)]
    expect(await reachOf(made, person), person).toEqual({
      'a raw select': reads,
      'the list': reads,
      'single reads': reads,
      'the predicate of changing': changes,
      'what the list says may be changed': changes,
      'what the doors let be changed': changes,
    })
  }
}

describe('the meetings of the specification’s organisation', () => {
  test('are seen and changed by exactly the members the table names, in every way there is', async () => {
    await holds(await staff(doors))
  })

  test('concern nobody more or less where ungrouped Operations reach the Organization group only', async () => {
    await holds(await staff(doors, { ungroupedOperations: 'organization_only' }))
  })

  test('are out of reach for who lost the group role, with their very next request', async () => {
    const made = await staff(doors)
    const taken = await doors.ask(callerOf(made, 'A'), 'PUT', `/groups/${made.groups.G1}/members/roles`, {
      body: { memberIds: [made.members.Q], groupRole: null },
    })
    expect(taken.status, taken.text).toBe(200)
    await holds(made, without(seenBy, 'Q'), without(changedBy, 'Q'))
  })

  test('of a deleted group stay with their hosts; its group roles end at once, and nobody gains', async () => {
    const made = await staff(doors)
    const deleted = await doors.ask(callerOf(made, 'A'), 'POST', `/groups/${made.groups.G1}/deletion`, {
      body: {},
    })
    expect(deleted.status, deleted.text).toBe(200)
    await holds(made, without(seenBy, 'Q'), without(changedBy, 'Q'))
    const manager = made.callers.find(({ name }) => name === 'a group manager of G1') as Caller
    expect(JSON.parse((await doors.ask(manager, 'GET', '/meetings')).text).items).toEqual([])
    const restored = await doors.ask(callerOf(made, 'A'), 'POST', `/groups/${made.groups.G1}/restoration`, {
      body: {},
    })
    expect(restored.status, restored.text).toBe(200)
    await holds(made)
  })
})
