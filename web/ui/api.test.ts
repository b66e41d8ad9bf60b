import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { ApiProblem, api, query } from './api.ts'

const real = globalThis.fetch
const closing: (() => void)[] = []
afterEach(() => {
  globalThis.fetch = real
  for (const close of closing.splice(0)) close()
})

/** A page's addresses are relative to its own server; here they get one. */
async function servedBy(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  closing.push(() => server.close())
  const { port } = server.address() as AddressInfo
  globalThis.fetch = (path, options) => real(`http://127.0.0.1:${port}${String(path)}`, options)
}

test('a creation whose connection breaks is sent once more, under the same key', async () => {
  const keys: unknown[] = []
  await servedBy((request, response) => {
    keys.push(request.headers['idempotency-key'])
    if (keys.length === 1) return request.socket.destroy()
    response.setHeader('content-type', 'application/json').end('{"id":"1"}')
  })
  await expect(api.create('/groups', { name: 'Utrecht' })).resolves.toEqual({ id: '1' })
  expect(keys).toHaveLength(2)
  expect(keys[0]).toBe(keys[1])
})

test('a refusal carries its code, its faults by field and what the server named besides', async () => {
  await servedBy((_, response) => {
    response.writeHead(409, { 'content-type': 'application/problem+json' })
    response.end(
      JSON.stringify({
        code: 'link_taken',
        detail: 'Taken.',
        errors: [{ pointer: '/link', detail: 'x' }],
        owner: 'G1',
      }),
    )
  })
  const problem = await api.patch('/groups/1', {}).catch((error: unknown) => error)
  expect(problem).toBeInstanceOf(ApiProblem)
  expect(problem).toMatchObject({ status: 409, code: 'link_taken', rest: { owner: 'G1' } })
  expect((problem as ApiProblem).errors).toEqual([{ pointer: '/link', detail: 'x' }])
})

test('a server that cannot be reached is told apart from one that refuses', async () => {
  await servedBy(request => request.socket.destroy())
  await expect(api.get('/me')).rejects.toMatchObject({ status: 0, code: 'unreachable' })
})

test('a filter that is not set stays out of the address', () => {
  expect(query({ search: '', status: undefined, groupId: null, cc: 'me' })).toBe('?cc=me')
})
