import { Cast } from '../db/cast.ts'
import type { Person as Letter } from '../db/fixture.ts'
import { insertRows } from '../db/rows.ts'
import { asSuperuser } from './database.ts'
import { type Staffed, startStaffed } from './staff.ts'

type Given = Partial<Parameters<Cast['meeting']>[0]>
export type Scheduled = Staffed & {
  /** `intake` is hosted by group G1, `review` by group G2, `talk` by F and O1 by name. */
  types: Record<'intake' | 'review' | 'talk', string>
  /** Inserts what is built, past every rule. */
  insert(build: (cast: Cast) => void): Promise<void>
  /** A meeting of G1's with client c1, inserted past every rule. */
  meet(host: Letter, startsAt: string, given?: Given): Promise<string>
}

/** A time of day (UTC) on a day counted from a Monday that is two weeks away: 1 is that Monday. */
export function at(day: number, time: string): string {
  const today = new Date()
  const monday = today.getUTCDate() - ((today.getUTCDay() + 6) % 7) + 14
  const date = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), monday + day - 1))
  return `${date.toISOString().slice(0, 10)}T${time}:00.000Z`
}

/** The specification's fixture with meeting types, at work on a server. */
export async function startScheduled(given: Parameters<typeof startStaffed>[0] = {}): Promise<Scheduled> {
  const staffed = await startStaffed(given)
  const { cast, members, groups, clients } = staffed.fixture
  const insert = async (build: (cast: Cast) => void) => {
    const { secrets } = staffed.server.app.program
    const more = new Cast({ id: cast.organizationId, encrypt: token => secrets.encrypt(token) })
    more.rows.organization = []
    build(more)
    await asSuperuser(staffed.server.database.url('superuser'), client => insertRows(client, more.rows))
  }
  const types = { intake: '', review: '', talk: '' }
  await insert(more => {
    types.intake = more.meetingType({ name: 'Intake', maxGuests: 2, hosts: { groups: [groups.G1] } })
    types.review = more.meetingType({ name: 'Review', hosts: { groups: [groups.G2] } })
    types.talk = more.meetingType({ name: 'Talk', hosts: { members: [members.F, members.O1] } })
  })
  const meet = async (host: Letter, startsAt: string, more: Given = {}) => {
    let id = ''
    await insert(made => {
      id = made.meeting({
        hostId: members[host],
        meetingTypeId: types.intake,
        clientId: clients.c1,
        groupId: groups.G1,
        attributedGroupIds: [groups.G1],
        title: 'Intake',
        ...more,
        startsAt: new Date(startsAt),
      }).id
    })
    return id
  }
  return { ...staffed, types, insert, meet }
}
