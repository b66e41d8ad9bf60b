import type { OAuthClient } from '../src/kit/oauth.ts'
import { type Asked, type Outside, type Recorded, startOutside } from './outside.ts'

type Fields = Record<string, unknown>
/** Google or Microsoft as they answer about one account's calendar; the shapes are those of their references. */
export type Provider = Outside & {
  client: OAuthClient
  /** Its answer to one request, for a test that has it answer some of them otherwise. */
  usual: Outside['answers']
  /** What was written, by id; a removed event of Google's stays, cancelled. */
  events: Map<string, Fields>
  /** What else its calendar shows, on two pages. */
  listed: Fields[]
  /** The one that it accepts; a code is `agreed`. */
  refreshToken: string
}

const secret = 'of the client'

async function start(answer: (provider: Provider, asked: Asked) => Recorded): Promise<Provider> {
  const usual = (asked: Asked): Recorded =>
    asked.line === 'POST /token'
      ? tokens(provider, asked)
      : asked.headers.authorization === 'Bearer access'
        ? answer(provider, asked)
        : { status: 401, json: {} }
  const outside = await startOutside(usual)
  const { url } = outside
  const client = { id: 'guildhall', secret, authorizeUrl: `${url}/authorize`, tokenUrl: `${url}/token` }
  const provider: Provider = Object.assign(outside, {
    client: { ...client, apiUrl: `${url}/api` },
    usual,
    events: new Map<string, Fields>(),
    listed: [],
    refreshToken: 'refresh',
  })
  return provider
}

function tokens({ refreshToken }: Provider, { body }: Asked): Recorded {
  const grant = Object.fromEntries(new URLSearchParams(body))
  const isRight =
    grant.client_secret === secret &&
    (grant.grant_type === 'refresh_token'
      ? grant.refresh_token === refreshToken
      : grant.code === 'agreed' && (grant.code_verifier?.length ?? 0) > 40)
  return isRight
    ? {
        json: { access_token: 'access', token_type: 'Bearer', expires_in: 3599, refresh_token: refreshToken },
      }
    : { status: 400, json: { error: 'invalid_grant' } }
}

const fieldsIn = ({ body }: Asked) => (body ? (JSON.parse(body) as Fields) : {})

/** https://developers.google.com/workspace/calendar/api/v3/reference/events */
export const startGoogle = () =>
  start(({ events, listed }, asked) => {
    const [method, path = ''] = asked.line.split(' ')
    const fields = fieldsIn(asked)
    const id = String(fields.id ?? path.split('/')[5] ?? '')
    if (method === 'GET') {
      if (asked.query.get('fields') === 'summary') return { json: { summary: 'otto@gmail.example' } }
      const timeZone = 'Europe/Berlin'
      return asked.query.has('pageToken')
        ? { json: { timeZone, items: listed.slice(2) } }
        : { json: { timeZone, items: [...listed.slice(0, 2), ...events.values()], nextPageToken: 'more' } }
    }
    if (method === 'POST' && events.has(id)) return { status: 409, json: {} }
    if (method === 'DELETE') {
      if (events.get(id)?.status === 'cancelled') return { status: 410, json: {} }
      events.set(id, { ...events.get(id), status: 'cancelled' })
      return { status: 204, text: '' }
    }
    events.set(id, fields)
    return { json: fields }
  })

/** https://learn.microsoft.com/graph/api/resources/event */
export const startMicrosoft = () =>
  start(({ events, listed, url }, asked) => {
    const [method, path = ''] = asked.line.split(' ')
    const fields = fieldsIn(asked)
    if (path === '/api/me/calendar')
      return {
        json: { name: 'Calendar', canEdit: true, owner: { name: 'Omar', address: 'omar@outlook.example' } },
      }
    if (method === 'GET') {
      if (asked.headers.prefer !== 'outlook.timezone="UTC"') return { status: 400, json: {} }
      if (asked.query.has('$skip')) return { json: { value: listed.slice(2) } }
      const written = [...events].map(([id, event]) => ({ ...event, id, showAs: 'busy' }))
      const next = `${url}/api/me/calendar/calendarView?%24skip=2`
      return { json: { value: [...listed.slice(0, 2), ...written], '@odata.nextLink': next } }
    }
    if (method === 'POST') {
      const known = [...events].find(([, event]) => event.transactionId === fields.transactionId)?.[0]
      const made = known ?? `AAMk${events.size}=`
      events.set(made, fields)
      return { status: 201, json: { ...fields, id: made } }
    }
    const id = decodeURIComponent(path.split('/')[4] ?? '')
    if (!events.has(id)) return { status: 404, json: { error: { code: 'ErrorItemNotFound' } } }
    if (method === 'DELETE') {
      events.delete(id)
      return { status: 204, text: '' }
    }
    events.set(id, { ...events.get(id), ...fields })
    return { json: { ...events.get(id), id } }
  })
