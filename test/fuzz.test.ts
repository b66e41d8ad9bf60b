import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Chance } from '../bench/population.ts'
import type { Route } from '../src/http/route.ts'
import { problemKinds } from '../src/kit/errors.ts'
import { ProblemDocument } from '../src/kit/shapes.ts'
import { routes } from '../src/routes.ts'
import {
  type Answer,
  type Caller,
  type Doors,
  openDoors,
  retiredLinkOf,
  type Staff,
  staff,
  visitor,
} from './world/doors.ts'
import { Nonsense } from './world/nonsense.ts'

const seed = 20_251
const bodies = 20_000
/** What is asked for often changes what there is; an organisation is asked this often, then the next one. */
const perOrganization = 1000
const perLook = 40

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const doorsOf = routes.filter(route => route.path !== '/setup')
const lineOf = ({ method, path }: Route) => `${method} ${path}`
/** What is hard to get right by luck is asked for more often, and more kindly. */
const hard = [
  'POST /invites',
  'POST /meeting-types',
  'POST /blocks',
  'POST /meetings',
  'POST /public/groups/:link/meetings',
  'POST /public/meeting-types/:link/meetings',
]
const asked = [...doorsOf, ...[1, 2, 3].flatMap(() => doorsOf.filter(route => hard.includes(lineOf(route))))]

/** All that an organisation has, in a word. */
async function contentOf(organizationId: string): Promise<string> {
  const { rows: tables } = await doors.owner.query<{ name: string; key: string }>(`
    select c.oid::regclass::text as name, case when c.relname = 'organization' then 'id' else 'organization_id' end as key
      from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'
       and (c.relname = 'organization' or exists (
         select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id'))`)
  const parts = tables.map(
    ({ name, key }) =>
      `(select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from ${name} t where ${key} = $1)`,
  )
  const { rows } = await doors.owner.query<{ content: string }>(
    `select concat_ws(' ', ${parts.join()}) as content`,
    [organizationId],
  )
  return rows[0]?.content ?? ''
}

/** What the first id of a path may name: by its first noun, or for a public door by its kind. */
function subjectsOf(
  path: string,
  { cast: { rows }, links, bookings, doors: open }: Staff,
): readonly string[] {
  const [, noun = '', kind = ''] = path.split('/')
  const ids: Record<string, readonly { id: string }[]> = {
    clients: rows.client,
    invites: rows.invite,
    members: rows.member,
    groups: rows.group,
    meetings: rows.meeting,
    'meeting-types': rows.meetingType,
    blocks: rows.block,
    calendars: rows.calendar,
  }
  const retired = rows.group.map(group => retiredLinkOf(group.id))
  const doorsOfKind: Record<string, readonly string[]> = {
    groups: [...Array.from({ length: 6 }, () => open.groups), ...retired],
    members: [open.members],
    'meeting-types': [open['meeting-types']],
    bookings: [...bookings.values()],
    journeys: [...links.values()],
  }
  return noun === 'public' ? (doorsOfKind[kind] ?? []) : (ids[noun] ?? []).map(row => row.id)
}

/** A door's path with ids that are there, for the most part, and the further ones hang on the first. */
function pathOf({ path }: Route, nonsense: Nonsense, company: Staff): string {
  const { rows } = company.cast
  const first = nonsense.param(subjectsOf(path, company))
  const further: Record<string, () => string[]> = {
    key: () => ['intro', 'details', 'done'],
    link: () => [retiredLinkOf(first)],
    memberId: () => rows.membership.filter(row => row.groupId === first).map(row => row.memberId),
    guestId: () => rows.meetingGuest.filter(row => row.meetingId === first).map(row => row.id),
  }
  return path
    .replace(/:[a-zA-Z]+/, first)
    .replace(/:([a-zA-Z]+)/g, (_, name: string) => nonsense.param(further[name]?.() ?? []))
}

/** A problem document with a code of ours, or an answer of the door's own shape. */
function judge(route: Route, wasRight: boolean, { status, headers, text }: Answer, what: string): void {
  expect(status, `${what}\n${text.slice(0, 500)}`).toBeLessThan(500)
  if (status >= 400) {
    expect(headers['content-type'], what).toMatch(/^application\/problem\+json/)
    const problem = ProblemDocument.parse(JSON.parse(text))
    const [expected] = problemKinds[problem.code as keyof typeof problemKinds] ?? []
    expect(problem.status, what).toBe(status)
    expect(expected, what).toBe(status)
  } else if (wasRight && status === 204) expect(text).toBe('')
  else if (wasRight && route.access !== 'streaming') {
    expect(status, what).toBe(route.status)
    expect(route.answer.safeParse(route.file ? text : JSON.parse(text)).error, what).toBeUndefined()
  }
}

