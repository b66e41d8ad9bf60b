import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** What somebody else's server was asked. */
export type Asked = {
  /** "GET /calendars/primary/events", without the query. */
  line: string
  query: URLSearchParams
  headers: Record<string, string | string[] | undefined>
  body: string
}
/** What it answers: JSON or text, or whatever it does to the connection by itself. */
export type Recorded =
  | { status?: number; headers?: Record<string, string>; json?: unknown; text?: string }
  | ((answer: ServerResponse) => void)

/** Somebody else's server, on loopback: the edge of the network, and the only thing that tests make up. */
export type Outside = {
  /** Without a trailing slash. */
  url: string
  asked: Asked[]
  /** How it answers from now on. */
  answers: (asked: Asked) => Recorded
  close(): Promise<void>
}

export async function startOutside(answers: Outside['answers']): Promise<Outside> {
  const server = createServer((request, answer) => void hear(request, answer))
  async function hear(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await text(request)
    const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://outside')
    const asked = { line: `${request.method} ${pathname}`, query, headers: request.headers, body }
    outside.asked.push(asked)
    const recorded = outside.answers(asked)
    if (typeof recorded === 'function') return recorded(answer)
    const { status = 200, headers = {}, json, text: said } = recorded
    const type = json === undefined ? 'text/plain' : 'application/json'
    answer.writeHead(status, { 'content-type': type, ...headers })
    answer.end(json === undefined ? said : JSON.stringify(json))
  }
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  const outside: Outside = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    answers,
    close: () =>
      new Promise(done => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
  return outside
}
