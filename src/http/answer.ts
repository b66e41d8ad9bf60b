import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, type Member, reachOf } from '../access/actor.ts'
import { asActor, type Credential } from '../access/enter.ts'
import { cellOf } from '../access/matrix.ts'
import type { Db } from '../kit/db.ts'
import { invalid, notFound, Problem } from '../kit/errors.ts'
import { say } from '../kit/sentence.ts'
import { hashToken } from '../kit/crypto.ts'
import { Id } from '../kit/shapes.ts'
import { claim, keepAnswer, repetitionOf } from './idempotency.ts'
import { parse } from './problems.ts'
import type { Ask, Route } from './route.ts'
import type { Program } from './program.ts'

type Answer = { status: number; body: unknown }
const signInFirst = () => new Problem('unauthenticated', say('Sign in, then try again.'))
const notAllowed = () => new Problem('forbidden', say('Your role does not allow this here.'))

function credentialOf(route: Route, request: FastifyRequest, program: Program): Credential {
  if (route.access === 'visitor') return { kind: 'visitor' }
  if (route.access === 'client' || route.access === 'booker') {
    const hash = hashToken((request.params as { token: string }).token)
    return { kind: route.access === 'client' ? 'invite_link' : 'booking_link', hash }
  }
  const session = program.auth.credentialOf(request)
  if (!session) throw signInFirst()
  return session
}

/** May this actor use the route at all, or on this subject? Doors for clients and visitors ask the table as well. */
function isPermitted(route: Route, actor: Actor, subject: unknown): boolean {
  if (actor.kind === 'member') {
    if (route.may) return route.may(actor as never, subject as never)
    return reachOf(actor, route.permission) !== 'none'
  }
  const column = actor.kind === 'client' || actor.kind === 'booker' ? 'client' : 'visitor'
  return cellOf(route.permission, column).reach !== 'none'
}

/** A path's ids are ids, or there is nothing under them. */
const hasGoodIds = (params: Record<string, string>) =>
  Object.entries(params).every(([name, value]) => !/^id$|Id$/.test(name) || Id.safeParse(value).success)

const versionOf = (request: FastifyRequest): number | undefined => {
  const sent = request.headers['if-match']
  if (sent === undefined) return undefined
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(sent)?.[1]
  if (version === undefined)
    throw invalid([{ pointer: '', detail: say('If-Match carries the ETag of what was read, in quotes.') }])
  return Number(version)
}

/** The order of checks, the same for every door: who, what they see, what they may, and only then what they sent. */
async function check(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  program: Program,
  db: Db,
  actor: Actor,
) {
  const params = request.params as Record<string, string>
  if (!hasGoodIds(params)) throw notFound()
  const subject = route.subject ? await route.subject(db, actor as never, params) : undefined
  if (route.subject && subject === undefined) throw notFound()
  if (!isPermitted(route, actor, subject)) throw notAllowed()
  const query = route.query ? parse(route.query, request.query) : undefined
  const body = route.body ? parse(route.body, request.body ?? {}) : undefined
  const ask: Ask<Actor, unknown, undefined, undefined> = {
    db,
    actor,
    params,
    subject,
    program,
    request,
    reply,
    ifMatch: versionOf(request),
    found: undefined,
    query: query as undefined,
    body: body as undefined,
  }
  return ask
}

/** One request in one transaction: entered, checked, handled, its answer encoded by its shape; committed, then sent. */
export async function answer(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  program: Program,
): Promise<void> {
  const credential = credentialOf(route, request, program)
  const asChecked = <T>(
    work: (db: Db, actor: Actor, ask: Ask<Actor, unknown, undefined, undefined>) => Promise<T>,
  ) =>
    asActor(program, credential, async (db, actor) => {
      if (!actor) throw route.access === 'member' ? signInFirst() : notFound()
      request.actor = actor
      return work(db, actor, await check(route, request, reply, program, db, actor))
    })
  const found = route.outside && (await route.outside((await asChecked(async (_, __, ask) => ask)) as never))
  const { status, body } = await asChecked(async (db, actor, ask): Promise<Answer> => {
    const repetition = route.status === 201 ? repetitionOf(request, actor, ask.body) : undefined
    const repeated = repetition && (await claim(db, program.secrets, repetition))
    if (repeated) return repeated
    const given = await route.handle({ ...ask, found } as never)
    const encoded = route.status === 204 ? undefined : route.answer.parse(given)
    if (repetition) await keepAnswer(db, program.secrets, repetition, route.status, encoded)
    return { status: route.status, body: encoded }
  })
  if (route.method === 'GET' && isVersioned(body)) void reply.header('etag', `"${body.version}"`)
  void reply.code(status)
  const { file } = route
  if (status === 204) await reply.send()
  else if (file)
    await reply
      .type(file.type)
      .header('content-disposition', `attachment; filename="${file.name}"`)
      .send(body)
  else await reply.type('application/json; charset=utf-8').send(JSON.stringify(body))
}

const isVersioned = (body: unknown): body is { version: number } =>
  typeof body === 'object' && body !== null && 'version' in body && typeof body.version === 'number'

/** A streaming answer: checked in one transaction, then written over time, asking again as whoever the session is by then. */
export async function answerStreaming(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  program: Program,
): Promise<void> {
  const credential = credentialOf(route, request, program)
  const ask = await asActor(program, credential, async (db, actor) => {
    if (!actor) throw signInFirst()
    request.actor = actor
    return check(route, request, reply, program, db, actor)
  })
  await route.handle({
    actor: ask.actor,
    query: ask.query,
    program,
    request,
    reply,
    asActor: <T>(work: (db: Db, actor: Member) => Promise<T>) =>
      asActor(program, credential as Extract<Credential, { kind: 'session' }>, async (db, actor) =>
        actor ? work(db, actor) : null,
      ),
  } as never)
  // Fastify takes a handler that is done for an answer that is, and would send an empty one into the stream.
  await reply
}
