import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Bookable,
  type Branch,
  pathOf,
  request,
  startBookable,
  workday,
} from '../../../test/bookable.ts'

let place: Bookable
beforeAll(async () => {
  place = await startBookable({ work: false })
})
afterAll(() => place.close())

const meetingsOf = ({ cast }: Branch) =>
  place.query('select * from app.meeting where organization_id = $1 order by created_at', [
    cast.organizationId,
  ])
/** The path of a booking's own doors. */
const booked = async (utrecht: Branch, startsAt: string, given: object = {}) => {
  const { body } = await place.book(utrecht, startsAt, given)
  return pathOf(body.manageUrl)
}
/** As the mail would bring it. */
const heldPath = async ({ cast }: Branch) => {
  const [{ token_encrypted: encrypted }] = await place.query(`select token_encrypted from app.meeting
    where organization_id = '${cast.organizationId}' order by created_at desc limit 1`)
  return `/public/bookings/${place.server.app.program.secrets.decrypt(encrypted)}`
}
const eventsOf = ({ cast }: Branch) =>
  place.query(`select name, data from app.event
    where organization_id = '${cast.organizationId}' and name like 'meeting.%' order by id`)

describe('the page of a booking', () => {
  test('shows what the client gave, who meets them, and what may still be done', async () => {
    const utrecht = await place.made({ hosts: 1, type: { maxGuests: 2 } })
    const guests = [{ name: 'Ada', email: 'ada@guest.example' }]
    const path = await booked(utrecht, workday(0, 9), { email: 'own@client.example', guests })
    const { status, body } = await place.visitor.get(path)
    expect(status).toBe(200)
    expect(body).toEqual({
      id: body.id,
      organization: { name: 'North Bank', color: '#1f6b4f', contact: 'Call 030 123 45 67' },
      state: 'scheduled',
      title: 'Intake',
      startsAt: workday(0, 9),
      endsAt: workday(0, 9, 30),
      timeZone: 'Europe/Amsterdam',
      language: 'en',
      host: { name: 'Host 0' },
      place: { kind: 'video_room', text: '' },
      name: 'Zoë Okonkwo',
      email: 'own@client.example',
      phone: null,
      answers: [],
      guests,
      message: '',
      reason: '',
      rating: null,
      heldUntil: null,
      bookingPath: `/g/${utrecht.link}`,
      may: { confirm: false, reschedule: true, chooseAnyone: true, cancel: true, rate: false },
    })
  })

  test('is nobody’s without the link', async () => {
    const { status } = await place.visitor.get('/public/bookings/guessed')
    expect(status).toBe(404)
    expect((await place.visitor.post('/public/bookings/guessed/cancellation', {})).status).toBe(404)
  })
})

