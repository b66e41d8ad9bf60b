import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person as Letter } from '../../../db/fixture.ts'
import { at, type Scheduled, startScheduled } from '../../../test/scheduled.ts'

let all: Scheduled
beforeAll(async () => {
  all = await startScheduled({ work: false })
})
afterAll(() => all.server.close())

const change = (letter: Letter, id: string, what: string, body: object = {}) =>
  all.as[letter].post(`/meetings/${id}/${what}`, body)
const rowOf = async (id: string) => (await all.query('select * from app.meeting where id = $1', [id]))[0]
const eventsOf = (id: string) =>
  all.query('select name, data, actor_id from app.event where meeting_id = $1 order by id', [id])
const statusOf = async (answer: Promise<{ status: number }>) => (await answer).status

describe('moving a meeting', () => {
  test('tells what it was and what it is, with the reason, once', async () => {
    const id = await all.meet('O1', at(1, '10:00'))
    const body = { startsAt: at(2, '11:00'), durationMinutes: 45, reason: 'The train was late.' }
    const moved = await change('Q', id, 'rescheduling', body)
    expect(moved.status).toBe(200)
    expect(moved.body).toMatchObject({
      startsAt: at(2, '11:00'),
      endsAt: at(2, '11:45'),
      reason: 'The train was late.',
      warnings: [],
    })
    expect(moved.body.history[0]).toMatchObject({
      name: 'meeting.rescheduled',
      actor: { kind: 'member', name: 'Quinn Adeyemi' },
      before: { startsAt: at(1, '10:00'), endsAt: at(1, '10:30') },
      after: { startsAt: at(2, '11:00'), endsAt: at(2, '11:45') },
    })
    expect((await change('Q', id, 'rescheduling', body)).status).toBe(200)
    expect(await eventsOf(id)).toHaveLength(1)
    expect((await rowOf(id)).sequence).toBe(1)
  })

  test('over another meeting of the host’s asks for a confirmation; over its own time it does not', async () => {
    const id = await all.meet('O1', at(3, '10:00'))
    await all.meet('O1', at(3, '11:00'))
    const body = { startsAt: at(3, '10:45') }
    expect((await change('O1', id, 'rescheduling', body)).body).toMatchObject({
      code: 'overlap_not_confirmed',
      overlaps: [{ startsAt: at(3, '11:00'), endsAt: at(3, '11:30') }],
    })
    const confirmed = await change('O1', id, 'rescheduling', { ...body, confirmOverlap: true })
    expect(confirmed.body).toMatchObject({ overlapConfirmed: true, warnings: [{ layer: 'meeting' }] })
    expect((await change('O1', id, 'rescheduling', { startsAt: at(3, '10:15') })).body).toMatchObject({
      overlapConfirmed: false,
      warnings: [],
    })
  })

  test('is for those whose reach it is, and for them until their group role ends', async () => {
    const id = await all.meet('O1', at(4, '10:00'))
    const ofG2 = await all.meet('O2', at(4, '10:00'), {
      meetingTypeId: all.types.review,
      groupId: all.fixture.groups.G2,
      attributedGroupIds: [all.fixture.groups.G2],
    })
    const move = (letter: Letter, meetingId: string, time: string) =>
      statusOf(change(letter, meetingId, 'rescheduling', { startsAt: at(4, time) }))
    for (const [n, letter] of (['A', 'M', 'P', 'O1', 'Q'] as const).entries())
      expect([letter, await move(letter, id, `1${n}:00`)]).toEqual([letter, 200])
    expect(await move('F', id, '16:00')).toBe(403)
    for (const letter of ['O2', 'O12', 'L1', 'L0', 'N', 'O0'] as const)
      expect([letter, await move(letter, id, '16:00')]).toEqual([letter, 404])
    expect(await move('Q', ofG2, '16:00')).toBe(404)

    const { members, groups } = all.fixture
    const give = (role: string | null) =>
      all.query('update app.membership set group_role = $1 where member_id = $2 and group_id = $3', [
        role,
        members.Q,
        groups.G1,
      ])
    await give(null)
    for (const door of [`/meetings/${id}`, `/meetings/${id}/hosts`])
      expect(await statusOf(all.as.Q.get(door))).toBe(404)
    expect(await move('Q', id, '16:00')).toBe(404)
    expect((await all.as.Q.get('/meetings')).body.items).toEqual([])
    expect((await all.as.Q.get('/meetings/count')).body.count).toBe(0)
    expect((await all.as.Q.get('/meetings?search=intake')).body.items).toEqual([])
    await give('operator')
    expect(await statusOf(all.as.Q.get(`/meetings/${id}`))).toBe(200)
  })

  test('is not possible while it is live, once it is over, nor after it was cancelled', async () => {
    const states = ['live', 'completed', 'missed', 'cancelled_by_client', 'cancelled_by_host', 'scheduled']
    for (const status of states) {
      // Nobody has said yet whether what is still scheduled took place.
      const id = await all.meet('O12', at(status === 'scheduled' ? -40 : 5, '10:00'), { status })
      const bodies = {
        rescheduling: { startsAt: at(5, '15:00') },
        cancellation: {},
        reassignment: { hostId: all.fixture.members.O1 },
        guests: { name: 'Ada', email: 'ada@guest.example' },
      }
      for (const [what, body] of Object.entries(bodies)) {
        const answer = await change('A', id, what, body)
        expect([what, status, answer.status, answer.body.code]).toEqual([what, status, 409, 'conflict'])
      }
      expect((await all.as.A.get(`/meetings/${id}`)).body.may).toMatchObject({ move: false })
      await all.query('delete from app.meeting where id = $1', [id])
    }
  })
})

