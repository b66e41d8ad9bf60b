import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person as Letter } from '../../../db/fixture.ts'
import { at, type Scheduled, startScheduled } from '../../../test/scheduled.ts'

let all: Scheduled
beforeAll(async () => {
  all = await startScheduled({ work: false })
})
afterAll(() => all.server.close())

const zoe = { name: 'Zoë Müller', email: 'zoe@client.example' }
const plan = (letter: Letter, host: Letter, startsAt: string, more: object = {}) =>
  all.as[letter].post('/meetings', {
    hostId: all.fixture.members[host],
    meetingTypeId: all.types.intake,
    startsAt,
    clients: [zoe],
    ...more,
  })
const pointersOf = (body: { errors: { pointer: string }[] }) => body.errors.map(({ pointer }) => pointer)
const listed = async (letter: Letter) =>
  (await all.as[letter].get('/meetings?limit=200')).body.items.map((item: { id: string }) => item.id)

describe('planning a meeting', () => {
  test('for a colleague in the group is a group operator’s daily work, whatever their own role', async () => {
    const { members, groups } = all.fixture
    const { status, body } = await plan('Q', 'O1', at(1, '09:00'), { message: 'See you then.' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      status: 'scheduled',
      startsAt: at(1, '09:00'),
      endsAt: at(1, '09:30'),
      host: { id: members.O1 },
      groups: [{ id: groups.G1 }],
      group: { id: groups.G1 },
      client: { name: 'Zoë Müller', email: 'zoe@client.example' },
      message: 'See you then.',
      plannedBy: { id: members.Q },
      isPlanned: true,
      decision: null,
      warnings: [],
      may: { change: true, move: true, conclude: false },
    })
    expect(body.history).toMatchObject([
      { name: 'meeting.planned', actor: { id: members.Q }, after: { host: { id: members.O1 } } },
    ])
    expect((await listed('O1')).includes(body.id)).toBe(true)
    expect((await listed('O2')).includes(body.id)).toBe(false)
  })

  test('moving it and handing it over in the group are a group manager’s daily work too', async () => {
    const { members, groups } = all.fixture
    const give = (role: string | null) =>
      all.query('update app.membership set group_role = $1 where member_id = $2 and group_id = $3', [
        role,
        members.L1,
        groups.G1,
      ])
    const { id } = (await plan('Q', 'O1', at(1, '14:00'))).body
    const move = () => all.as.L1.post(`/meetings/${id}/rescheduling`, { startsAt: at(1, '15:00') })
    expect((await move()).status).toBe(404)
    await give('manager')
    expect((await plan('L1', 'O12', at(1, '14:00'))).status).toBe(201)
    expect((await move()).body).toMatchObject({ startsAt: at(1, '15:00') })
    const handed = await all.as.L1.post(`/meetings/${id}/reassignment`, { hostId: members.O12 })
    expect(handed.body).toMatchObject({ host: { id: members.O12 }, groups: [{ id: groups.G1 }] })
    await give(null)
    expect((await all.as.L1.get(`/meetings/${id}`)).status).toBe(404)
  })

  test('is offered with exactly the hosts and types with which it then works', async () => {
    const letters = ['A', 'F', 'M', 'P', 'O1', 'O2', 'O12', 'L1', 'Q', 'O0'] as const
    let hour = 0
    for (const letter of letters) {
      const { body } = await all.as[letter].get('/meetings/options')
      for (const host of ['F', 'O1', 'O2', 'O12', 'Q'] as const)
        for (const meetingTypeId of Object.values(all.types)) {
          const hostId = all.fixture.members[host]
          const offered = body.hosts.find((each: { id: string }) => each.id === hostId)
          const isOffered = offered?.meetingTypeIds.includes(meetingTypeId) ?? false
          const startsAt = new Date(Date.parse(at(8, '00:00')) + 3_600_000 * hour++).toISOString()
          // Where several groups may have the client, one of them has to be chosen.
          const groupId = offered?.preselected === null ? offered.groups[0]?.id : undefined
          const answer = await plan(letter, host, startsAt, { meetingTypeId, groupId })
          expect([letter, host, meetingTypeId, answer.status]).toEqual([
            letter,
            host,
            meetingTypeId,
            isOffered ? 201 : 400,
          ])
        }
    }
  })

  test('makes somebody new a client of the groups that are offered, and of no other', async () => {
    const { fixture, types } = all
    const { G1, G2 } = fixture.groups
    const letters = ['A', 'F', 'M', 'P', 'O1', 'O2', 'O12', 'L1', 'Q'] as const
    const typeOf = { F: types.talk, O1: types.talk, O2: types.review, O12: types.intake }
    let hour = 0
    for (const letter of letters) {
      const { body } = await all.as[letter].get('/meetings/options')
      for (const [host, meetingTypeId] of Object.entries(typeOf) as [keyof typeof typeOf, string][]) {
        const offered = body.hosts.find((each: { id: string }) => each.id === fixture.members[host])
        if (!offered?.meetingTypeIds.includes(meetingTypeId)) continue
        const groups = new Set([...body.groups, ...offered.groups].map(({ id }) => id))
        if (body.organizationGroup) groups.add(null)
        const chosen = offered.preselected === 'organization' ? null : offered.preselected
        expect(groups.has(chosen)).toBe(offered.preselected !== null)
        for (const groupId of [G1, G2, null, fixture.cast.organizationId]) {
          const startsAt = new Date(Date.parse(at(15, '00:00')) + 3_600_000 * hour++).toISOString()
          const clients = [{ name: 'New', email: `new${hour}@client.example` }]
          const answer = await plan(letter, host, startsAt, { meetingTypeId, groupId, clients })
          const told = [letter, host, groupId, answer.status]
          expect(told).toEqual([letter, host, groupId, groups.has(groupId) ? 201 : 400])
          const made = await all.query('select group_id from app.client where email = $1', [
            clients[0]?.email,
          ])
          expect(made).toEqual(groups.has(groupId) ? [{ group_id: groupId }] : [])
          if (answer.status === 400) expect(pointersOf(answer.body)).toEqual(['/groupId'])
        }
      }
    }
  })

  test('for the Organization group is for those who may invite for it, or meet who is a client already', async () => {
    const { fixture, types } = all
    const { G1, G2 } = fixture.groups
    const talk = { meetingTypeId: types.talk, clients: [{ name: 'Ana', email: 'ana@client.example' }] }
    const detailOf = (body: { errors: { detail: string }[] }) => body.errors.map(({ detail }) => detail)
    const refused = await plan('O1', 'O1', at(11, '09:00'), { ...talk, groupId: null })
    const hidden = await plan('O1', 'O1', at(11, '09:00'), { ...talk, groupId: G2 })
    expect([refused.status, ...pointersOf(refused.body)]).toEqual([400, '/groupId'])
    expect(detailOf(refused.body)).toEqual(detailOf(hidden.body))
    // Otto hosts it by name: it is no meeting of his group's, and yet its client is.
    const { status, body } = await plan('O1', 'O1', at(11, '09:00'), talk)
    expect([status, body.group, body.groups]).toEqual([201, null, []])
    const rows = await all.query(`select group_id from app.client where email = 'ana@client.example'`)
    expect(rows).toEqual([{ group_id: G1 }])
    expect((await all.as.O1.get(`/clients/${body.client.id}`)).status).toBe(200)
    const known = { ...talk, clients: [], clientId: fixture.clients.c1, groupId: null }
    expect((await plan('O1', 'O1', at(11, '11:00'), known)).status).toBe(201)

    const { id: meetingTypeId } = (
      await all.as.A.post('/meeting-types', { name: 'Both', durationMinutes: 30, groupIds: [G1, G2] })
    ).body
    const both = { ...talk, meetingTypeId }
    expect(pointersOf((await plan('O12', 'O12', at(11, '12:00'), both)).body)).toEqual(['/groupId'])
    const { body: ofG2 } = await plan('O12', 'O12', at(11, '12:00'), { ...both, groupId: G2 })
    expect(ofG2).toMatchObject({ group: { id: G2 }, groups: [{ id: G2 }] })
  })

  test('answers alike for a host, a type, a group or a client that is hidden, foreign or unknown', async () => {
    const unknown = all.fixture.cast.organizationId
    const { groups, members, clients } = all.fixture
    const refused = async (letter: Letter, more: object) => {
      const { status, body } = await plan(letter, 'O1', at(2, '20:00'), more)
      return [status, body.code, ...pointersOf(body), body.errors[0]?.detail]
    }
    const fault = (pointer: string) => [400, 'invalid', pointer, 'Choose one from the list.']
    for (const hostId of [members.O2, members.A, unknown])
      expect(await refused('Q', { hostId })).toEqual(fault('/hostId'))
    for (const meetingTypeId of [all.types.review, unknown])
      expect(await refused('Q', { meetingTypeId })).toEqual(fault('/meetingTypeId'))
    for (const groupId of [groups.G2, unknown])
      expect(await refused('Q', { groupId })).toEqual(fault('/groupId'))
    for (const clientId of [clients.c2, unknown])
      expect(await refused('Q', { clientId })).toEqual(fault('/clientId'))
    const over = await plan('Q', 'O1', at(-30, '10:00'))
    expect(pointersOf(over.body)).toEqual(['/startsAt'])
  })

  test('a Full member reads every meeting and plans their own alone', async () => {
    const { id } = (await plan('F', 'F', at(3, '12:00'), { meetingTypeId: all.types.talk })).body
    expect((await all.as.F.post(`/meetings/${id}/cancellation`, {})).status).toBe(200)
    expect(pointersOf((await plan('F', 'O1', at(3, '13:00'))).body)).toEqual(['/hostId'])
  })

  test('makes the client one of the group, found there by the address and never elsewhere', async () => {
    const email = 'ines@client.example'
    const clients = [{ name: 'Inês Sá', email }]
    const { body: one } = await plan('O1', 'O1', at(3, '09:00'), { clients })
    const { body: two } = await plan('Q', 'O12', at(3, '09:00'), { clients })
    const ofG2 = await plan('A', 'O2', at(3, '09:00'), { clients, meetingTypeId: all.types.review })
    expect(two.client.id).toBe(one.client.id)
    expect(ofG2.body.client.id).not.toBe(one.client.id)
    const rows = await all.query('select group_id from app.client where email = $1', [email])
    expect(new Set(rows.map(row => row.group_id))).toEqual(new Set(Object.values(all.fixture.groups)))
    expect(rows).toHaveLength(2)
    const { body } = await all.as.A.get(`/clients/${one.client.id}/timeline`)
    expect(body.items.map((item: { name: string }) => item.name)).toContain('meeting.planned')
    expect(JSON.stringify(body.items)).not.toContain(all.fixture.members.O12)
  })

  test('warns of blocks, busy times and hours, and plans nevertheless', async () => {
    const { members } = all.fixture
    await all.insert(cast => {
      cast.block({
        memberId: members.O1,
        startsAt: new Date(at(4, '10:00')),
        endsAt: new Date(at(4, '11:00')),
      })
      const calendar = cast.calendar(members.O1)
      cast.busy(calendar, members.O1, new Date(at(4, '10:15')), new Date(at(4, '10:45')))
    })
    const { status, body } = await plan('Q', 'O1', at(4, '10:00'))
    expect(status).toBe(201)
    expect(body.warnings).toEqual([
      { layer: 'member_block', startsAt: at(4, '10:00'), endsAt: at(4, '11:00') },
      { layer: 'busy', startsAt: at(4, '10:15'), endsAt: at(4, '10:45') },
    ])
    const night = await plan('Q', 'O1', at(4, '23:00'))
    expect(night.body.warnings.map((each: { layer: string }) => each.layer)).toEqual(['open_hours'])
  })

  test('over another meeting asks for a second confirmation, which says only when that is, and is kept', async () => {
    await plan('O1', 'O1', at(5, '10:00'), { clients: [{ name: 'Secret', email: 'secret@client.example' }] })
    const refused = await plan('Q', 'O1', at(5, '10:15'))
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({
      code: 'overlap_not_confirmed',
      overlaps: [{ startsAt: at(5, '10:00'), endsAt: at(5, '10:30') }],
    })
    expect(JSON.stringify(refused.body)).not.toContain('ecret')
    const confirmed = await plan('Q', 'O1', at(5, '10:15'), { confirmOverlap: true })
    expect(confirmed.status).toBe(201)
    expect(confirmed.body).toMatchObject({ overlapConfirmed: true, atRisk: 'overlap' })
    expect((await plan('Q', 'O1', at(5, '10:45'), { confirmOverlap: true })).body).toMatchObject({
      overlapConfirmed: false,
    })
  })

  test('takes guests as far as the type allows, each address once', async () => {
    const guest = (name: string) => ({ name, email: `${name}@guest.example` })
    const { body } = await plan('Q', 'O1', at(6, '10:00'), { clients: [zoe, guest('ada'), guest('bo')] })
    expect(body.guests.map((each: { name: string }) => each.name)).toEqual(['ada', 'bo'])
    const tooMany = await plan('Q', 'O1', at(6, '11:00'), {
      clients: [zoe, guest('ada'), guest('bo'), guest('cy')],
    })
    expect(pointersOf(tooMany.body)).toEqual(['/clients/3/email'])
    const twice = await plan('Q', 'O1', at(6, '11:00'), { clients: [zoe, guest('ada'), guest('ada')] })
    expect(pointersOf(twice.body)).toEqual(['/clients/2/email'])
    const same = await plan('Q', 'O1', at(6, '11:00'), { clients: [zoe, { ...zoe, name: 'Zoë too' }] })
    expect(pointersOf(same.body)).toEqual(['/clients/1/email'])
    const knownClient = { clientId: body.client.id, clients: [guest('ada'), zoe] }
    const known = await plan('Q', 'O1', at(6, '11:00'), knownClient)
    expect(pointersOf(known.body)).toEqual(['/clients/1/email'])
    expect(pointersOf((await plan('Q', 'O1', at(6, '11:00'), { clients: [] })).body)).toEqual(['/clients'])
  })

  test('sent twice under one key is one meeting', async () => {
    const body = {
      hostId: all.fixture.members.O12,
      meetingTypeId: all.types.intake,
      startsAt: at(7, '10:00'),
      clients: [zoe],
    }
    const send = () => all.as.Q.post('/meetings', body, { headers: { 'idempotency-key': 'click' } })
    const answers = await Promise.all([send(), send(), send()])
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(answers.map(each => each.body.id)).size).toBe(1)
  })

  test('by many at once gives a host one meeting at a time, unless somebody confirms', async () => {
    const letters = ['A', 'M', 'P', 'Q', 'O1', 'A', 'M', 'P', 'Q', 'O1'] as const
    const starts = ['12:00', '12:10', '12:20', '12:00', '12:25', '12:05', '12:15', '12:29', '12:01', '12:11']
    const answers = await Promise.all(letters.map((letter, n) => plan(letter, 'O1', at(10, starts[n] ?? ''))))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'overlap_not_confirmed')).toHaveLength(9)
  })
})
