import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Outgoing } from './outgoing.ts'

/** A client that a provider of OAuth 2 knows us by, and where the provider is. */
export type OAuthClient = {
  id: string
  secret: string
  authorizeUrl: string
  tokenUrl: string
  /** What its tokens open; without a trailing slash. */
  apiUrl: string
}

/** RFC 7636: who began is who ends. */
export const newVerifier = () => randomBytes(32).toString('base64url')

/** Where somebody agrees (RFC 6749 §4.1.1). */
export function authorizationUrl(
  client: OAuthClient,
  asked: { redirectUri: string; state: string; verifier: string; scope: string },
  more: Record<string, string> = {},
): string {
  const url = new URL(client.authorizeUrl)
  const parameters = {
    response_type: 'code',
    client_id: client.id,
    redirect_uri: asked.redirectUri,
    state: asked.state,
    scope: asked.scope,
    code_challenge: createHash('sha256').update(asked.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

/** The provider does not know the code or the token (any more): somebody has to agree again. */
export class OAuthRefused extends Error {}

const Tokens = z.object({ access_token: z.string().min(1), refresh_token: z.string().min(1).optional() })
export type Tokens = { accessToken: string; refreshToken: string | undefined }

/**
 * Tokens for a code or for a refresh token. A provider may answer another refresh token, which then counts.
 * @throws OAuthRefused; OutgoingError; Error when the provider has a fault of its own.
 */
export async function getTokens(
  outgoing: Outgoing,
  client: OAuthClient,
  grant:
    | { grant_type: 'authorization_code'; code: string; redirect_uri: string; code_verifier: string }
    | { grant_type: 'refresh_token'; refresh_token: string },
): Promise<Tokens> {
  const answer = await outgoing(client.tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({ ...grant, client_id: client.id, client_secret: client.secret }).toString(),
  })
  if (answer.status === 400 || answer.status === 401) throw new OAuthRefused(`status ${answer.status}`)
  const { data } = Tokens.safeParse(answer.ok ? await answer.json().catch(() => null) : null)
  if (!data) throw new Error(`The provider of OAuth answers ${answer.status} without tokens.`)
  return { accessToken: data.access_token, refreshToken: data.refresh_token }
}
