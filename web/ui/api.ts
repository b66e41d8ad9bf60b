import { language } from './language.ts'

export type FieldError = { pointer: string; detail: string }
type Problem = { code?: string; title?: string; detail?: string; errors?: FieldError[]; requestId?: string }
type Params = Record<string, string | number | boolean | string[] | null | undefined>

/** What the server refused (RFC 9457), or status 0 when it could not be reached. `rest` holds the named extras. */
export class ApiProblem extends Error {
  override name = 'ApiProblem'
  status: number
  code: string
  detail: string
  errors: FieldError[]
  requestId: string | undefined
  rest: Record<string, unknown>

  constructor(status: number, problem: Problem & Record<string, unknown>) {
    const { code, title, detail, errors, requestId, ...rest } = problem
    super(detail ?? title ?? code ?? String(status))
    this.status = status
    this.code = code ?? 'unknown'
    this.detail = this.message
    this.errors = errors ?? []
    this.requestId = requestId
    this.rest = rest
  }
}

export type RequestOptions = { signal?: AbortSignal; ifMatch?: string | number; idempotencyKey?: string }

export const api = {
  get: <Answer>(path: string, params?: Params, signal?: AbortSignal) =>
    send<Answer>('GET', path + query(params), undefined, { signal }),
  post: <Answer = void>(path: string, body?: unknown, options?: RequestOptions) =>
    send<Answer>('POST', path, body ?? {}, options),
  /** A POST that creates: carries one key through the retry after a lost connection, so it creates once. */
  create: <Answer>(path: string, body: unknown, options?: RequestOptions) =>
    send<Answer>('POST', path, body, { idempotencyKey: newKey(), ...options }),
  put: <Answer = void>(path: string, body?: unknown, options?: RequestOptions) =>
    send<Answer>('PUT', path, body ?? {}, options),
  patch: <Answer = void>(path: string, body: unknown, options?: RequestOptions) =>
    send<Answer>('PATCH', path, body, options),
  delete: <Answer = void>(path: string, body?: unknown, options?: RequestOptions) =>
    send<Answer>('DELETE', path, body, options),
}

/** better-auth's endpoints live beside the API and answer with the same problem documents. */
export const authApi = {
  post: <Answer = void>(path: string, body: unknown) => request<Answer>('POST', `/api/auth${path}`, body),
}

export function query(params: Params = {}) {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one))
  }
  return search.size > 0 ? `?${search}` : ''
}

let onSignedOut = () => {}
/** What to do when an answer says that nobody is signed in. */
export function whenSignedOut(handle: () => void) {
  onSignedOut = handle
}

async function send<Answer>(method: string, path: string, body: unknown, options: RequestOptions = {}) {
  try {
    return await request<Answer>(method, `/api/v1${path}`, body, options)
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) onSignedOut()
    if (!(error instanceof ApiProblem && error.status === 0 && options.idempotencyKey)) throw error
    return request<Answer>(method, `/api/v1${path}`, body, options)
  }
}

async function request<Answer>(method: string, url: string, body: unknown, options: RequestOptions = {}) {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language() }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (options.ifMatch !== undefined) headers['if-match'] = `"${options.ifMatch}"`
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey
  const sent = body === undefined ? undefined : JSON.stringify(body)
  let answer: Response
  try {
    answer = await fetch(url, {
      method,
      headers,
      body: sent,
      signal: options.signal,
      credentials: 'same-origin',
    })
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw new ApiProblem(0, { code: 'unreachable' })
  }
  const text = await answer.text()
  const content = text && answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined
  if (!answer.ok) throw new ApiProblem(answer.status, content ?? { title: answer.statusText })
  return content as Answer
}

/** Not randomUUID(), which browsers offer on https and localhost only. */
export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