describe('cancelling', () => {
  test('keeps the meeting with who called it off and why', async () => {
    const id = await all.meet('O1', at(8, '10:00'))
    const { body } = await change('O1', id, 'cancellation', { reason: 'I am ill.' })
    expect(body).toMatchObject({ status: 'cancelled_by_host', reason: 'I am ill.', atRisk: null })
    expect(body.cancelledAt).not.toBeNull()
    const [event] = await eventsOf(id)
    expect(event).toMatchObject({ name: 'meeting.cancelled', actor_id: all.fixture.members.O1 })
    expect(JSON.stringify(event)).not.toContain('ill')
  })
})

describe('handing a meeting over', () => {
  test('offers the hosts of the actor’s reach, who is busy with what is in the way, and takes any of them', async () => {
    const { members } = all.fixture
    const id = await all.meet('O1', at(9, '10:00'))
    await all.meet('O12', at(9, '10:15'))
    await all.insert(cast =>
      cast.block({
        memberId: members.L1,
        startsAt: new Date(at(9, '08:00')),
        endsAt: new Date(at(9, '18:00')),
      }),
    )
    const { body } = await all.as.Q.get(`/meetings/${id}/hosts`)
    expect(body.items).toEqual([
      { id: members.O1, name: 'Otto Lindqvist', isHost: true, available: true, why: [] },
      { id: members.Q, name: 'Quinn Adeyemi', isHost: false, available: true, why: [] },
      { id: members.L1, name: 'Luca Moretti', isHost: false, available: false, why: ['member_block'] },
      { id: members.O12, name: 'Olivia Santos', isHost: false, available: false, why: ['meeting'] },
    ])
    const blocked = await change('Q', id, 'reassignment', { hostId: members.L1 })
    expect(blocked.body).toMatchObject({ host: { id: members.L1 }, warnings: [{ layer: 'member_block' }] })
    expect(blocked.body.atRisk).toBe('blocked')
    const overlapping = { hostId: members.O12 }
    expect((await change('Q', id, 'reassignment', overlapping)).body.code).toBe('overlap_not_confirmed')
    const confirmed = await change('Q', id, 'reassignment', { ...overlapping, confirmOverlap: true })
    expect(confirmed.body).toMatchObject({ host: { id: members.O12 }, overlapConfirmed: true })
    for (const hostId of [members.O2, members.A, all.fixture.cast.organizationId])
      expect((await change('Q', id, 'reassignment', { hostId })).body.errors).toEqual([
        { pointer: '/hostId', detail: 'Choose one from the list.' },
      ])
  })

  test('there and back again ends as if nothing had happened', async () => {
    const { members } = all.fixture
    const id = await all.meet('O1', at(10, '10:00'), { reason: '' })
    const before = await rowOf(id)
    await change('Q', id, 'reassignment', { hostId: members.O12 })
    expect(await statusOf(all.as.O1.get(`/meetings/${id}`))).toBe(404)
    await change('Q', id, 'reassignment', { hostId: members.O1 })
    const after = await rowOf(id)
    for (const row of [before, after]) {
      delete row.sequence
      delete row.assigned_at
    }
    expect(after).toEqual(before)
    expect(await eventsOf(id)).toMatchObject([
      { data: { before: { hostId: members.O1 }, after: { hostId: members.O12 } } },
      { data: { before: { hostId: members.O12 }, after: { hostId: members.O1 } } },
    ])
  })

  test('keeps the group by whose link it came; without one, it counts where its new host is', async () => {
    const { members, groups } = all.fixture
    const types = { both: '' }
    await all.insert(cast => {
      types.both = cast.meetingType({ name: 'Both', hosts: { groups: [groups.G1, groups.G2] } })
    })
    const given = { meetingTypeId: types.both, title: 'Both' }
    const byLink = await all.meet('O1', at(11, '10:00'), given)
    const free = await all.meet('O1', at(11, '12:00'), { ...given, groupId: null })
    for (const id of [byLink, free]) await change('A', id, 'reassignment', { hostId: members.O2 })
    expect((await rowOf(byLink)).attributed_group_ids).toEqual([groups.G1])
    expect((await rowOf(free)).attributed_group_ids).toEqual([groups.G2])
    expect(await statusOf(all.as.Q.get(`/meetings/${byLink}`))).toBe(200)
    expect(await statusOf(all.as.Q.get(`/meetings/${free}`))).toBe(404)
  })
})

