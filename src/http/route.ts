import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Booker, Client, Member, Visitor } from '../access/actor.ts'
import type { Permission } from '../access/matrix.ts'
import type { Db } from '../kit/db.ts'
import { type Limit, publicDoor } from './limits.ts'
import type { Program } from './program.ts'

/** `METHOD /path/:id`, below /api/v1. */
type Line = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`
type Shape = z.ZodType | undefined
type Given<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined
type Params = Record<string, string>

/** Everything a handler gets; it runs inside one transaction in which the actor is entered. */
export type Ask<A, S, Q extends Shape, B extends Shape, O = undefined> = {
  db: Db
  actor: A
  params: Params
  /** What the path's id names; it is there and the actor sees it. */
  subject: S
  query: Given<Q>
  body: Given<B>
  /** The version of If-Match, for settings. */
  ifMatch: number | undefined
  /** What was found outside. */
  found: O
  program: Program
  request: FastifyRequest
  reply: FastifyReply
}

type Spec<A, S, Q extends Shape, B extends Shape, R extends z.ZodType, O> = {
  /** One sentence for the reference. */
  about: string
  /** Finds what the path's ids name, within the actor's sight. Undefined answers 404: hidden and absent alike. */
  subject?: (db: Db, actor: A, params: Params) => Promise<S | undefined>
  /** May the actor do this to the subject? Without it: may they do it anywhere? */
  may?: (actor: A, subject: S) => boolean
  query?: Q
  body?: B
  /**
   * Asks another server, between the checks and the handler, who gets what it found. No transaction is open meanwhile,
   * so that a slow server holds none of our connections; before the handler, all is checked again.
   */
  outside?: (ask: Pick<Ask<A, S, Q, B>, 'actor' | 'subject' | 'body' | 'program'>) => Promise<O>
  answer: R
  /** The answer is a text, sent as a file. */
  file?: { type: string; name: string }
  /** 201 makes the route heed Idempotency-Key. */
  status?: 200 | 201 | 204
  /** How often; a public door without one has that of limits.ts. */
  limit?: Limit
}

export type Access = 'member' | 'client' | 'booker' | 'visitor' | 'streaming'
/** A door into the server, as data: the app registers it, the reference prints it, the access test walks through it. */
export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  permission: Permission
  access: Access
  about: string
  subject: ((db: Db, actor: never, params: Params) => Promise<unknown>) | undefined
  may: ((actor: never, subject: never) => boolean) | undefined
  query: Shape
  body: Shape
  outside: ((ask: never) => Promise<unknown>) | undefined
  answer: z.ZodType
  file: { type: string; name: string } | undefined
  status: 200 | 201 | 204
  limit: Limit | undefined
  handle: (ask: never) => Promise<unknown>
}

const lineOf = (line: Line) => {
  const space = line.indexOf(' ')
  return { method: line.slice(0, space) as Route['method'], path: line.slice(space + 1) }
}

const routeFor =
  <A>(access: Access) =>
  <
    S = undefined,
    Q extends Shape = undefined,
    B extends Shape = undefined,
    R extends z.ZodType = z.ZodType,
    O = undefined,
  >(
    line: Line,
    permission: Permission,
    spec: Spec<A, S, Q, B, R, O>,
    handle: (ask: Ask<A, S, Q, B, O>) => Promise<z.input<R>>,
  ): Route => ({
    ...lineOf(line),
    permission,
    access,
    about: spec.about,
    subject: spec.subject,
    may: spec.may,
    query: spec.query,
    body: spec.body,
    outside: spec.outside,
    answer: spec.answer,
    file: spec.file,
    status: spec.status ?? 200,
    limit: spec.limit ?? (access === 'member' ? undefined : publicDoor),
    handle,
  })

/** For members, by their session. */
export const route = routeFor<Member>('member')
/** For a client, by the invite's token in the path (`:token`). Only in public.ts. */
export const clientRoute = routeFor<Client>('client')
/** For a client, by the token of a meeting they booked (`:token`). Only in public.ts. */
export const bookerRoute = routeFor<Booker>('booker')
/** For anybody; what it may do is done by a definer function that asks for a secret. Only in public.ts. */
export const visitorRoute = routeFor<Visitor>('visitor')

/** What a streaming handler gets: no transaction of its own, but a way to ask again as whoever the session is now. */
export type Stream<Q extends Shape> = {
  /** One short transaction as the actor of this moment; null once the session has ended. */
  asActor: <T>(work: (db: Db, actor: Member) => Promise<T>) => Promise<T | null>
  actor: Member
  query: Given<Q>
  program: Program
  request: FastifyRequest
  reply: FastifyReply
}
/** For answers that are written over time; they hold no connection while they wait. Ends when the promise does. */
export const streamingRoute = <Q extends Shape = undefined>(
  line: Line,
  permission: Permission,
  spec: { about: string; query?: Q; answer: z.ZodType },
  handle: (stream: Stream<Q>) => Promise<void>,
): Route => ({
  ...lineOf(line),
  permission,
  access: 'streaming',
  about: spec.about,
  subject: undefined,
  may: undefined,
  query: spec.query,
  body: undefined,
  outside: undefined,
  answer: spec.answer,
  file: undefined,
  status: 200,
  limit: undefined,
  handle,
})
