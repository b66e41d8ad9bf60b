import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startServer } from '../../test/server.ts'

test('who leaves before they are heard is no fault of ours', async () => {
  const server = await startServer({ work: false })
  const statuses: number[] = []
  const http = server.app.server?.server as Server
  http.on('request', (_request, response) => response.on('close', () => statuses.push(response.statusCode)))
  for (let visit = 0; visit < 40; visit++) {
    const visitor = connect(http.address() as never)
    await once(visitor, 'connect')
    visitor.write('GET /api/v1/public/journeys/none HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await new Promise(done => visitor.write('', done))
    visitor.resetAndDestroy()
  }
  await expect.poll(() => statuses.length).toBeGreaterThan(0)
  await server.close()
  expect(statuses.filter(status => status >= 500)).toEqual([])
})