describe('guests and outcome', () => {
  test('guests come and go, as far as the type allows', async () => {
    const id = await all.meet('O1', at(12, '10:00'))
    const guest = (name: string) => ({ name, email: `${name}@guest.example` })
    const { body } = await change('O1', id, 'guests', guest('ada'))
    expect(body.guests).toMatchObject([guest('ada')])
    expect((await change('O1', id, 'guests', guest('ada'))).body.errors[0].pointer).toBe('/email')
    expect((await change('O1', id, 'guests', guest('bo'))).status).toBe(200)
    expect((await change('O1', id, 'guests', guest('cy'))).body.errors[0].pointer).toBe('/email')
    const gone = await all.as.O1.delete(`/meetings/${id}/guests/${body.guests[0].id}`)
    expect(gone.body.guests).toMatchObject([guest('bo')])
    expect(await statusOf(all.as.O1.delete(`/meetings/${id}/guests/${body.guests[0].id}`))).toBe(404)
    expect((await eventsOf(id)).map(({ name }) => name)).toEqual([
      'meeting.guest_added',
      'meeting.guest_added',
      'meeting.guest_removed',
    ])
    expect(JSON.stringify(await eventsOf(id))).not.toContain('guest.example')
  })

  test('whether it took place is said once it has begun, and may be corrected', async () => {
    const [ahead, begun] = [await all.meet('O1', at(13, '10:00')), await all.meet('O1', at(-20, '10:00'))]
    const say = (letter: Letter, id: string, status: string) =>
      all.as[letter].put(`/meetings/${id}/outcome`, { status })
    expect((await say('O1', ahead, 'missed')).status).toBe(409)
    expect((await say('O1', begun, 'missed')).body.status).toBe('missed')
    expect((await say('Q', begun, 'completed')).body.status).toBe('completed')
    expect((await say('Q', begun, 'completed')).status).toBe(200)
    expect((await say('F', begun, 'missed')).status).toBe(403)
    expect((await eventsOf(begun)).map(({ name }) => name)).toEqual(['meeting.missed', 'meeting.completed'])
  })
})

describe('what is said of a meeting', () => {
  test('answers to questions are for the roles they are meant for', async () => {
    const answer = (label: string, visibleTo: string[]) => ({
      key: label,
      label,
      isTick: false,
      value: 'yes',
      visibleTo,
    })
    const answers = [answer('everybody', []), answer('managers', ['manager', 'admin'])]
    const id = await all.meet('O1', at(14, '10:00'), { answers: answers as never })
    const seen = async (letter: Letter) =>
      (await all.as[letter].get(`/meetings/${id}`)).body.answers.map((each: { label: string }) => each.label)
    for (const letter of ['A', 'M'] as const) expect(await seen(letter)).toEqual(['everybody', 'managers'])
    for (const letter of ['F', 'P', 'O1', 'Q'] as const) expect(await seen(letter)).toEqual(['everybody'])
  })

  test('how the host was found is for who reads it by more than hosting, with the names they may know', async () => {
    const { members } = all.fixture
    const candidate = (memberId: string) => ({
      memberId,
      onDay: 1,
      within7Days: 2,
      scoreOnDay: 1,
      scoreWithin7Days: 2.5,
      lastAssignedAt: null,
      priority: 0,
      joinedAt: 0,
    })
    const decision = {
      policy: 'balanced',
      reason: 'fewest_that_day',
      candidates: [members.O1, members.O2].map(candidate),
    }
    const id = await all.meet('O1', at(15, '10:00'), { decision: decision as never })
    const seen = async (letter: Letter) => (await all.as[letter].get(`/meetings/${id}`)).body.decision
    expect(await seen('O1')).toBeNull()
    expect(await seen('Q')).toMatchObject({
      policy: 'balanced',
      reason: 'Had the fewest meetings of the group on that day.',
      candidates: [{ member: { name: 'Otto Lindqvist' }, scoreWithin7Days: 2.5 }],
      others: 1,
    })
    expect(await seen('A')).toMatchObject({
      candidates: [{}, { member: { name: 'Omar Benali' } }],
      others: 0,
    })
  })
})
