/** Somebody who keeps the stream of clients open (WHATWG HTML §9.2) and remembers which rows it brought. */
export class ClientReader {
  readonly clients = new Set<string>()
  readonly texts: string[] = []
  #access = 0
  #wake: () => void = () => {}
  readonly #leaving = new AbortController()

  static async open(url: string, cookie: string): Promise<ClientReader> {
    const reader = new ClientReader()
    const response = await fetch(`${url}/api/v1/clients/stream`, {
      headers: { cookie },
      signal: reader.#leaving.signal,
    })
    if (response.status !== 200 || !response.body) throw new Error(`The stream answers ${response.status}.`)
    void reader.#follow(response.body.pipeThrough(new TextDecoderStream())).catch(() => {})
    return reader
  }

  async #follow(chunks: ReadableStream<string>): Promise<void> {
    let text = ''
    for await (const chunk of chunks) {
      const events = (text + chunk).split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) this.#take(event)
    }
  }

  #take(event: string): void {
    const data = /^data: (.*)$/m.exec(event)?.[1]
    if (data !== undefined) this.texts.push(data)
    if (event.startsWith('event: client\n') && data) this.clients.add(JSON.parse(data).id)
    if (event.startsWith('event: access\n')) this.#access += 1
    this.#wake()
  }

  /** Until the stream brought this many different clients. */
  reads = (count: number) => this.#until(() => this.clients.size >= count)
  /** Until the stream said that the reader's access may have changed: what was to come before has come. */
  readsAccess = () => this.#until(() => this.#access > 0)
  close = () => this.#leaving.abort()

  async #until(isThere: () => boolean): Promise<void> {
    while (!isThere()) await new Promise<void>(resolve => (this.#wake = resolve))
  }
}
