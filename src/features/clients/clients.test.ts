import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyone, type Person as Letter } from '../../../db/fixture.ts'
import { newId } from '../../kit/id.ts'
import { type Staffed, startStaffed } from '../../../test/staff.ts'

let staffed: Staffed
beforeAll(async () => void (staffed = await startStaffed({ work: false })))
afterAll(() => staffed.server.close())

type Item = {
  id: string
  groupLabel: string
  group: { id: string } | null
  invitedBy: object | null
  sharedWithMe: boolean
}
const list = async (letter: Letter, query = '') =>
  (await staffed.as[letter].get(`/clients?limit=200${query}`)).body.items as Item[]
const idsOf = (items: { id: string }[]) => items.map(item => item.id)
const names = (ids: string[]) =>
  Object.entries(staffed.fixture.clients)
    .filter(([, id]) => ids.includes(id))
    .map(([name]) => name)
const fileOf = async (letter: Letter, query = '') => {
  const answer = await fetch(`${staffed.server.url}/api/v1/clients/export.csv?${query}`, {
    headers: { cookie: staffed.as[letter].cookie ?? '' },
  })
  return { answer, lines: (await answer.text()).trim().split('\n') }
}
const idsInFile = async (letter: Letter, query = '') =>
  (await fileOf(letter, query)).lines.slice(1).map(line => line.split(',')[0])

describe('Connections', () => {
  test('the list, single clients, the count, the export and an empty search agree, for everybody', async () => {
    const totals = { A: 10, F: 10, M: 10, O0: 10, O1: 5, O2: 4, O12: 7, P: 3, Q: 4, L0: 1, L1: 1, N: 1 }
    for (const letter of everyone) {
      const ids = idsOf(await list(letter))
      expect(ids, letter).toHaveLength(totals[letter])
      expect(idsOf(await list(letter, '&search='))).toEqual(ids)
      expect(await idsInFile(letter)).toEqual(ids)
      expect((await staffed.as[letter].get('/clients/count')).body).toEqual({
        count: totals[letter],
        capped: false,
      })
      for (const id of Object.values(staffed.fixture.clients))
        expect((await staffed.as[letter].get(`/clients/${id}`)).status).toBe(ids.includes(id) ? 200 : 404)
    }
  })

  test('pages follow one another without a gap or a repetition, and a cursor is what the page gave', async () => {
    const all = idsOf(await list('O12'))
    const walked: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const { body } = await staffed.as.O12.get(`/clients?limit=3${next && `&cursor=${next}`}`)
      walked.push(...idsOf(body.items))
      next = body.next
    }
    expect(walked).toEqual(all)
    const at = (time: string) => Buffer.from(`${time} ${staffed.fixture.clients.c1}`).toString('base64url')
    const never = ['2020-13-45', '2024-02-30', '0000-01-01'].map(day => at(`${day}T00:00:00.000Z`))
    for (const cursor of ['x', ...never])
      expect((await staffed.as.O12.get(`/clients?cursor=${cursor}`)).body.errors).toMatchObject([
        { pointer: '/cursor' },
      ])
  })

  test('filters combine', async () => {
    const { members, groups, clients } = staffed.fixture
    await staffed.query(`update app.client set status = 'completed' where id = any ($1)`, [
      [clients.c1, clients.c2],
    ])
    expect(names(idsOf(await list('A', `&groupId=${groups.G1}&status=completed`)))).toEqual(['c1'])
    expect(names(idsOf(await list('A', `&invitedBy=${members.O1}`)))).toEqual(['c1', 'c10'])
    expect(names(idsOf(await list('A', '&groupId=organization&origin=invite')))).toEqual(['c3', 'c8'])
    expect(names(idsOf(await list('O2', '&cc=me')))).toEqual(['c7'])
    expect(names(idsOf(await list('O2', '&cc=me&status=completed')))).toEqual([])
    expect((await staffed.as.A.get(`/clients/count?groupId=${groups.G1}&status=completed`)).body.count).toBe(
      1,
    )
    expect(names((await idsInFile('A', `groupId=${groups.G2}`)) as string[])).toEqual(['c2', 'c6', 'c10'])
    const bad = await staffed.as.A.get('/clients?status=odd&groupId=1&surprise=1&limit=0')
    expect(bad.body.errors.map((fault: { pointer: string }) => fault.pointer).sort()).toEqual(
      ['/groupId', '/limit', '/status', '/surprise'].sort(),
    )
  })

  test('a group one may not filter by gives an empty page, and never the visible part of it', async () => {
    const { groups } = staffed.fixture
    const filtered = async (letter: Letter, groupId: string) =>
      names(idsOf(await list(letter, `&groupId=${groupId}`)))
    // O1 sees c10 of G2, and L0 sees c2: not by this filter.
    for (const letter of ['O1', 'L0', 'N'] as const) expect(await filtered(letter, groups.G2)).toEqual([])
    for (const letter of ['O1', 'O2', 'P', 'Q', 'L0'] as const)
      expect(await filtered(letter, 'organization')).toEqual([])
    expect(await filtered('A', newId())).toEqual([])
    expect(await filtered('O0', groups.G2)).toEqual(['c2', 'c6', 'c10'])
    expect(await filtered('L1', groups.G1)).toEqual(['c7'])
    for (const way of ['count', 'export.csv'])
      expect((await staffed.as.O1.send('GET', `/api/v1/clients/${way}?groupId=${newId()}&search=x`).catch(() => ({ status: 200 }))).status).toBe(200) // prettier-ignore
    expect((await staffed.as.O1.get(`/clients/count?groupId=${groups.G2}`)).body.count).toBe(0)
    expect(await idsInFile('O1', `groupId=${groups.G2}`)).toEqual([])
  })

  test('what may be filtered by is told: groups, deleted ones with their date, flows, senders and statuses', async () => {
    const { groups, members } = staffed.fixture
    const filters = async (letter: Letter) => (await staffed.as[letter].get('/clients/filters')).body
    await staffed.query('update app."group" set deleted_at = now() where id = $1', [groups.G2])
    expect((await filters('A')).groups).toMatchObject([
      { id: 'organization', deletedAt: null },
      { id: groups.G1, name: 'Utrecht', deletedAt: null },
      { id: groups.G2, deletedAt: expect.any(String) },
    ])
    expect(idsOf((await filters('A')).senders).sort()).toEqual(
      [members.A, members.O0, members.O1, members.O2, members.O12, members.L1].sort(),
    )
    expect(idsOf((await filters('O2')).groups)).toEqual([groups.G2])
    expect(idsOf((await filters('P')).groups)).toEqual([groups.G2])
    expect(names(idsOf(await list('P', `&groupId=${groups.G2}`)))).toEqual(['c2', 'c6', 'c10'])
    await staffed.query('update app."group" set deleted_at = null where id = $1', [groups.G2])
  })

  test('a group, a member or a flow that the viewer may not know has no name on the row', async () => {
    const { clients } = staffed.fixture
    const shared = (await staffed.as.L0.get(`/clients/${clients.c2}`)).body
    expect(shared).toMatchObject({
      group: null,
      groupLabel: 'Shared with you',
      invitedBy: null,
      sharedWithMe: true,
    })
    const own = (await staffed.as.O2.get(`/clients/${clients.c2}`)).body
    expect(own).toMatchObject({
      groupLabel: 'Rotterdam',
      invitedBy: { name: 'Omar Benali' },
      sharedWithMe: false,
    })
    expect((await staffed.as.A.get(`/clients/${clients.c3}`)).body).toMatchObject({
      group: null,
      groupLabel: 'Organization',
    })
  })

  test('search finds parts of names, addresses and numbers, without accents, and only what the searcher sees', async () => {
    const { clients } = staffed.fixture
    await staffed.query(
      `update app.client set first_name = 'Chloé', last_name = 'O’Neill 100%_', email = 'chloe@mail.example', phone = '+31301234567', external_id = 'X-77' where id = $1`,
      [clients.c1],
    )
    for (const words of ['chloe', 'CHLOÉ', 'o’neill', 'e@mail.ex', '0123', 'x-77', '100%_'])
      expect(names(idsOf(await list('O1', `&search=${encodeURIComponent(words)}`))), words).toEqual(['c1'])
    // What means something to the database means itself here; an apostrophe is an apostrophe, however typed.
    for (const [words, found] of Object.entries({
      '%': ['c1'],
      _: ['c1'],
      "o'neill": ['c1'],
      '\\': [],
      "'; --": [],
    }))
      expect(names(idsOf(await list('O1', `&search=${encodeURIComponent(words)}`))), words).toEqual(found)
    expect(await list('O2', '&search=chloe')).toEqual([])
    expect((await staffed.as.O2.get('/clients/count?search=chloe')).body.count).toBe(0)
    expect(
      names(idsOf(await list('O12', `&search=chloe&groupId=${staffed.fixture.groups.G1}&status=completed`))),
    ).toEqual(['c1'])
    expect(await list('O12', '&search=chloe&status=revoked')).toEqual([])
  })
})

