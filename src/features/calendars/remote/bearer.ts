import type { z } from 'zod'
import { getTokens, type OAuthClient, OAuthRefused } from '../../../kit/oauth.ts'
import { type Outgoing, OutgoingError } from '../../../kit/outgoing.ts'
import { CalendarError, expectGood } from './calendar.ts'

/** An API that is asked with tokens of OAuth 2, in JSON. */
export class Bearer {
  readonly #outgoing: Outgoing
  readonly #client: OAuthClient
  readonly #renewed: (refreshToken: string) => void
  #refreshToken: string
  #accessToken: Promise<string> | undefined

  /** @param renewed hears of another refresh token, which then counts. */
  constructor(
    outgoing: Outgoing,
    client: OAuthClient,
    refreshToken: string,
    renewed: (refreshToken: string) => void,
  ) {
    this.#outgoing = outgoing
    this.#client = client
    this.#refreshToken = refreshToken
    this.#renewed = renewed
  }

  /** @param path below the API, or the whole URL of a next page. */
  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const { apiUrl } = this.#client
    const url = path.startsWith('/') ? apiUrl + path : path
    // A token goes nowhere but to its API, whatever an answer calls the next page.
    if (!url.startsWith(`${apiUrl}/`)) throw new CalendarError('unreadable')
    this.#accessToken ??= this.#refresh()
    return this.#outgoing(url, {
      method,
      headers: {
        authorization: `Bearer ${await this.#accessToken}`,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
  }

  async read<S extends z.ZodType>(
    path: string,
    shape: S,
    headers?: Record<string, string>,
  ): Promise<z.output<S>> {
    return readAs(expectGood(await this.send('GET', path, undefined, headers)), shape)
  }

  async #refresh(): Promise<string> {
    const grant = { grant_type: 'refresh_token', refresh_token: this.#refreshToken } as const
    const { accessToken, refreshToken } = await asCalendar(getTokens(this.#outgoing, this.#client, grant))
    if (refreshToken && refreshToken !== this.#refreshToken) {
      this.#refreshToken = refreshToken
      this.#renewed(refreshToken)
    }
    return accessToken
  }
}

/** @throws CalendarError for what does not have the shape. */
export async function readAs<S extends z.ZodType>(answer: Response, shape: S): Promise<z.output<S>> {
  const result = shape.safeParse(await answer.json().catch(() => undefined))
  if (!result.success) throw new CalendarError('unreadable', result.error)
  return result.data
}

/** Faults of OAuth as those of the calendar that it leads to. */
export const asCalendar = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    if (error instanceof OutgoingError) throw error
    throw new CalendarError(error instanceof OAuthRefused ? 'refused' : 'unavailable', error)
  })
