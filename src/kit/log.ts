import { type DestinationStream, type LevelWithSilent, type Logger, pino } from 'pino'

export type Log = Logger

/**
 * Lines of JSON on standard output, without clients' data: no bodies, no query strings, no secrets in paths, no values
 * from database errors.
 */
export const createLog = (level: LevelWithSilent, stream?: DestinationStream): Log =>
  pino(
    {
      level,
      base: undefined,
      serializers: { err: describeError, error: describeError, req: describeRequest },
    },
    stream,
  )

type Request = { id: string; method: string; url: string }

/** One answered request. `actor` is of ids only. */
export const describeAnswer = (
  request: Request,
  reply: { statusCode: number; elapsedTime: number },
  actor?: { organizationId?: string; memberId?: string },
) => ({
  ...describeRequest(request),
  status: reply.statusCode,
  durationMs: Math.round(reply.elapsedTime * 10) / 10,
  ...(actor && { organizationId: actor.organizationId, memberId: actor.memberId }),
})

const describeRequest = ({ id, method, url }: Request) => ({ requestId: id, method, path: redactPath(url) })

/** Pages whose address is the secret, as in /i/{token}; links in /g, /u and /m are public. */
const secretPages = new Set(['i', 'join', 'b', 'r', 'setup', 'reset-password'])

/** The path without its query, and without what opens a door: /api/v1/public/journeys/…/entry. */
export function redactPath(url: string): string {
  const parts = (url.split(/[?#]/, 1)[0] ?? '').split('/')
  const [, first = '', , third] = parts.map(plain)
  const secret = secretPages.has(first) ? 2 : first === 'api' && third === 'public' ? 5 : -1
  if (parts[secret]) parts[secret] = '…'
  return parts.join('/')
}

/** The router takes %70ublic for public. */
function plain(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

type Fault = {
  name?: string
  code?: string
  severity?: string
  message?: string
  stack?: string
  cause?: unknown
}

/** SQLSTATE: five characters. The texts of such errors quote rows and values. */
const isFromDatabase = ({ code, severity }: Fault) =>
  severity !== undefined && /^[0-9A-Z]{5}$/.test(code ?? '')

const databaseDetails = ['schema', 'table', 'column', 'constraint', 'routine'] as const

/** Also for what libraries throw that is shaped like an error and is none. */
function describeError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return { type: typeof error }
  const fault: Fault & Partial<Record<(typeof databaseDetails)[number], string>> = error
  return {
    type: fault.name ?? 'object',
    code: fault.code,
    ...(isFromDatabase(fault)
      ? Object.fromEntries(databaseDetails.map(name => [name, fault[name]]))
      : { message: withoutAddresses(String(fault.message)) }),
    stack: fault.stack
      ?.split('\n')
      .filter(line => /^\s+at /.test(line))
      .join('\n'),
    ...(fault.cause !== undefined && { cause: describeError(fault.cause) }),
  }
}

/** Mail servers quote the address they refuse. */
const withoutAddresses = (message: string) => message.replaceAll(/[^\s<>"']+@[^\s<>"']+/g, '…@…')
