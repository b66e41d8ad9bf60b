export type Answered = {
  status: number
  headers: Headers
  /** What the JSON says; shapes are the business of the test. */
  body: any // oxlint-disable-line typescript/no-explicit-any
}
type Sending = { headers?: Record<string, string> }

/** Somebody with a browser: keeps the session's cookie, and sends what a browser sends. */
export class Person {
  readonly #url: string
  cookie: string | undefined

  constructor(url: string) {
    this.#url = url
  }

  /** Signed in as this account. */
  static async signedIn(url: string, email: string, password: string): Promise<Person> {
    const person = new Person(url)
    const { status } = await person.signIn(email, password)
    if (status !== 200) throw new Error(`${email} cannot sign in: ${status}`)
    return person
  }

  signIn(email: string, password: string): Promise<Answered> {
    return this.send('POST', '/api/auth/sign-in/email', { email, password })
  }

  get = (path: string) => this.send('GET', `/api/v1${path}`)
  post = (path: string, body: unknown, sending?: Sending) =>
    this.send('POST', `/api/v1${path}`, body, sending)
  put = (path: string, body: unknown, sending?: Sending) => this.send('PUT', `/api/v1${path}`, body, sending)
  patch = (path: string, body: unknown, sending?: Sending) =>
    this.send('PATCH', `/api/v1${path}`, body, sending)
  delete = (path: string, body?: unknown, sending?: Sending) =>
    this.send('DELETE', `/api/v1${path}`, body, sending)

  /** @param body sent as JSON, unless it is a string already. */
  async send(
    method: string,
    path: string,
    body?: unknown,
    { headers = {} }: Sending = {},
  ): Promise<Answered> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...(this.cookie && { cookie: this.cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        origin: this.#url,
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';')
      this.cookie = pair.endsWith('=') ? undefined : pair
    }
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined }
  }
}
