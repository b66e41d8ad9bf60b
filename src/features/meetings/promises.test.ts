import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bookable, branch, pathOf, startBookable, workday } from '../../../test/bookable.ts'

let place: Bookable
beforeAll(async () => {
  place = await startBookable({ work: false })
})
afterAll(() => place.close())

const branchOf = (given: Parameters<typeof branch>[1] = {}) => branch(place.server.app.program.secrets, given)

test('what breaks off in the middle leaves nothing: no meeting, no client, no guest, no mail to come', async () => {
  const utrecht = await place.made({ hosts: 1, type: { maxGuests: 1 } })
  const counts = async () =>
    (
      await place.query(`select (select count(*) from app.meeting) as meetings, (select count(*) from app.client) as clients,
        (select count(*) from app.meeting_guest) as guests, (select count(*) from app.event) as events, (select count(*) from jobs.job) as jobs`)
    )[0]
  const before = await counts()
  await place.query(
    `create function public.break_off() returns trigger language plpgsql as $$ begin raise 'out of space' using errcode = '53100'; end $$`,
  )
  await place.query(
    'create trigger break_off before insert on app.event for each row execute function public.break_off()',
  )
  const guests = [{ name: 'Ada', email: 'ada@guest.example' }]
  expect((await place.book(utrecht, workday(0, 9), { guests })).status).toBe(500)
  expect(await counts()).toEqual(before)
  await place.query('drop function public.break_off cascade')
  expect((await place.book(utrecht, workday(0, 9), { guests })).status).toBe(201)
})

test('nothing that a stranger is answered holds another client’s or a member’s data', async () => {
  const utrecht = branchOf({ hosts: 2, type: { maxGuests: 1 }, group: { policy: 'customer_chooses' } })
  const { cast, hostIds, meetingTypeId, groupId } = utrecht
  const [hostId = ''] = hostIds
  cast.rows.member[0] = { ...cast.rows.member[0]!, email: 'canary-host@example.org' }
  const clientId = cast.client({
    firstName: 'Canary',
    lastName: 'Client',
    email: 'canary@client.example',
    phone: '+31611111111',
    groupId,
  })
  const other = cast.meeting({
    hostId,
    meetingTypeId,
    clientId,
    groupId,
    startsAt: new Date(workday(0, 9)),
    name: 'Canary Client',
    email: 'canary@client.example',
    phone: '+31611111111',
    message: 'canary message',
    title: 'Canary title',
  })
  cast.guest(other.id, { name: 'Canary Guest', email: 'canary@guest.example' })
  await place.insert(cast)
  const link = `/public/groups/${utrecht.link}`
  const span = `from=${workday(0, 8)}&to=${workday(1, 18)}`
  const { body } = await place.book(utrecht, workday(0, 9), { email: 'mine@client.example' })
  const mine = pathOf(body.manageUrl)
  const answers = [
    body,
    (await place.visitor.get(link)).body,
    (await place.visitor.get(`${link}/slots?meetingTypeId=${meetingTypeId}&${span}`)).body,
    // Of the same address as another client of the group: it is theirs, and says nothing.
    (await place.book(utrecht, workday(0, 10), { email: 'canary@client.example' })).body,
    (await place.book(utrecht, workday(0, 9))).body,
    (await place.visitor.get(mine)).body,
    (await place.visitor.get(`${mine}/slots?${span}&hostChoice=anyone`)).body,
    (await place.visitor.post(`${mine}/rescheduling`, { startsAt: workday(0, 9), hostChoice: 'anyone' }))
      .body,
    (await place.visitor.post(`${mine}/rescheduling`, { startsAt: workday(0, 11), hostChoice: 'anyone' }))
      .body,
    (await place.visitor.post(`${mine}/cancellation`, {})).body,
  ]
  for (const answer of answers)
    expect(JSON.stringify(answer)).not.toMatch(/canary|\+31611111111|@example\.org/i)
  for (const answer of answers) expect(JSON.stringify(answer)).not.toContain(clientId)
})

describe('in any group', () => {
  const someHours = fc
    .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 4, max: 40 }))
    .map(([day, start, length]) => ({
      day,
      start: timeOf(start * 30),
      end: timeOf(Math.min(start + length, 48) * 30),
    }))
  const timeOf = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  const someHost = fc.record({
    timeZone: fc.constantFrom(
      'Europe/Amsterdam',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
    ),
    weekly: fc.array(someHours, { minLength: 3, maxLength: 10 }),
    dayLimit: fc.constantFrom(null, 2, 5),
    // Half hours from the first working day on.
    busy: fc.array(fc.tuple(fc.integer({ min: 0, max: 96 }), fc.integer({ min: 1, max: 6 })), {
      maxLength: 6,
    }),
  })
  const someType = fc.record({
    durationMinutes: fc.constantFrom(15, 30, 45, 60),
    stepMinutes: fc.constantFrom(null, 10, 15, 60),
    bufferBeforeMinutes: fc.constantFrom(0, 10, 30),
    bufferAfterMinutes: fc.constantFrom(0, 15),
    weekLimit: fc.constantFrom(null, 6),
  })
  const someWorld = fc.record({
    hosts: fc.array(someHost, { minLength: 1, maxLength: 3 }),
    type: someType,
    picks: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
  })

  test('whatever is offered can be booked, until nothing is offered any more; nobody is ever in two places', async () => {
    await fc.assert(
      fc.asyncProperty(someWorld, async ({ hosts, type, picks }) => {
        const utrecht = branchOf({ hosts: hosts.length, type })
        const { cast, hostIds, link, meetingTypeId } = utrecht
        const first = Date.parse(workday(0, 0))
        for (const [index, { busy, ...hours }] of hosts.entries()) {
          const hostId = hostIds[index] ?? ''
          cast.openHours(hostId, hours)
          const calendarId = cast.calendar(hostId)
          for (const [start, length] of new Map(busy))
            cast.busy(
              calendarId,
              hostId,
              new Date(first + start * 1_800_000),
              new Date(first + (start + length) * 1_800_000),
            )
        }
        await place.insert(cast)
        const offered = async () =>
          (
            await place.visitor.get(
              `/public/groups/${link}/slots?meetingTypeId=${meetingTypeId}&from=${workday(0, 0)}&to=${workday(1, 23)}`,
            )
          ).body.slots as string[]
        for (const pick of picks) {
          const slots = await offered()
          if (slots.length === 0) break
          const startsAt = slots[pick % slots.length] ?? ''
          expect(await place.book(utrecht, startsAt)).toMatchObject({ status: 201, body: { startsAt } })
        }
        const overlaps = await place.query(
          `select 1 from app.meeting a join app.meeting b using (organization_id, host_id)
            where a.id < b.id and organization_id = $1 and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)`,
          [cast.organizationId],
        )
        expect(overlaps).toEqual([])
      }),
      { numRuns: 12 },
    )
  })
})
