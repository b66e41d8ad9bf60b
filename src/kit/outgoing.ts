import { lookup as resolve } from 'node:dns/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { say } from './sentence.ts'

/**
 * Where programs of others are, and nothing of ours: every URL that somebody may have typed is fetched through here.
 * IPv4: the special-purpose registry (RFC 6890) and multicast; IPv4-mapped addresses are told by these too.
 */
const closed = new BlockList()
for (const network of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
])
  addTo(closed, network)
/** Of IPv6 only global unicast is open, without what leads into IPv4 or nowhere: Teredo, 6to4, documentation. */
const closed6 = new BlockList()
for (const network of ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']) addTo(closed6, network)
const open6 = new BlockList()
addTo(open6, '2000::/3')
const mapped = new BlockList()
addTo(mapped, '::ffff:0:0/96')

function addTo(list: BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/')
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
  list.addSubnet(address, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family)
}

const isOpen = (address: string): boolean => {
  if (isIP(address) === 4) return !closed.check(address, 'ipv4')
  if (mapped.check(address, 'ipv6')) return !closed.check(address, 'ipv6')
  return open6.check(address, 'ipv6') && !closed6.check(address, 'ipv6')
}

const faults = {
  scheme: say('Write an address that begins with https:// or http://, without a name or password in it.'),
  private: say(
    'This address is inside a private network, where Guildhall does not go. Whoever runs Guildhall can allow it with ALLOW_PRIVATE_URLS.',
  ),
  unknown_host: say('There is no server of this name. Check the address.'),
  unreachable: say('The server does not answer. Check the address, or try again later.'),
  certificate: say('The server’s certificate is not valid, so nothing was sent to it.'),
  timeout: say('The server took too long to answer. Try again later.'),
  too_large: say('What the server sent is larger than 5 MB, which is the most that is read.'),
  cut_off: say('The server broke off in the middle of its answer. Try again later.'),
  redirects: say('The address leads on to others too often. Write the one where it ends.'),
} as const
export type OutgoingFault = keyof typeof faults

/** Why nothing came back; `detail` says what to do. An answer of the server, whatever its status, is no such error. */
export class OutgoingError extends Error {
  readonly fault: OutgoingFault
  readonly detail: (typeof faults)[OutgoingFault]

  constructor(fault: OutgoingFault, cause?: unknown) {
    super(faults[fault], { cause })
    this.fault = fault
    this.detail = faults[fault]
  }
}

export type OutgoingRequest = {
  method?: string | undefined
  headers?: HeadersInit | undefined
  body?: string | undefined
  /** `manual`: a redirect is answered, not followed. */
  redirect?: RequestRedirect | undefined
}
/** As fetch, for URLs that somebody typed. @throws OutgoingError */
export type Outgoing = (url: string | URL, request?: OutgoingRequest) => Promise<Response>

type OutgoingOptions = {
  /** Hosts, addresses and networks that may be private: `calendar.local`, `10.1.2.3`, `10.0.0.0/8`. */
  allowPrivate?: readonly string[]
  /** For all of one answer, redirects included. */
  timeoutMs?: number
}

const mostBytes = 5 * 1024 * 1024
const mostRedirects = 3
const redirects = [301, 302, 303, 307, 308]
const withoutBody = [204, 205, 304]

export function createOutgoing({ allowPrivate = [], timeoutMs = 15_000 }: OutgoingOptions = {}): Outgoing {
  const allowed = new BlockList()
  const hosts = new Set<string>()
  for (const entry of allowPrivate) {
    if (isIP(entry.split('/')[0] ?? '')) addTo(allowed, entry)
    else hosts.add(entry.toLowerCase())
  }
  const mayGoTo = (host: string, address: string) =>
    isOpen(address) || hosts.has(host) || allowed.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')

  /** The address that was looked at is the one that is connected to, so that a second answer of DNS changes nothing. */
  async function addressOf(url: URL): Promise<{ address: string; family: number }> {
    const host = url.hostname
      .replace(/^\[|\]$/g, '')
      .replace(/\.$/, '')
      .toLowerCase()
    const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolve(host, { all: true })
    const [first] = found
    if (!first) throw new OutgoingError('unknown_host')
    if (!found.every(({ address }) => mayGoTo(host, address))) throw new OutgoingError('private')
    return first
  }

  return async (given, { method = 'GET', headers, body, redirect = 'follow' } = {}) => {
    const signal = AbortSignal.timeout(timeoutMs)
    let ask = { url: URL.parse(given), method, headers: new Headers(headers), body }
    try {
      for (let hop = 0; ; hop++) {
        if (!ask.url || !/^https?:$/.test(ask.url.protocol) || ask.url.username || ask.url.password)
          throw new OutgoingError('scheme')
        const answer = await send(ask.url, ask, await addressOf(ask.url), signal)
        const location = redirects.includes(answer.status) ? answer.headers.get('location') : null
        if (location === null || redirect !== 'follow') return answer
        if (hop === mostRedirects) throw new OutgoingError('redirects')
        ask = follow({ ...ask, url: ask.url }, answer.status, location)
      }
    } catch (error) {
      throw signal.aborted ? new OutgoingError('timeout', error) : outgoingError(error)
    }
  }
}

type Ask = { url: URL; method: string; headers: Headers; body: string | undefined }

/** As fetch does (WHATWG Fetch §4.4): a POST becomes a GET, and another server does not get the password. */
function follow({ url, method, headers, body }: Ask, status: number, location: string) {
  const next = URL.parse(location, url)
  const passedOn = new Headers(headers)
  if (next?.origin !== url.origin) passedOn.delete('authorization')
  const becomesGet = status === 303 || (method === 'POST' && status < 303)
  return becomesGet
    ? { url: next, method: 'GET', headers: passedOn, body: undefined }
    : { url: next, method, headers: passedOn, body }
}

function send(
  url: URL,
  { method, headers, body }: Omit<Ask, 'url'>,
  pinned: { address: string; family: number },
  signal: AbortSignal,
): Promise<Response> {
  const lookup: LookupFunction = (_host, { all }, found) =>
    all ? found(null, [pinned]) : found(null, pinned.address, pinned.family)
  const { promise, resolve: done, reject } = Promise.withResolvers<Response>()
  const sending = (url.protocol === 'https:' ? httpsRequest : httpRequest)(
    url,
    {
      method,
      headers: { 'accept-encoding': 'identity', 'user-agent': 'Guildhall', ...Object.fromEntries(headers) },
      lookup,
      signal,
      agent: false,
    },
    answer => void read(answer).then(done, reject),
  )
  sending.on('error', reject)
  sending.end(body)
  return promise
}

async function read(answer: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > mostBytes) throw new OutgoingError('too_large')
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof OutgoingError ? error : new OutgoingError('cut_off', error)
  } finally {
    answer.destroy()
  }
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headersDistinct))
    for (const each of value ?? []) headers.append(name, each)
  const status = answer.statusCode ?? 0
  const body = withoutBody.includes(status) ? null : Buffer.concat(chunks)
  return new Response(body, { status, headers })
}

/** By the codes of Node, which OpenSSL’s certificate faults have as well. */
function outgoingError(error: unknown): OutgoingError {
  if (error instanceof OutgoingError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOTFOUND' || code === 'ENODATA') return new OutgoingError('unknown_host', error)
  if (/CERT|TLS|SSL|UNABLE_TO_/.test(code)) return new OutgoingError('certificate', error)
  return new OutgoingError('unreachable', error)
}
