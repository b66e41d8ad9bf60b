import type { FastifyRequest } from 'fastify'
import { Problem } from '../kit/errors.ts'
import { say } from '../kit/sentence.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Another site's page cannot make a browser change anything here, nor sign somebody in as another: browsers say where an
 * unsafe request comes from (Origin, or Sec-Fetch-Site of Fetch Metadata). Programs say nothing and carry no cookie of ours.
 * @throws Problem `forbidden`.
 */
export function assertSameOrigin({ method, headers }: FastifyRequest, origins: readonly string[]): void {
  if (safe.has(method)) return
  const { origin } = headers
  const site = headers['sec-fetch-site']
  const isOurs =
    origin !== undefined
      ? origins.includes(origin)
      : site === undefined || site === 'same-origin' || site === 'none'
  if (!isOurs)
    throw new Problem(
      'forbidden',
      say('This was sent from the page of another site. Open Guildhall at its own address and try again.'),
    )
}
