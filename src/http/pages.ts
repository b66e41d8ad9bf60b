import helmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { notFound } from '../kit/errors.ts'

const built = fileURLToPath(new URL('../../dist/web/', import.meta.url))

/** Nothing runs or loads but our own files; no page of ours is shown inside another's. */
export async function registerSecurityHeaders(app: FastifyInstance, isHttps: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        // Positions of menus and the organisation's colour are set as style attributes.
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
  })
}

/** The console answers every address that is not another's; the journey has its own page and bundle. */
export async function registerPages(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, {
    root: built,
    prefix: '/assets/',
    index: false,
    setHeaders: (headers, path) => {
      const lasts = /-[\w-]{8,}\.\w+$/.test(path)
      headers.header('cache-control', lasts ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  const pages = {
    console: await readFile(`${built}console/index.html`, 'utf8'),
    journey: await readFile(`${built}journey/index.html`, 'utf8'),
  }
  const send = (reply: FastifyReply, page: keyof typeof pages) =>
    reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(pages[page])
  app.get('/i/:token', { schema: { hide: true } }, (_request, reply) => send(reply, 'journey'))
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && !/^\/(api|assets)(\/|$)/.test(request.url)
    if (!wantsPage) throw notFound()
    return send(reply, 'console')
  })
}
