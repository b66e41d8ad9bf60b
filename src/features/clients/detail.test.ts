import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyone, type Person as Letter } from '../../../db/fixture.ts'
import { newId } from '../../kit/id.ts'
import { type Staffed, startStaffed } from '../../../test/staff.ts'

let staffed: Staffed
beforeAll(async () => void (staffed = await startStaffed({ work: false })))
afterAll(() => staffed.server.close())

const idsInList = async (letter: Letter): Promise<string[]> =>
  (await staffed.as[letter].get('/clients?limit=200')).body.items.map((item: { id: string }) => item.id)

describe('who can see this?', () => {
  test('is the inverse of the list: exactly the members who find the client in theirs', async () => {
    const seers = new Map<string, string[]>()
    for (const letter of everyone)
      for (const id of await idsInList(letter))
        seers.set(id, [...(seers.get(id) ?? []), staffed.fixture.members[letter]])
    for (const id of Object.values(staffed.fixture.clients)) {
      const { body } = await staffed.as.A.get(`/clients/${id}/audience`)
      expect(body.items.map((item: { memberId: string }) => item.memberId).sort()).toEqual(
        seers.get(id)?.sort(),
      )
      expect(body.others).toBe(0)
    }
  })

  test('says why, with the memberships that open it, and counts whom the asker may not read', async () => {
    const { clients, members, groups } = staffed.fixture
    await staffed.query('update app.membership set created_by = $1 where member_id = $2', [
      members.A,
      members.Q,
    ])
    const { body } = await staffed.as.A.get(`/clients/${clients.c7}/audience`)
    const of = (letter: Letter) =>
      body.items.find((item: { memberId: string }) => item.memberId === members[letter])
    expect(of('Q')).toMatchObject({
      because: ['group_role'],
      groups: [
        {
          id: groups.G1,
          name: 'Utrecht',
          groupRole: 'operator',
          since: expect.any(String),
          addedBy: 'Adam Okafor',
        },
      ],
    })
    expect(of('L1')).toMatchObject({ because: ['own'], groups: [] })
    expect(of('O2')).toMatchObject({ because: ['cc'], groups: [] })
    expect(of('O0')).toMatchObject({ because: ['ungrouped'] })
    expect(of('A')).toMatchObject({ because: ['role'] })
    const lesser = (await staffed.as.O1.get(`/clients/${clients.c7}/audience`)).body
    expect(lesser.items.map((item: { memberId: string }) => item.memberId).sort()).toEqual(
      [members.O1, members.O12, members.L1, members.Q].sort(),
    )
    expect(lesser.others).toBe(5)
  })
})

describe('a client’s page', () => {
  test('is shared with members one may read, and a Cc of somebody else stays', async () => {
    const { clients, members } = staffed.fixture
    const share = (letter: Letter, memberIds: string[]) =>
      staffed.as[letter].put(`/clients/${clients.c1}/cc`, { memberIds })
    await share('A', [members.O2, members.N])
    expect((await share('O1', [members.L1])).body.cc).toEqual({
      members: [{ id: members.L1, name: 'Luca Moretti' }],
      others: 2,
    })
    const refused = await share('O1', [members.L1, members.O2, newId()])
    expect(refused.body.errors.map((fault: { pointer: string }) => fault.pointer)).toEqual([
      '/memberIds/1',
      '/memberIds/2',
    ])
    expect((await staffed.as.L1.get(`/clients/${clients.c1}`)).status).toBe(200)
    expect((await share('O1', [])).body.cc).toEqual({ members: [], others: 2 })
    expect((await staffed.as.L1.get(`/clients/${clients.c1}`)).status).toBe(404)
    expect((await staffed.as.O2.get(`/clients/${clients.c1}`)).status).toBe(200)
    const timeline = (await staffed.as.A.get(`/clients/${clients.c1}/timeline`)).body.items
    expect(timeline.slice(0, 2)).toMatchObject([
      { name: 'client.unshared', actor: { name: 'Otto Lindqvist' }, member: { name: 'Luca Moretti' } },
      { name: 'client.shared', member: { name: 'Luca Moretti' } },
    ])
    expect((await staffed.as.O2.get(`/clients/${clients.c1}/timeline`)).body.items[0]).toMatchObject({
      actor: { kind: 'member', id: null, name: null },
      member: null,
    })
    await share('A', [])
  })

  test('can be changed by those who may, field by field, and the log keeps no data of it', async () => {
    const { clients } = staffed.fixture
    const changed = await staffed.as.Q.patch(`/clients/${clients.c5}`, {
      email: 'New@Client.example',
      phone: '+31 30 765 43 21',
    })
    expect(changed.body).toMatchObject({ email: 'new@client.example', phone: '+31307654321' })
    const events = await staffed.query(
      `select data from app.event where client_id = $1 and name = 'client.changed'`,
      [clients.c5],
    )
    expect(events).toEqual([{ data: { fields: ['email', 'phone'] } }])
    expect((await staffed.as.N.patch(`/clients/${clients.c5}`, { email: null })).status).toBe(403)
    expect((await staffed.as.P.patch(`/clients/${clients.c5}`, { email: null })).status).toBe(404)
    expect(
      (await staffed.as.Q.patch(`/clients/${clients.c5}`, { phone: '030', groupId: null })).body.errors,
    ).toHaveLength(2)
  })

  test('stays readable and no more for members of its deleted group', async () => {
    const { clients, groups } = staffed.fixture
    await staffed.query('update app."group" set deleted_at = now() where id = $1', [groups.G1])
    const { body } = await staffed.as.O12.get(`/clients/${clients.c5}`)
    expect(body).toMatchObject({ group: { deleted: true }, may: { update: false, share: false } })
    expect((await staffed.as.O12.patch(`/clients/${clients.c5}`, { lastName: 'X' })).status).toBe(403)
    expect((await staffed.as.O1.patch(`/clients/${clients.c1}`, { lastName: 'Mine' })).status).toBe(200)
    await staffed.query('update app."group" set deleted_at = null where id = $1', [groups.G1])
  })
})
