import { setTimeout as sleep } from 'node:timers/promises'
import type { Person } from './person.ts'

export type ServerEvent = { event: string; data: any } // oxlint-disable-line typescript/no-explicit-any

/** Somebody's open stream of server-sent events (WHATWG HTML §9.2), as a browser reads it. */
export class Listening {
  readonly events: ServerEvent[] = []
  hasEnded = false
  readonly #leave = new AbortController()

  /** Answers once the server has begun to answer, from when on nothing is missed. */
  static async to(url: string, person: Person, path: string): Promise<Listening> {
    const listening = new Listening()
    const answer = await fetch(`${url}/api/v1${path}`, {
      headers: { cookie: person.cookie ?? '' },
      signal: listening.#leave.signal,
    })
    if (answer.status !== 200 || !answer.body) throw new Error(`${path} answers ${answer.status}`)
    void listening.#read(answer.body)
    return listening
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = ''
    try {
      for await (const chunk of body.pipeThrough(
        new TextDecoderStream() as never,
      ) as unknown as AsyncIterable<string>) {
        const parts = `${text}${chunk}`.split('\n\n')
        text = parts.pop() ?? ''
        for (const part of parts) {
          const { event, data } = Object.fromEntries(part.split('\n').map(line => line.split(/: (.*)/s, 2)))
          if (event) this.events.push({ event, data: JSON.parse(data ?? 'null') })
        }
      }
    } catch {
      // Left, or cut off.
    }
    this.hasEnded = true
  }

  /** The first event that passes, of those that came or are to come. */
  async next(passes: (event: ServerEvent) => boolean): Promise<ServerEvent> {
    for (;;) {
      const found = this.events.find(passes)
      if (found) return found
      if (this.hasEnded) throw new Error('The stream has ended.')
      await sleep(10)
    }
  }

  async end(): Promise<void> {
    while (!this.hasEnded) await sleep(10)
  }

  leave(): void {
    this.#leave.abort()
  }
}
