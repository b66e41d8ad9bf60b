import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import type { Loaded } from './databases.ts'
import { type Kind, kinds } from './population.ts'
import { cookieOf, withServer } from './processes.ts'

export type RequestRow = {
  /** `reference`: the same route without any permission. */
  kind: Kind | 'reference'
  perSecond: number
  /** Milliseconds from sending to the whole answer. */
  p50: number
  p99: number
  /** Part of the requests per second that the reference answers. */
  ratio: number
}

const connections = 20

/** The first page over HTTP, as fast as twenty connections can ask, by a load generator on the same machine. */
export async function measureRequests({ urls, population }: Loaded, seconds: number): Promise<RequestRow[]> {
  const given = { urls, organizationId: population.organizationId }
  const reference = await withServer('reference', given, address => ask(address, seconds))
  const rows: RequestRow[] = [{ kind: 'reference', ...reference, ratio: 1 }]
  await withServer('program', given, async address => {
    for (const kind of kinds) {
      const member = population.members.find(each => each.kind === kind)
      if (!member) continue
      const result = await ask(address, seconds, cookieOf(member))
      rows.push({ kind, ...result, ratio: result.perSecond / reference.perSecond })
    }
  })
  return rows
}

type Load = { perSecond: number; p50: number; p99: number }

/** Two seconds first, so that statements are prepared and code is warm. */
async function ask(address: string, seconds: number, cookie?: string): Promise<Load> {
  await generate(address, 2, cookie)
  const { requests, latency, non2xx } = await generate(address, seconds, cookie)
  if (non2xx > 0) throw new Error(`${non2xx} requests were refused.`)
  return { perSecond: requests.average, p50: latency.p50, p99: latency.p99 }
}

type Generated = { requests: { average: number }; latency: { p50: number; p99: number }; non2xx: number }

/** In a process of its own, as the targets ask. */
async function generate(address: string, seconds: number, cookie?: string): Promise<Generated> {
  const program = createRequire(import.meta.url).resolve('autocannon')
  const flags = ['--json', '--no-progress', '-c', String(connections), '-d', String(seconds)]
  const headers = cookie ? ['-H', `cookie=${cookie}`] : []
  const child = spawn(process.execPath, [program, ...flags, ...headers, `${address}/api/v1/clients`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let said = ''
  for await (const chunk of child.stdout) said += String(chunk)
  return JSON.parse(said) as Generated
}
