import type { Database } from '../kit/db.ts'
import type { Secrets } from '../kit/crypto.ts'
import type { Jobs } from '../kit/jobs.ts'
import type { Live } from '../kit/live.ts'
import type { Log } from '../kit/log.ts'
import type { Mail } from '../kit/mail.ts'
import type { OAuthClient } from '../kit/oauth.ts'
import type { Outgoing } from '../kit/outgoing.ts'
import type { Auth } from './auth.ts'

export type OAuthClients = { google?: OAuthClient | undefined; microsoft?: OAuthClient | undefined }

/** What the program has at hand, made once at start; handlers and jobs get it, nothing is global. */
export type Program = {
  database: Database
  jobs: Jobs
  secrets: Secrets
  mail: Mail
  auth: Auth
  live: Live
  log: Log
  /** The only way to an address that somebody typed. */
  outgoing: Outgoing
  /** Providers whose accounts may be connected. */
  oauth: OAuthClients
  /** Where people reach us, without a trailing slash: the start of every link in a mail. */
  origin: string
}
