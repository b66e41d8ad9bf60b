import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bookable, type Branch, request, startBookable, workday } from '../../../test/bookable.ts'
import type { Person } from '../../../test/person.ts'
import { newId } from '../../kit/id.ts'

let place: Bookable
beforeAll(async () => {
  place = await startBookable({ work: false })
})
afterAll(() => place.close())

const meetingsOf = ({ cast }: Branch) =>
  place.query('select * from app.meeting where organization_id = $1 order by id', [cast.organizationId])

describe('whoever books by a group’s link', () => {
  test('meets somebody of the group who is free, and becomes a client of the group', async () => {
    const utrecht = await place.made({ type: { placeKind: 'address', place: 'Oudegracht 1' } })
    const startsAt = workday(0, 9)
    const { status, body } = await place.book(utrecht, startsAt, {
      name: 'Zoë van den Okonkwo',
      email: 'Zoe@Client.example',
      phone: '+31 30 123 45 67',
    })
    expect(status).toBe(201)
    expect(body).toEqual({
      id: body.id,
      startsAt,
      endsAt: workday(0, 9, 30),
      host: { name: expect.stringMatching(/^Host \d$/) },
      place: { kind: 'address', text: 'Oudegracht 1' },
      manageUrl: expect.stringMatching(/^http:\/\/localhost:\d+\/b\/[\w-]{43}$/),
      state: 'scheduled',
    })
    const [meeting] = await meetingsOf(utrecht)
    expect(meeting).toMatchObject({
      group_id: utrecht.groupId,
      attributed_group_ids: [utrecht.groupId],
      status: 'scheduled',
      held_until: null,
      time_zone: 'Europe/Amsterdam',
      phone: '+31301234567',
    })
    const [client] = await place.query('select * from app.client where id = $1', [meeting.client_id])
    expect(client).toMatchObject({
      group_id: utrecht.groupId,
      invited_by: null,
      origin: 'booking',
      first_name: 'Zoë',
      last_name: 'van den Okonkwo',
      email: 'zoe@client.example',
      status: 'not_started',
    })
    const [event] = await place.query(`select * from app.event where meeting_id = $1`, [meeting.id])
    expect(event).toMatchObject({
      name: 'meeting.booked',
      actor_kind: 'client',
      actor_id: client.id,
      client_id: client.id,
      group_id: utrecht.groupId,
      member_id: meeting.host_id,
    })
  })

  test('is the client whom the group knows by that address, and never one of another group', async () => {
    const utrecht = await place.made()
    const other = newId()
    const insertClient = async (groupId: string | null) => {
      const [{ id }] = await place.query(
        `insert into app.client (organization_id, id, group_id, origin, first_name, email)
         values ($1, gen_random_uuid(), $2, 'api', 'Known', 'same@client.example') returning id`,
        [utrecht.cast.organizationId, groupId],
      )
      return id as string
    }
    await place.query(`insert into app."group" (organization_id, id, name) values ($1, $2, 'Other')`, [
      utrecht.cast.organizationId,
      other,
    ])
    const foreign = [await insertClient(other), await insertClient(null)]
    await place.book(utrecht, workday(0, 9), { email: 'same@client.example' })
    const [first] = await meetingsOf(utrecht)
    expect(foreign).not.toContain(first.client_id)
    await place.book(utrecht, workday(0, 10), { email: 'same@client.example', name: 'Somebody Else' })
    const [, second] = await meetingsOf(utrecht)
    expect(second.client_id).toBe(first.client_id)
    const [client] = await place.query('select first_name from app.client where id = $1', [first.client_id])
    expect(client.first_name).toBe('Zoë')
  })

  test('gets a refusal with fresh starts when the time is gone', async () => {
    const utrecht = await place.made({ hosts: 1 })
    await place.book(utrecht, workday(0, 9))
    const { status, body } = await place.book(utrecht, workday(0, 9))
    expect(status).toBe(409)
    expect(body.code).toBe('slot_taken')
    expect(body.slots).not.toContain(workday(0, 9))
    expect(body.slots).toContain(workday(0, 9, 30))
    expect(body.slots).toContain(workday(1, 9))
    expect(await meetingsOf(utrecht)).toHaveLength(1)
  })

  test.each([
    ['at night', workday(0, 3)],
    ['beside the grid', workday(0, 9, 10)],
    ['in the middle of a minute', workday(0, 9).replace(':00.000', ':30.000')],
    ['in the past', '2020-01-06T10:00:00.000Z'],
  ])('cannot take a time that is not offered: %s', async (_, startsAt) => {
    const utrecht = await place.made()
    expect(await place.book(utrecht, startsAt)).toMatchObject({ status: 409, body: { code: 'slot_taken' } })
    expect(await meetingsOf(utrecht)).toEqual([])
  })

  test('is told every fault of what they sent, and nothing is booked', async () => {
    const questions = [
      { key: 'why', kind: 'text', label: 'Why do you come?', required: true, choices: [], visibleTo: [] },
      {
        key: 'house',
        kind: 'choice',
        label: 'Do you own?',
        required: false,
        choices: ['Yes', 'No'],
        visibleTo: [],
      },
      { key: 'terms', kind: 'checkbox', label: 'I agree', required: true, choices: [], visibleTo: [] },
      { key: 'call', kind: 'phone', label: 'Where do we call?', required: false, choices: [], visibleTo: [] },
    ]
    const utrecht = await place.made({ type: { maxGuests: 1, questions: questions as never } })
    const { status, body } = await place.book(utrecht, workday(0, 9), {
      answers: [
        { questionId: 'house', answer: 'Perhaps' },
        { questionId: 'terms', answer: false },
        { questionId: 'call', answer: 'here' },
        { questionId: 'pet', answer: 'cat' },
      ],
      guests: [
        { name: 'Ada', email: 'ada@guest.example' },
        { name: 'Bea', email: 'bea@guest.example' },
      ],
    })
    expect(status).toBe(400)
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).toSorted()).toEqual([
      '/answers',
      '/answers/0/answer',
      '/answers/1/answer',
      '/answers/2/answer',
      '/answers/3/questionId',
      '/guests',
    ])
    const kept = await place.book(utrecht, workday(0, 9), {
      answers: [
        { questionId: 'why', answer: ' A house ' },
        { questionId: 'terms', answer: true },
        { questionId: 'call', answer: '+31 30 123 45 67' },
      ],
      guests: [{ name: 'Ada', email: 'ADA@guest.example' }],
    })
    expect(kept.status).toBe(201)
    const [meeting] = await meetingsOf(utrecht)
    expect(meeting.answers).toEqual([
      { key: 'why', label: 'Why do you come?', isTick: false, value: 'A house', visibleTo: [] },
      { key: 'terms', label: 'I agree', isTick: true, value: 'true', visibleTo: [] },
      { key: 'call', label: 'Where do we call?', isTick: false, value: '+31301234567', visibleTo: [] },
    ])
    expect(
      await place.query('select name, email from app.meeting_guest where meeting_id = $1', [meeting.id]),
    ).toEqual([{ name: 'Ada', email: 'ada@guest.example' }])
  })

  test.each([
    ['no name', { name: ' ' }],
    ['an address that is none', { email: 'zoe' }],
    ['a zone that is none', { timeZone: 'Europe/Atlantis' }],
    ['a time that is none', { startsAt: 'tomorrow' }],
    ['a length the type does not come in', { durationMinutes: 45 }],
    ['a type that is not offered there', { meetingTypeId: '019dd000-0000-7000-8000-000000000000' }],
    ['a person, where none can be chosen', { memberId: '019dd000-0000-7000-8000-000000000000' }],
    ['a field that is none', { groupId: null }],
  ])('cannot send %s', async (_, given) => {
    const utrecht = await place.made()
    expect((await place.book(utrecht, workday(0, 9), given)).status).toBe(400)
    expect(await meetingsOf(utrecht)).toEqual([])
  })

  test('chooses the person where the group lets them', async () => {
    const utrecht = await place.made({ group: { policy: 'customer_chooses' } })
    const [, chosen] = utrecht.hostIds
    expect((await place.book(utrecht, workday(0, 9), { memberId: chosen })).status).toBe(201)
    const [meeting] = await meetingsOf(utrecht)
    expect(meeting.host_id).toBe(chosen)
    expect(meeting.decision).toMatchObject({ policy: 'customer_chooses', reason: 'chosen_by_client' })
    const again = await place.book(utrecht, workday(0, 9), { memberId: chosen })
    expect(again).toMatchObject({ status: 409, body: { code: 'slot_taken' } })
    expect(again.body.slots).not.toContain(workday(0, 9))
    expect((await place.book(utrecht, workday(0, 9))).status).toBe(201)
  })
})

