import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../test/world.ts'
import { clientStatuses } from './north-bank.ts'
import { seedNorthBank, type SignIn } from './seed.ts'

const flow = {
  name: 'A first meeting',
  steps: [
    { kind: 'intro', key: 'intro' },
    {
      kind: 'form',
      key: 'about_you',
      fields: [
        { key: 'address', kind: 'text' },
        { key: 'born', kind: 'date' },
      ],
    },
    { kind: 'success', key: 'done' },
  ],
}
let world: World
let signIns: SignIn[]
beforeAll(async () => {
  world = await openWorld()
  signIns = await seedNorthBank(world.database.url('guildhall_owner'), {
    passwordHash: 'hash',
    encrypt: token => `encrypted ${token}`,
    flow,
  })
})
afterAll(() => world.close())

const all = async <T>(query: string): Promise<T[]> => (await world.owner.query(query)).rows as T[]

test('the demo has clients in every status, over the last weeks, in live groups, a deleted one and none', async () => {
  const clients = await all<{ status: string; place: string }>(
    `select c.status, case when g.id is null then 'none' when g.deleted_at is null then 'live' else 'deleted' end as place
       from app.client c left join app."group" g on g.id = c.group_id
      where c.created_at between now() - interval '60 days' and now() and c.last_activity_at between c.created_at and now()`,
  )
  expect(clients.length).toBeGreaterThan(55)
  expect(new Set(clients.map(client => client.status))).toEqual(new Set(clientStatuses))
  expect(new Set(clients.map(client => client.place))).toEqual(new Set(['none', 'live', 'deleted']))
})

test('the demo has meetings in every status, before and after now, in the open hours of hosts who can hold them', async () => {
  const meetings = await all<{ status: string; isPast: boolean; isHost: boolean; atNight: boolean }>(
    `select status, ends_at < now() as "isPast", extract(hour from starts_at at time zone 'Europe/Amsterdam') not between 8 and 17
              and status <> 'live' as "atNight",
            exists (select from app.meeting_type_group t join app.membership ms on ms.group_id = t.group_id
              where t.meeting_type_id = m.meeting_type_id and ms.member_id = m.host_id) as "isHost"
       from app.meeting m`,
  )
  expect(meetings.length).toBeGreaterThan(20)
  expect(new Set(meetings.map(meeting => meeting.status)).size).toBe(6)
  expect(new Set(meetings.map(meeting => meeting.isPast)).size).toBe(2)
  expect(meetings.filter(meeting => !meeting.isHost || meeting.atNight)).toEqual([])
})

test('its groups have the links of their names', async () => {
  const links = await all<{ link: string }>('select link from app.group_link order by link')
  expect(links.map(row => row.link)).toEqual(['groningen', 'rotterdam', 'utrecht'])
})

test('everyone who may sign in to the demo has a password and sees a client', async () => {
  expect(signIns.map(each => each.email)).toContain('adam@northbank.example')
  for (const { email } of signIns) {
    const [member] = await all<{ id: string; organizationId: string; password: string }>(
      `select m.id, m.organization_id as "organizationId", c.password from app.member m
         join auth.credential c on c.user_id = m.account_id where m.email = '${email}'`,
    )
    expect(member?.password).toBe('hash')
    const { rows } = await world.asMember(member?.organizationId ?? '', member?.id ?? '', db =>
      sql`select id from app.client`.execute(db),
    )
    expect(rows.length, email).toBeGreaterThan(0)
  }
})

test('what a client of the demo did is told in the order it happened', async () => {
  const disordered = await all(
    `select from (select at, lag(at) over (partition by client_id order by id) as before from app.event) told where before > at`,
  )
  expect(disordered).toEqual([])
})