describe('the file of clients', () => {
  test('has the list’s rows under a header, and no formula that a spreadsheet would run', async () => {
    const { clients } = staffed.fixture
    await staffed.query(
      `update app.client set first_name = '=HYPERLINK("x")', last_name = 'Q, "R"' where id = $1`,
      [clients.c4],
    )
    const { answer, lines } = await fileOf('O1')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="clients-.*\.csv"$/)
    expect(lines[0]).toMatch(/^id,first_name,last_name,email,/)
    expect(lines.join('\n')).toContain(`${clients.c4},"'=HYPERLINK(""x"")","Q, ""R"""`)
  })

  test('is whole beyond one page', async () => {
    const { cast, groups } = staffed.fixture
    await staffed.query(
      `insert into app.client (organization_id, id, origin, first_name, group_id, created_at)
       select $1, gen_random_uuid(), 'api', 'Many', $2, now() - interval '1 year' from generate_series(1, 1100)`,
      [cast.organizationId, groups.G2],
    )
    const ids = await idsInFile('O2', `groupId=${groups.G2}`)
    expect(ids).toHaveLength(1103)
    expect(new Set(ids).size).toBe(1103)
    expect((await staffed.as.O2.get('/clients/count')).body).toEqual({ count: 1000, capped: true })
    await staffed.query(`delete from app.client where first_name = 'Many'`)
  })
})
