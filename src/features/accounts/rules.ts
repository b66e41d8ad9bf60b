import { say, type Sentence } from '../../kit/sentence.ts'

/** The browser's time zone where PostgreSQL and we know it (IANA), else UTC: no reason to refuse a set-up. */
export function knownTimeZone(zone: string | undefined): string {
  return zone !== undefined && Intl.supportedValuesOf('timeZone').includes(zone) ? zone : 'UTC'
}

type State = 'accepted' | 'revoked' | 'expired'
/** Why an invitation no longer opens. */
export const invitationEnded: Record<State, Sentence> = {
  accepted: say('This invitation was used already. Sign in instead.'),
  revoked: say('This invitation was taken back. Ask the person who invited you for a new one.'),
  expired: say('This invitation is older than seven days. Ask the person who invited you for a new one.'),
}