describe('moving a meeting', () => {
  test('its own time is free for it, and its old time is free for others afterwards', async () => {
    const utrecht = await place.made({ hosts: 1 })
    const path = await booked(utrecht, workday(0, 9))
    await place.book(utrecht, workday(0, 10))
    const query = `from=${workday(0, 8)}&to=${workday(0, 12)}`
    const { body: offered } = await place.visitor.get(`${path}/slots?${query}`)
    expect(offered.slots).toContain(workday(0, 9))
    expect(offered.slots).not.toContain(workday(0, 10))
    expect(await place.visitor.post(`${path}/rescheduling`, { startsAt: workday(0, 10) })).toMatchObject({
      status: 409,
      body: { code: 'slot_taken', slots: expect.arrayContaining([workday(0, 9, 30)]) },
    })
    const moved = await place.visitor.post(`${path}/rescheduling`, { startsAt: workday(0, 11) })
    expect(moved).toMatchObject({
      status: 200,
      body: { startsAt: workday(0, 11), endsAt: workday(0, 11, 30) },
    })
    expect((await place.book(utrecht, workday(0, 9))).status).toBe(201)
    const [meeting] = await meetingsOf(utrecht)
    expect(meeting.sequence).toBe(1)
    const [hostId] = utrecht.hostIds
    const event = (await eventsOf(utrecht)).find(({ name }) => name === 'meeting.rescheduled')
    expect(event?.data).toEqual({
      before: { hostId, startsAt: workday(0, 9), endsAt: workday(0, 9, 30) },
      after: { hostId, startsAt: workday(0, 11), endsAt: workday(0, 11, 30) },
    })
  })

  test('keeps the same person, or takes anyone of the group when the client says so', async () => {
    const utrecht = await place.made({ hosts: 2 })
    const path = await booked(utrecht, workday(0, 9))
    const [{ host_id: host }] = await meetingsOf(utrecht)
    await place.book(utrecht, workday(0, 10))
    const other = (await meetingsOf(utrecht))[1].host_id
    await place.query(
      'insert into app.block (organization_id, id, level, member_id, starts_at, ends_at, time_zone) values ($1, gen_random_uuid(), $2, $3, $4, $5, $6)',
      [utrecht.cast.organizationId, 'member', host, workday(1, 0), workday(1, 23), 'UTC'],
    )
    const to = (hostChoice: string) =>
      place.visitor.post(`${path}/rescheduling`, { startsAt: workday(1, 9), hostChoice })
    expect((await to('same')).body.code).toBe('slot_taken')
    expect((await to('anyone')).status).toBe(200)
    const [moved] = await meetingsOf(utrecht)
    expect(moved.host_id).toBe(other)
    expect(moved.decision).toMatchObject({ policy: 'balanced', reason: 'only_one' })
  })

  test('keeps a person who has left the group and hosts it by name; anyone is somebody of the group', async () => {
    const utrecht = await place.made({ hosts: 2 })
    const path = await booked(utrecht, workday(0, 9))
    const [{ host_id: host }] = await meetingsOf(utrecht)
    const to = (hostChoice: string, hour = 9) =>
      place.visitor.post(`${path}/rescheduling`, { startsAt: workday(1, hour), hostChoice })
    await place.query('delete from app.membership where member_id = $1', [host])
    expect((await to('same')).body.code).toBe('slot_taken')
    await place.query(`insert into app.meeting_type_member (organization_id, meeting_type_id, member_id)
      select organization_id, meeting_type_id, host_id from app.meeting where host_id = '${host}'`)
    expect((await to('same')).status).toBe(200)
    expect((await to('anyone', 10)).status).toBe(200)
    expect((await meetingsOf(utrecht))[0].host_id).not.toBe(host)
  })

  test('stays as it is, and nobody is told of a move, when anyone at the same time is the same person', async () => {
    const utrecht = await place.made({ hosts: 1 })
    const path = await booked(utrecht, workday(0, 9))
    const [before] = await meetingsOf(utrecht)
    const answer = await place.visitor.post(`${path}/rescheduling`, {
      startsAt: workday(0, 9),
      hostChoice: 'anyone',
    })
    expect(answer.status).toBe(200)
    expect(await meetingsOf(utrecht)).toEqual([before])
    expect((await eventsOf(utrecht)).map(({ name }) => name)).toEqual(['meeting.booked'])
  })

  test('two who want one time at once: one gets it', async () => {
    const utrecht = await place.made({ hosts: 1 })
    const paths = [await booked(utrecht, workday(0, 9)), await booked(utrecht, workday(0, 10))]
    const answers = await Promise.all(
      paths.map(path => place.visitor.post(`${path}/rescheduling`, { startsAt: workday(0, 14) })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]))
  })

  test('is over once the meeting is live, in the past or cancelled', async () => {
    const utrecht = await place.made({ hosts: 1 })
    const path = await booked(utrecht, workday(0, 9))
    const tries = async () => [
      (await place.visitor.post(`${path}/rescheduling`, { startsAt: workday(0, 10) })).status,
      (await place.visitor.get(path)).body.may.reschedule,
    ]
    await place.query(`update app.meeting set status = 'live' where organization_id = $1`, [
      utrecht.cast.organizationId,
    ])
    expect(await tries()).toEqual([409, false])
    await place.query(
      `update app.meeting set status = 'scheduled', starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour'
        where organization_id = $1`,
      [utrecht.cast.organizationId],
    )
    expect(await tries()).toEqual([409, false])
    expect((await place.visitor.post(`${path}/cancellation`, {})).status).toBe(409)
    const rated = await place.visitor.post(`${path}/rating`, { rating: 4 })
    expect(rated).toMatchObject({ status: 200, body: { rating: 4 } })
    expect((await place.visitor.post(`${path}/rating`, { rating: 6 })).status).toBe(400)
  })
})

describe('cancelling a meeting', () => {
  test('frees its time, once', async () => {
    const utrecht = await place.made({ hosts: 1 })
    const path = await booked(utrecht, workday(0, 9))
    expect((await place.visitor.post(`${path}/rating`, { rating: 5 })).status).toBe(409)
    const { status, body } = await place.visitor.post(`${path}/cancellation`, { reason: 'I am ill' })
    expect({ status, state: body.state, reason: body.reason }).toEqual({
      status: 200,
      state: 'cancelled_by_client',
      reason: 'I am ill',
    })
    expect((await place.visitor.post(`${path}/cancellation`, {})).body.reason).toBe('I am ill')
    expect((await place.book(utrecht, workday(0, 9))).status).toBe(201)
    const names = (await eventsOf(utrecht)).map(({ name }) => name)
    expect(names).toEqual(['meeting.booked', 'meeting.cancelled', 'meeting.booked'])
    const log = await place.query(`select 1 from app.event e where e::text like '%I am ill%'`)
    expect(log).toEqual([])
  })
})

