import helmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { notFound } from '../kit/errors.ts'
import { escapeHtml, html, type Html, jsonInHtml } from '../kit/html.ts'
import type { Language } from '../kit/shapes.ts'

/** Of what a browser opens: in no reference, and with a HEAD for whoever watches that it is there (RFC 9110 §9.3.2). */
export const opened = { exposeHeadRoute: true, schema: { hide: true } } as const

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

/** What a page shows before its script is there, and what the script goes on with. */
export type FirstContent = {
  status: number
  language: Language
  title: string
  description: string
  /** Custom properties for the whole page, such as the organisation's colour. */
  style: string
  root: Html
  /** Undefined: what is shown is all there is, and the script leaves it alone. */
  data: unknown
}

/** Somebody opens a page: what they ask for, and what the API would answer them. */
export type Visit = {
  params: Record<string, string>
  query: URLSearchParams
  acceptLanguage: string | undefined
  /** @param path below /api/v1. Counted against the visitor as if they had asked. */
  ask: (path: string) => Promise<{ status: number; body: unknown }>
}

/** A page of the booking bundle, as data: its address, and what the server puts into it. */
export type Page = {
  path: string
  /** Whose address is a secret: kept by nobody, found by no search engine. */
  isSecret: boolean
  first: (visit: Visit) => Promise<FirstContent | { movedTo: string }>
}

/** The console answers every address that is not another's; the journey and booking have pages and bundles of their own. */
export async function registerPages(app: FastifyInstance, pages: readonly Page[]): Promise<void> {
  await app.register(fastifyStatic, {
    root: built,
    prefix: '/assets/',
    index: false,
    setHeaders: (headers, path) => {
      const lasts = /-[\w-]{8,}\.\w+$/.test(path)
      headers.header('cache-control', lasts ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  const files = {
    console: await readFile(`${built}console/index.html`, 'utf8'),
    journey: await readFile(`${built}journey/index.html`, 'utf8'),
    booking: await readFile(`${built}booking/index.html`, 'utf8'),
  }
  const send = (reply: FastifyReply, page: 'console' | 'journey') =>
    reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(files[page])
  app.get('/i/:token', opened, (_request, reply) => send(reply, 'journey'))
  for (const { path, isSecret, first } of pages) {
    app.get(path, opened, async (request, reply) => {
      const content = await first(visitOf(app, request))
      if ('movedTo' in content) return reply.redirect(content.movedTo, 302)
      if (isSecret) void reply.header('x-robots-tag', 'noindex')
      return reply
        .code(content.status)
        .header('cache-control', isSecret ? 'no-store' : 'no-cache')
        .header('vary', 'accept-language')
        .type('text/html; charset=utf-8')
        .send(fillIn(files.booking, content))
    })
  }
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = /^(GET|HEAD)$/.test(request.method) && !/^\/(api|assets)(\/|$)/.test(request.url)
    if (!wantsPage) throw notFound()
    return send(reply, 'console')
  })
}

function visitOf(app: FastifyInstance, { params, url, headers, ip }: FastifyRequest): Visit {
  return {
    params: params as Record<string, string>,
    query: new URLSearchParams(url.split('?')[1]),
    acceptLanguage: headers['accept-language'],
    ask: async path => {
      const answer = await app.inject({ method: 'GET', url: `/api/v1${path}`, remoteAddress: ip })
      return { status: answer.statusCode, body: answer.json() }
    },
  }
}

function fillIn(page: string, { language, title, description, style, root, data }: FirstContent): string {
  const head = html`<title>${title}</title><meta name="description" content="${description}" />`
  const opening = `<html lang="${language}" style="${escapeHtml(style)}">`
  const script =
    data === undefined ? '' : `<script type="application/json" id="first">${jsonInHtml(data)}</script>`
  // As functions: a text may have what replace() takes for a pattern.
  return page
    .replace(/<html[^>]*>/, () => opening)
    .replace(/<title>.*?<\/title>/, () => head.markup)
    .replace(/<!--root-->/, () => root.markup)
    .replace(/<!--data-->/, () => script)
}
