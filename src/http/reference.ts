import { readFileSync } from 'node:fs'
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { conditions, matrix } from '../access/matrix.ts'
import type { Access, Route } from './route.ts'

/** OpenAPI 3.1, from the routes as they are. Registered before them. */
export async function registerReference(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Guildhall', version: '1', description: 'The API that the console itself uses.' },
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'guildhall.session' } },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}

const escaped = (text: string) => text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)

const whoever: Record<Access, string> = {
  member: 'Members',
  streaming: 'Members',
  client: 'A client, by the link of their invite',
  booker: 'A client, by the link of their meeting',
  visitor: 'Anybody',
}

const describe = (route: Route) => {
  const { of, inGroups } = matrix[route.permission]
  const asked = [...of, ...inGroups].flatMap(cell =>
    'condition' in cell && cell.condition ? [conditions[cell.condition]] : [],
  )
  const limits = [...new Set(asked)].join('; ')
  return `<article><h3><code>${route.method} /api/v1${escaped(route.path)}</code></h3>
    <p>${escaped(route.about)}</p>
    <p>${whoever[route.access]}; permission <code>${route.permission}</code>${limits ? ` (${escaped(limits)})` : ''}.</p></article>`
}

/** A page to read: every door, what it does, and who may. */
export function registerReadableReference(app: FastifyInstance, routes: readonly Route[]): void {
  const sections = Object.entries(Object.groupBy(routes, route => route.path.split('/')[1] ?? ''))
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>API of Guildhall</title><link rel="stylesheet" href="/docs/api.css">
    <main><h1>API of Guildhall</h1><p>JSON under <code>/api/v1</code>; errors are problem documents (RFC 9457).
    The same as data: <a href="/api/v1/openapi.json">OpenAPI 3.1</a>.</p>
    ${sections.map(([noun, of]) => `<section><h2>${escaped(noun)}</h2>${(of ?? []).map(describe).join('')}</section>`).join('')}</main></html>`
  const style = readFileSync(new URL('reference.css', import.meta.url), 'utf8')
  app.get('/docs/api', { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page),
  )
  app.get('/docs/api.css', { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(style),
  )
}