describe('a link', () => {
  test('that nobody has answers as one that is gone', async () => {
    const utrecht = await place.made()
    await place.query('update app."group" set deleted_at = now() where id = $1', [utrecht.groupId])
    const bare = ({ status, body }: Awaited<ReturnType<Person['post']>>) => ({
      status,
      ...body,
      requestId: '',
    })
    const gone = bare(await place.book(utrecht, workday(0, 9)))
    expect(gone.status).toBe(404)
    expect(bare(await place.book({ ...utrecht, link: 'nobody-has-this' }, workday(0, 9)))).toEqual(gone)
    expect(bare(await place.visitor.post('/public/groups/nobody-has-this/meetings', {}))).toEqual(gone)
  })

  test('of a group that takes no bookings says so', async () => {
    const utrecht = await place.made({ group: { bookable: false } })
    expect(await place.book(utrecht, workday(0, 9))).toMatchObject({ status: 410, body: { code: 'gone' } })
  })

  test('of a member books that member, for the Organization group where no group is the only one', async () => {
    const utrecht = await place.made()
    const [hostId] = utrecht.hostIds
    await place.query('update app.member set link = $1 where id = $2', [`m-${utrecht.link}`, hostId])
    await place.query(
      'insert into app.meeting_type_member (organization_id, meeting_type_id, member_id) values ($1, $2, $3)',
      [utrecht.cast.organizationId, utrecht.meetingTypeId, hostId],
    )
    const path = `/public/members/m-${utrecht.link}/meetings`
    const { status } = await place.visitor.post(path, request(utrecht.meetingTypeId, workday(0, 9)))
    expect(status).toBe(201)
    const [meeting] = await meetingsOf(utrecht)
    // No group's link, but one of the host's groups offers the type: it counts there.
    expect(meeting).toMatchObject({
      host_id: hostId,
      group_id: null,
      attributed_group_ids: [utrecht.groupId],
      decision: null,
    })
  })

  test('of a meeting type books for the group that is its only host', async () => {
    const utrecht = await place.made({ type: { link: `type-${Date.now()}` } })
    const [{ link }] = await place.query('select link from app.meeting_type where id = $1', [
      utrecht.meetingTypeId,
    ])
    const path = `/public/meeting-types/${link}/meetings`
    expect((await place.visitor.post(path, request(utrecht.meetingTypeId, workday(0, 9)))).status).toBe(201)
    expect((await meetingsOf(utrecht))[0].group_id).toBe(utrecht.groupId)
  })
})

describe('a request that is repeated under one Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'a double click' }

  test('is one booking with one answer, however close the clicks', async () => {
    const utrecht = await place.made()
    const given = { email: 'twice@client.example' }
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => place.book(utrecht, workday(0, 9), given, headers)),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(201))
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(await meetingsOf(utrecht)).toHaveLength(1)
    expect((await place.book(utrecht, workday(0, 9), given, headers)).body).toEqual(answers[0]?.body)
  })

  test('is refused for another booking', async () => {
    const utrecht = await place.made()
    await place.book(utrecht, workday(0, 9), {}, headers)
    expect(await place.book(utrecht, workday(0, 10), {}, headers)).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    })
    expect(await meetingsOf(utrecht)).toHaveLength(1)
  })
})

test('one address books so often, and then waits', async () => {
  const patient = await startBookable({ work: false, patience: 1 })
  const utrecht = await patient.made()
  const path = `/public/groups/${utrecht.link}/meetings`
  const statuses: number[] = []
  for (let nth = 0; nth < 21; nth++) statuses.push((await patient.visitor.post(path, {})).status)
  expect(new Set(statuses.slice(0, 20))).toEqual(new Set([400]))
  expect(statuses[20]).toBe(429)
  await patient.close()
})
