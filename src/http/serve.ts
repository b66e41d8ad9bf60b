import { fastify, type FastifyInstance, type HTTPMethods, LogController } from 'fastify'
import { sql } from 'kysely'
import type { Actor } from '../access/actor.ts'
import { notFound, Problem } from '../kit/errors.ts'
import { newId } from '../kit/id.ts'
import { describeAnswer } from '../kit/log.ts'
import { say } from '../kit/sentence.ts'
import { answer, answerStreaming } from './answer.ts'
import { registerAuth } from './auth-routes.ts'
import { closeUnusedConnections } from './closing.ts'
import { limitConfig, registerLimits } from './limits.ts'
import { assertSameOrigin } from './origin.ts'
import { opened, type Page, registerPages, registerSecurityHeaders } from './pages.ts'
import { registerProblems, sendProblem } from './problems.ts'
import { registerReadableReference, registerReference } from './reference.ts'
import type { Route } from './route.ts'
import type { Program } from './program.ts'
import { registerStreams } from './stream.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asked, for the log. */
    actor: Actor | undefined
  }
}

export type ServerOptions = {
  program: Program
  routes: readonly Route[]
  /** Origins that may send unsafe requests with a session. */
  origins: () => readonly string[]
  trustProxy: boolean | number | string[]
  /** Undefined where only the API is asked for, so that nothing has to be built. */
  pages: readonly Page[] | undefined
  /** Times the limits of public doors; tests raise it. */
  patience?: number
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const
const bodyLimit = 2 * 1024 * 1024

/** The whole HTTP side of the program, ready to listen. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { program, routes, origins, patience = 1 } = options
  const app = fastify({
    loggerInstance: program.log as never,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: newId,
    trustProxy: options.trustProxy as never,
    bodyLimit,
    exposeHeadRoutes: false,
    // Who pastes a link with a slash too much would else come to the console’s sign-in.
    routerOptions: { ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    requestTimeout: 60_000,
    frameworkErrors: (error, request, reply) => sendProblem(error, request as never, reply as never),
  }) as unknown as FastifyInstance
  app.removeContentTypeParser('text/plain')
  // Shapes are read in answer.ts, after sight and permission; here they only describe.
  app.setValidatorCompiler(() => value => ({ value }))
  app.setSerializerCompiler(() => value => JSON.stringify(value))
  app.decorateRequest('actor', undefined)
  app.addHook('onRequest', async request => assertSameOrigin(request, origins()))
  app.addHook('onSend', async (request, reply) => {
    void reply.header('x-request-id', request.id)
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store')
  })
  app.addHook('onResponse', async (request, reply) => {
    const actor = request.actor?.kind === 'member' ? request.actor : undefined
    program.log.info(describeAnswer(request, reply, actor), 'answered')
  })
  registerProblems(app)
  registerStreams(app)
  closeUnusedConnections(app)
  await registerSecurityHeaders(app, program.origin.startsWith('https:'))
  await registerLimits(app, program.database)
  await registerReference(app)
  registerAuth(app, program, patience)
  registerRoutes(app, routes, program, patience)
  registerReadableReference(app, routes)
  registerHealth(app, program)
  if (options.pages) await registerPages(app, options.pages)
  else
    app.setNotFoundHandler(() => {
      throw notFound()
    })
  return app
}

function registerRoutes(
  app: FastifyInstance,
  routes: readonly Route[],
  program: Program,
  patience: number,
): void {
  for (const route of routes) {
    const { query, body, answer: shape, status, limit } = route
    app.route({
      method: route.method,
      url: `/api/v1${route.path}`,
      schema: {
        summary: route.about,
        tags: [route.path.split('/')[1] ?? ''],
        ...(query && { querystring: query }),
        ...(body && { body }),
        ...(status !== 204 && { response: { [status]: shape } }),
      },
      ...(limit && { config: limitConfig({ ...limit, max: limit.max * patience }) }),
      handler: (request, reply) =>
        route.access === 'streaming'
          ? answerStreaming(route, request, reply, program)
          : answer(route, request, reply, program),
    })
  }
  for (const [path, of] of Object.entries(Object.groupBy(routes, route => route.path))) {
    const known = (of ?? []).map(route => route.method as string)
    const others = methods.filter(method => !known.includes(method)) as HTTPMethods[]
    app.route({
      method: others,
      url: `/api/v1${path}`,
      schema: { hide: true },
      handler: (_request, reply) => {
        void reply.header('allow', known.join(', '))
        throw new Problem('method_not_allowed', say('This address takes {methods}.'), {
          values: { methods: known.join(', ') },
        })
      },
    })
  }
}

function registerHealth(app: FastifyInstance, program: Program): void {
  app.get('/healthz', opened, async () => ({ status: 'ok' }))
  app.get('/readyz', opened, async (request, reply) => {
    try {
      await sql`select app.organization_id()`.execute(program.database)
      return { status: 'ready' }
    } catch (error) {
      request.log.warn({ err: error }, 'The database does not answer')
      return reply.code(503).send({ status: 'the database does not answer' })
    }
  })
}
