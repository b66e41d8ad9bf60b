import { afterAll, beforeAll, expect, test } from 'vitest'
import { Canaries } from '../../test/world/canary.ts'
import { type Doors, openDoors, type Staff, staff, visitor } from '../../test/world/doors.ts'
import { fill, idsFor } from '../../test/world/questions.ts'
import { routes } from '../routes.ts'

/** Every text of every row is a word that is nowhere else; who has no session hears none but of their own. */
const canaries = new Canaries()
let doors: Doors
let here: Staff
beforeAll(async () => {
  doors = await openDoors()
  here = await staff(doors, {}, made => canaries.mark(made))
  await staff(doors, {}, made => canaries.mark(made))
})
afterAll(() => doors.close())

test('a client is told nothing on their journey but their own name and who they are with', async () => {
  for (const [clientId, token] of here.links) {
    for (const [method, path, body] of [
      ['GET', `/public/journeys/${token}`, undefined],
      ['POST', `/public/journeys/${token}/entry`, {}],
      ['POST', `/public/journeys/${token}/steps/intro`, {}],
    ] as const) {
      const { text } = await doors.ask(visitor, method, path, body && { body })
      const told = canaries
        .originsIn(text)
        .filter(origin => origin.organizationId === here.cast.organizationId)
      expect(canaries.originsIn(text)).toEqual(told)
      for (const { table, key } of told) {
        if (table === 'client') expect(key).toBe(clientId)
        else expect(['organization', 'journeyStep']).toContain(table)
      }
    }
  }
})

test('a client is told nothing of the meeting they booked but what they gave and who they meet', async () => {
  for (const [meetingId, token] of here.bookings) {
    const { status, text } = await doors.ask(visitor, 'GET', `/public/bookings/${token}`)
    expect(status, text).toBe(200)
    const meeting = here.cast.rows.meeting.find(({ id }) => id === meetingId)
    for (const { organizationId, table, key } of canaries.originsIn(text)) {
      expect(organizationId).toBe(here.cast.organizationId)
      if (table === 'member') expect(key).toBe(meeting?.hostId)
      else if (table === 'meeting' || table === 'answerForAdmins') expect(key).toBe(meetingId)
      else expect(['organization', 'meetingGuest', 'group']).toContain(table)
    }
  }
})

test('the links of a group, a member and a meeting type show nothing but what is theirs', async () => {
  const told = async (path: string) => {
    const { status, text } = await doors.ask(visitor, 'GET', path)
    expect(status, text).toBe(200)
    return new Set(canaries.originsIn(text).map(({ table, key }) => `${table} ${key}`))
  }
  const { cast, groups, members, meetingTypes } = here
  const organization = `organization ${cast.organizationId}`
  const type = (name: keyof typeof meetingTypes) => `meetingType ${meetingTypes[name]}`
  expect(await told(`/public/groups/${here.doors.groups}`)).toEqual(
    new Set([organization, `group ${groups.G1}`, type('T1')]),
  )
  expect(await told(`/public/members/${here.doors.members}`)).toEqual(
    new Set([organization, `member ${members.O1}`, type('T1'), type('T2')]),
  )
  expect(await told(`/public/meeting-types/${here.doors['meeting-types']}`)).toEqual(
    new Set([organization, type('T1')]),
  )
  const from = new Date().toISOString()
  const to = new Date(Date.now() + 20 * 86_400_000).toISOString()
  for (const [kind, link] of Object.entries(here.doors))
    expect(
      await told(
        `/public/${kind}/${link}/slots?meetingTypeId=${meetingTypes.T1}&from=${from}&to=${to}&timeZone=UTC`,
      ),
    ).toEqual(new Set())
})

test('a stranger is told nothing', async () => {
  for (const route of routes) {
    const paths = route.path.includes(':')
      ? idsFor(route.path.split('/')[1] ?? '', here).map(id => fill(route.path, id))
      : [route.path]
    for (const path of paths) {
      const { text } = await doors.ask(
        visitor,
        route.method,
        path,
        route.method === 'GET' ? {} : { body: {} },
      )
      expect(canaries.originsIn(text)).toEqual([])
    }
  }
})