test(
  `${bodies} requests of every kind of nonsense get a problem or a right answer, and a refusal changes nothing (seed ${seed})`,
  { timeout: 900_000 },
  async () => {
    const nonsense = new Nonsense(new Chance(seed))
    const statuses = new Map<number, number>()
    const opened = new Map<string, number>()
    for (let before = 0; before < bodies; before += perOrganization) {
      const company = await staff(doors)
      const { rows } = company.cast
      const idsOf = (list: readonly { id: string }[]) => list.map(row => row.id)
      nonsense.ids = {
        member: idsOf(rows.member),
        group: idsOf(rows.group),
        flow: idsOf(rows.flow),
        client: idsOf(rows.client),
        invite: idsOf(rows.invite),
        // Mostly one that every public door offers.
        meetingType: [...idsOf(rows.meetingType), company.meetingTypes.T1, company.meetingTypes.T1],
        meeting: idsOf(rows.meeting),
        guest: idsOf(rows.meetingGuest),
        block: idsOf(rows.block),
        calendar: idsOf(rows.calendar),
      }
      const admins = company.callers.filter(
        ({ member }) => member?.role === 'admin' && !member.removedAt && !member.suspendedAt,
      )
      let content = await contentOf(company.cast.organizationId)
      for (let number = 1; number <= perOrganization; number++) {
        const route = nonsense.oneOf(asked)
        const caller: Caller = nonsense.is(60)
          ? nonsense.oneOf(admins)
          : nonsense.is(90)
            ? nonsense.oneOf(company.callers)
            : visitor
        const method = nonsense.is(95) ? route.method : nonsense.oneOf(methods)
        const isStream = route.path.endsWith('/stream')
        const path = `${pathOf(route, nonsense, company)}?${isStream ? 'not=a-filter' : nonsense.query(route.query)}`
        const answer = await doors.ask(caller, method, path, {
          headers: {
            ...(method !== 'GET' && { 'content-type': nonsense.contentType() }),
            ...(nonsense.is(5) && { 'if-match': nonsense.oneOf(['"1"', '"x"', '*', '"999999999999"']) }),
            ...(nonsense.is(5) && { 'idempotency-key': nonsense.oneOf(['one', 'two', 'x'.repeat(201)]) }),
          },
          ...(method !== 'GET' && {
            body: nonsense.body(route.body, hard.includes(lineOf(route)) ? 20 : 65),
          }),
        })
        judge(
          route,
          method === route.method,
          answer,
          `request ${before + number}: ${caller.name}, ${method} ${path}`,
        )
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
        if (answer.status === 201) opened.set(lineOf(route), (opened.get(lineOf(route)) ?? 0) + 1)
        const mayHaveChanged = answer.status < 300 && method !== 'GET'
        if (!mayHaveChanged && number % perLook !== 0) continue
        const now = await contentOf(company.cast.organizationId)
        if (!mayHaveChanged)
          expect(now, `something changed within the ${perLook} requests before ${before + number}`).toBe(
            content,
          )
        content = now
      }
    }
    for (const status of [200, 201, 400, 401, 403, 404, 405, 415])
      expect(statuses.get(status) ?? 0, `answers of ${status}`).toBeGreaterThan(0)
    // What nobody got through to would not have been put to the test.
    for (const line of hard)
      expect(opened.get(line) ?? 0, `${line} that were answered with 201`).toBeGreaterThan(0)
  },
)

test('the doors of accounts take the same nonsense', async () => {
  const nonsense = new Nonsense(new Chance(seed))
  const shape = z
    .object({ email: z.email(), password: z.string(), token: z.string(), newPassword: z.string() })
    .partial()
  const company = await staff(doors)
  for (let number = 0; number < 300; number++) {
    const door = nonsense.oneOf([
      'sign-in/email',
      'sign-out',
      'request-password-reset',
      'reset-password',
      'change-password',
      'get-session',
      'update-user',
      'no-such-door',
    ])
    const answer = await doors.server.app.server?.inject({
      method: nonsense.is(90) ? 'POST' : nonsense.oneOf(methods),
      url: `/api/auth/${door}`,
      headers: {
        'content-type': nonsense.contentType(),
        ...(nonsense.is(30) && { cookie: nonsense.oneOf(company.callers).cookie }),
      },
      payload: nonsense.body(shape),
    })
    const what = `request ${number}: ${door}, ${answer?.body}`
    expect(answer?.statusCode, what).toBeLessThan(500)
    if ((answer?.statusCode ?? 0) >= 400)
      expect(ProblemDocument.parse(JSON.parse(answer?.body ?? '')).status, what).toBe(answer?.statusCode)
  }
})

test('a body nested deeper than can be written is refused or overlooked, under a key as well', async () => {
  const company = await staff(doors)
  for (const route of doorsOf.filter(({ method }) => method !== 'GET')) {
    const path = route.path.replace(/:[a-zA-Z]+/g, company.members.O1)
    const answer = await doors.ask(company.callers[0] as Caller, route.method, path, {
      headers: { 'content-type': 'application/json', 'idempotency-key': 'deep' },
      body: `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    })
    judge(route, true, answer, lineOf(route))
  }
})

test('a body of 10 MB is refused at every door, and a request that is cut off changes nothing', async () => {
  const company = await staff(doors)
  const admin = company.callers[0] as Caller
  const before = await contentOf(company.cast.organizationId)
  const big = JSON.stringify({ name: 'x'.repeat(10 * 1024 * 1024) })
  for (const route of doorsOf.filter(({ method }) => method !== 'GET')) {
    const path = route.path.replace(/:[a-zA-Z]+/g, company.members.O1)
    const answer = await doors.ask(admin, route.method, path, {
      headers: { 'content-type': 'application/json' },
      body: big,
    })
    expect(answer.status, `${route.method} ${path}`).toBe(413)
    judge(route, true, answer, path)
  }
  const { hostname, port } = new URL(doors.server.url)
  for (const { method, path } of doorsOf) {
    const socket = connect(Number(port), hostname)
    const target = `/api/v1${path.replace(/:[a-zA-Z]+/g, company.members.O1)}`
    socket.end(
      `${method} ${target} HTTP/1.1\r\nhost: ${hostname}\r\ncookie: ${admin.cookie}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"name":"cut`,
    )
    const said = await text(socket).catch(() => '')
    expect(said, `${method} ${target}`).not.toMatch(/^HTTP\/1.1 [25]/)
  }
  expect(await contentOf(company.cast.organizationId)).toBe(before)
})
