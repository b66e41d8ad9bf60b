import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { SessionCookie } from '../src/http/session-cookie.ts'
import { Secrets } from '../src/kit/crypto.ts'
import type { Urls } from './databases.ts'
import { tokenOf } from './load.ts'
import type { BenchMember } from './population.ts'

const secret = 'a secret for the bench, long enough to be one'

/** What a browser of this member sends. */
export const cookieOf = (member: BenchMember): string =>
  new SessionCookie(new Secrets(secret).derive('accounts'), false).carry(tokenOf(member)).split(';')[0] ?? ''

/** Runs `work` against a server of server.ts, in a process of its own. */
export async function withServer<T>(
  what: 'program' | 'reference',
  given: { urls: Urls; organizationId: string },
  work: (address: string) => Promise<T>,
): Promise<T> {
  const server = spawn(
    process.execPath,
    [join(import.meta.dirname, 'server.ts'), what, JSON.stringify({ ...given, secret })],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const ended = once(server, 'close')
  try {
    return await work(await firstLine(server))
  } finally {
    server.stdin.end()
    await ended
  }
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout) for await (const line of createInterface(stdout)) return line
  throw new Error('The server did not start: see above.')
}