describe('a type that wants the address confirmed', () => {
  const expire = ({ cast }: Branch) =>
    place.query(
      `update app.meeting set held_until = now() - interval '1 second' where organization_id = $1 and held_until is not null`,
      [cast.organizationId],
    )

  test('keeps the time for its host alone until it is confirmed, and is nobody’s to see meanwhile', async () => {
    const meetAt = { placeKind: 'url', place: 'https://meet.example/secret' }
    const utrecht = await place.made({ hosts: 2, type: { confirmsEmail: true, ...meetAt } })
    const { status, body } = await place.book(utrecht, workday(0, 9))
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { state: 'awaiting_confirmation', manageUrl: null, place: { kind: 'url', text: '' } },
    })
    const [held] = await meetingsOf(utrecht)
    expect(held.held_until.getTime() - held.created_at.getTime()).toBe(15 * 60_000)
    expect((await place.book(utrecht, workday(0, 9))).status).toBe(201)
    expect((await place.book(utrecht, workday(0, 9))).body.code).toBe('slot_taken')
    expect((await eventsOf(utrecht)).map(({ name }) => name)).toEqual(['meeting.held', 'meeting.held'])
  })

  test('makes a meeting of it when the link of the mail is used, once', async () => {
    const utrecht = await place.made({ type: { confirmsEmail: true } })
    await place.book(utrecht, workday(0, 9))
    const path = await heldPath(utrecht)
    expect((await place.visitor.get(path)).body).toMatchObject({
      state: 'awaiting_confirmation',
      may: { confirm: true, reschedule: false, cancel: false },
    })
    const answers = await Promise.all([1, 2, 3].map(() => place.visitor.post(`${path}/confirmation`, {})))
    expect(answers.map(({ status, body }) => [status, body.state])).toEqual(
      [1, 2, 3].map(() => [200, 'scheduled']),
    )
    expect((await eventsOf(utrecht)).map(({ name }) => name)).toEqual(['meeting.held', 'meeting.booked'])
  })

  test('never tells its link to whoever repeats the request, confirmed or not', async () => {
    const utrecht = await place.made({ type: { confirmsEmail: true } })
    const asked = request(utrecht.meetingTypeId, workday(0, 9))
    const send = () =>
      place.visitor.post(`/public/groups/${utrecht.link}/meetings`, asked, {
        headers: { 'idempotency-key': 'for somebody else' },
      })
    const { body } = await send()
    expect(body).toMatchObject({ state: 'awaiting_confirmation', manageUrl: null })
    await place.visitor.post(`${await heldPath(utrecht)}/confirmation`, {})
    expect((await send()).body).toEqual(body)
  })

  test('lets go of the time after a quarter of an hour; who confirms later gets it if it is still free', async () => {
    const utrecht = await place.made({ hosts: 1, type: { confirmsEmail: true } })
    await place.book(utrecht, workday(0, 9))
    const path = await heldPath(utrecht)
    await expire(utrecht)
    expect((await place.visitor.get(path)).body).toMatchObject({ state: 'expired', may: { confirm: true } })
    const { body } = await place.visitor.get(
      `/public/groups/${utrecht.link}/slots?meetingTypeId=${utrecht.meetingTypeId}&from=${workday(0, 8)}&to=${workday(0, 10)}`,
    )
    expect(body.slots).toContain(workday(0, 9))
    const clicks = await Promise.all([1, 2, 3].map(() => place.visitor.post(`${path}/confirmation`, {})))
    const confirmed = { status: 200, body: { state: 'scheduled', startsAt: workday(0, 9) } }
    expect(clicks).toMatchObject([confirmed, confirmed, confirmed])
    expect((await eventsOf(utrecht)).map(({ name }) => name)).toEqual(['meeting.held', 'meeting.booked'])
  })

  test('tells who confirms too late that the time is gone, and what is free', async () => {
    const utrecht = await place.made({ hosts: 1, type: { confirmsEmail: true } })
    await place.book(utrecht, workday(0, 9))
    const path = await heldPath(utrecht)
    await expire(utrecht)
    expect((await place.book(utrecht, workday(0, 9))).status).toBe(201)
    const { status, body } = await place.visitor.post(`${path}/confirmation`, {})
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'slot_taken' })
    expect(body.slots).toContain(workday(0, 9, 30))
    expect(body.slots).not.toContain(workday(0, 9))
  })

  test('forgets what nobody confirmed after a day, and the client who came with it', async () => {
    const utrecht = await place.made({ hosts: 1, type: { confirmsEmail: true } })
    await place.book(utrecht, workday(0, 9), { email: 'known@client.example' })
    await place.visitor.post(`${await heldPath(utrecht)}/confirmation`, {})
    await place.book(utrecht, workday(0, 10), { email: 'known@client.example' })
    await place.book(utrecht, workday(0, 11), { email: 'spam@client.example' })
    await place.query(
      `update app.meeting set held_until = now() - interval '2 days' where organization_id = $1 and held_until is not null`,
      [utrecht.cast.organizationId],
    )
    await place.query('select app.tidy()')
    expect(await meetingsOf(utrecht)).toHaveLength(1)
    const clients = await place.query('select email from app.client where organization_id = $1', [
      utrecht.cast.organizationId,
    ])
    expect(clients).toEqual([{ email: 'known@client.example' }])
  })
})
