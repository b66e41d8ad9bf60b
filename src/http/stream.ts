import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** Streams that are open, to be ended before the server closes. */
    openStreams: Set<EventStream>
  }
}

/** Ends every open stream when the server stops, since it waits for answers that are under way. */
export function registerStreams(app: FastifyInstance): void {
  app.decorate('openStreams', new Set<EventStream>())
  app.addHook('preClose', async () => {
    for (const stream of app.openStreams) stream.end()
  })
}

/** Proxies and browsers take a silent connection for a dead one. */
const heartbeatMs = 20_000
/** How soon a browser tries again (WHATWG HTML §9.2, `retry`). */
const retryMs = 2_000

/** Server-sent events to one reader (WHATWG HTML §9.2). */
export class EventStream {
  readonly #body = new PassThrough()
  readonly #ended = new AbortController()
  readonly #heart: NodeJS.Timeout

  /** Answers the request with a stream; `onBeat` is called from time to time while it is open. */
  constructor(request: FastifyRequest, reply: FastifyReply, onBeat: () => void) {
    const { openStreams } = request.server
    openStreams.add(this)
    this.#heart = setInterval(() => {
      this.#body.write(':\n\n')
      onBeat()
    }, heartbeatMs)
    this.#body.on('close', () => this.end())
    this.ended.addEventListener('abort', () => {
      clearInterval(this.#heart)
      openStreams.delete(this)
      this.#body.end()
    })
    void reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no').send(this.#body)
    this.#body.write(`retry: ${retryMs}\n\n`)
  }

  /** Aborted once the reader has left, the server stops or `end` was called. */
  get ended(): AbortSignal {
    return this.#ended.signal
  }

  /** Sends one event; answers when the reader has room for the next, or has left. */
  async send(event: string, data: unknown): Promise<void> {
    if (this.ended.aborted) return
    const hasRoom = this.#body.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    // Rejected when the stream ends, which is as good as room.
    if (!hasRoom) await once(this.#body, 'drain', { signal: this.ended }).catch(() => {})
  }

  end(): void {
    this.#ended.abort()
  }
}
