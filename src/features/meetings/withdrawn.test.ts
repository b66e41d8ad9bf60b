import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { request } from '../../../test/bookable.ts'
import { Person } from '../../../test/person.ts'
import { at, type Scheduled, startScheduled } from '../../../test/scheduled.ts'

let all: Scheduled
let visitor: Person
/** Of G1: L1, O1, O12 and Q are in it. */
let link: string
let typeId: string
let typeLink: string
let made = 0
beforeAll(async () => {
  all = await startScheduled({ work: false })
  visitor = new Person(all.server.url)
  link = all.fixture.cast.rows.groupLink[0]?.link ?? ''
})
afterAll(() => all.server.close())
beforeEach(async () => {
  typeLink = `valuation-${made++}`
  const given = { name: 'Valuation', durationMinutes: 30, noticeMinutes: 0, link: typeLink }
  const { groups } = all.fixture
  typeId = (await all.as.A.post('/meeting-types', { ...given, groupIds: [groups.G1] })).body.id
})

const hosts = () => `/meeting-types/${typeId}/hosts`
const book = (door: string, startsAt = at(1, '10:00')) =>
  visitor.post(`/public/${door}/meetings`, request(typeId, startsAt))
const slots = (door: string) => {
  const query = { meetingTypeId: typeId, from: at(1, '00:00'), to: at(2, '00:00'), timeZone: 'UTC' }
  return visitor.get(`/public/${door}/slots?${new URLSearchParams(query).toString()}`)
}
const doors = () => ({ group: `groups/${link}`, type: `meeting-types/${typeLink}` })
/** "400 /meetingTypeId", "409 slot_taken": what somebody is told who chose before it was withdrawn. */
const toldAt = async (door: string) => {
  const { status, body } = await book(door)
  return `${status} ${body.errors?.[0]?.pointer ?? body.code}`
}

describe('whoever is about to book what was withdrawn meanwhile', () => {
  test('is told that the type is gone from the group, and finds nothing free there', async () => {
    const { groups } = all.fixture
    expect((await slots(doors().group)).body.slots).not.toEqual([])
    const removal = `/groups/${groups.G1}/meeting-types/removal`
    expect((await all.as.A.post(removal, { meetingTypeIds: [typeId] })).status).toBe(200)
    expect(await toldAt(doors().group)).toBe('400 /meetingTypeId')
    expect((await slots(doors().group)).body).toEqual({ slots: [], nextAvailable: null })
    expect(await toldAt(doors().type)).toBe('409 slot_taken')
  })

  test('is told that the time is taken where nobody is left to host it, with what else is free', async () => {
    expect((await all.as.A.put(hosts(), { memberIds: [], groupIds: [] })).status).toBe(200)
    const { status, body } = await book(doors().type)
    expect([status, body.code, body.slots]).toEqual([409, 'slot_taken', []])
    await all.as.A.put(hosts(), { memberIds: [all.fixture.members.F], groupIds: [] })
    expect((await book(doors().type)).status).toBe(201)
    const taken = await book(doors().type)
    expect([taken.status, taken.body.code]).toEqual([409, 'slot_taken'])
    expect(taken.body.slots).toContain(at(1, '11:00'))
  })

  test('is told that the person is not to be had any more, and books with anyone', async () => {
    const { groups, members } = all.fixture
    const setPolicy = (policy: string) => all.as.A.patch(`/groups/${groups.G1}`, { policy })
    await setPolicy('customer_chooses')
    await all.as.A.put(`/members/${members.O1}/suspension`, {})
    const asked = { ...request(typeId, at(2, '10:00')), memberId: members.O1 }
    const { status, body } = await visitor.post(`/public/${doors().group}/meetings`, asked)
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, '/memberId'])
    expect((await book(doors().group, at(2, '10:00'))).status).toBe(201)
    await all.as.A.delete(`/members/${members.O1}/suspension`)
    await setPolicy('balanced')
  })

  test('is told that it is gone where the type was switched off or deleted', async () => {
    await all.as.A.patch(`/meeting-types/${typeId}`, { active: false })
    expect(await toldAt(doors().type)).toBe('410 gone')
    expect(await toldAt(doors().group)).toBe('400 /meetingTypeId')
    await all.as.A.delete(`/meeting-types/${typeId}`)
    expect(await toldAt(doors().type)).toBe('404 not_found')
    expect(await toldAt(doors().group)).toBe('400 /meetingTypeId')
    expect((await slots(doors().type)).status).toBe(404)
  })

  test('gets a meeting or a plain answer while hosts are taken away and given back in the same moment', async () => {
    const { groups, members } = all.fixture
    const set = (memberIds: string[], groupIds: string[]) => all.as.A.put(hosts(), { memberIds, groupIds })
    const times = ['10:00', '10:30', '11:00', '11:30', '12:00', '12:30']
    const bookings = times.flatMap(time => [
      book(doors().group, at(3, time)),
      book(doors().type, at(3, time)),
    ])
    const changes = [set([], []), set([members.F], []), set([], [groups.G1]), set([], [])]
    const answers = await Promise.all([...bookings, ...changes])
    for (const { status, body } of answers.slice(0, bookings.length))
      expect([201, 400, 409], JSON.stringify(body)).toContain(status)
    for (const { status, body } of answers.slice(bookings.length))
      expect([200, 409], JSON.stringify(body)).toContain(status)
  })

  test('is told that nothing is booked there at the moment, or that the link leads nowhere', async () => {
    const { groups } = all.fixture
    await all.as.A.patch(`/groups/${groups.G1}`, { bookable: false })
    expect(await toldAt(doors().group)).toBe('410 gone')
    await all.as.A.post(`/groups/${groups.G1}/deletion`, {})
    expect(await toldAt(doors().group)).toBe('404 not_found')
    expect(await toldAt(doors().type)).toBe('409 slot_taken')
  })
})
