import { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import type { Program } from '../../../http/program.ts'
import { invalid } from '../../../kit/errors.ts'
import { authorizationUrl, getTokens, newVerifier } from '../../../kit/oauth.ts'
import { say } from '../../../kit/sentence.ts'
import type { NewAuthorization, NewCalendar } from '../schema.ts'
import { asCalendar } from './bearer.ts'
import { CalendarError } from './calendar.ts'
import { googleParameters, googleScope } from './google.ts'
import { microsoftScope } from './microsoft.ts'

const scopes = { google: googleScope, microsoft: microsoftScope }
const validMs = 15 * 60_000

/** What comes back with the browser: encrypted, so that nobody reads the verifier or makes one up (RFC 6749 §10.12). */
const State = z.object({
  purpose: z.literal('calendar'),
  kind: z.enum(['google', 'microsoft']),
  verifier: z.string(),
  organizationId: z.string(),
  actorId: z.string(),
  memberId: z.string(),
  isDestination: z.boolean().optional(),
  validUntil: z.number(),
})

const redirectUri = ({ origin }: Program) => `${origin}/calendars/connected`

/** Where somebody agrees that we read and write the calendar of an account. */
export function beginAuthorization(program: Program, actor: Member, given: NewAuthorization): string {
  const client = program.oauth[given.kind]
  if (!client) throw invalid([{ pointer: '/kind', detail: new CalendarError('not_offered').detail }])
  const verifier = newVerifier()
  const state: z.infer<typeof State> = {
    purpose: 'calendar',
    kind: given.kind,
    verifier,
    organizationId: actor.organizationId,
    actorId: actor.memberId,
    memberId: given.memberId ?? actor.memberId,
    validUntil: Date.now() + validMs,
    ...(given.isDestination !== undefined && { isDestination: given.isDestination }),
  }
  return authorizationUrl(
    client,
    {
      redirectUri: redirectUri(program),
      state: program.secrets.encrypt(JSON.stringify(state)),
      verifier,
      scope: scopes[given.kind],
    },
    given.kind === 'google' ? googleParameters : {},
  )
}

type Agreed = { refreshToken: string; memberId: string; isDestination: boolean | undefined }

/** @throws Problem `invalid` for a state that is not this member's or too old; CalendarError. */
export async function finishAuthorization(
  program: Program,
  actor: Member,
  given: Extract<NewCalendar, { code: string }>,
): Promise<Agreed> {
  const state = stateIn(program, given.state)
  const isMine = state?.organizationId === actor.organizationId && state.actorId === actor.memberId
  const client = program.oauth[given.kind]
  if (!state || !isMine || state.kind !== given.kind || !client)
    throw invalid([
      { pointer: '/state', detail: say('This took too long, or was begun by somebody else. Begin again.') },
    ])
  const { refreshToken } = await asCalendar(
    getTokens(program.outgoing, client, {
      grant_type: 'authorization_code',
      code: given.code,
      redirect_uri: redirectUri(program),
      code_verifier: state.verifier,
    }),
  )
  if (!refreshToken) throw new CalendarError('refused')
  return { refreshToken, memberId: state.memberId, isDestination: state.isDestination }
}

function stateIn({ secrets }: Program, sent: string): z.infer<typeof State> | undefined {
  try {
    const state = State.parse(JSON.parse(secrets.decrypt(sent)))
    return state.validUntil > Date.now() ? state : undefined
  } catch {
    // Not one of ours.
    return undefined
  }
}
