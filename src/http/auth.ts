import { AsyncLocalStorage } from 'node:async_hooks'
import { kyselyAdapter } from '@better-auth/kysely-adapter'
import { betterAuth, type BetterAuthOptions } from 'better-auth'
import { APIError } from 'better-auth/api'
import { Kysely, PostgresDialect } from 'kysely'
import { hashToken, newToken, type Secrets } from '../kit/crypto.ts'
import { openPool } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { hashingSessions } from './hashed-sessions.ts'
import { SessionCookie, sessionDays } from './session-cookie.ts'

/** What of a request an account cares for; `ip` is as the trusted proxies say. */
type Asking = {
  ip: string
  headers: { cookie?: string | undefined; 'user-agent'?: string | undefined }
}
type SessionCredential = { kind: 'session'; hash: string }
/** A session that has begun: its hash opens app.enter, its cookie goes to the browser. */
type BegunSession = { hash: string; cookie: string }
type AccountHolder = { id: string; name: string; email: string }

export type Auth = {
  /** The session that a request's cookie names, its signature checked; app.enter says whether it still lasts. */
  credentialOf: (request: Pick<Asking, 'headers'>) => SessionCredential | null
  /** Null for a wrong password and for an unknown address, after the same time. */
  signIn: (
    email: string,
    password: string,
    from: Asking,
  ) => Promise<(BegunSession & { account: AccountHolder }) | null>
  signOut: (hash: string) => Promise<void>
  /** A session for a door that stores `hash` itself, in the transaction that makes the account. */
  newSession: () => BegunSession
  /** A Set-Cookie header that takes the session's cookie away. */
  removeCookie: () => string
  hashPassword: (password: string) => Promise<string>
  /** @returns the account's id; null for a wrong password and for an unknown address, after the same time. */
  verifyPassword: (email: string, password: string) => Promise<string | null>
  /** Makes a link's token that lasts an hour; null for an unknown address. */
  beginReset: (email: string) => Promise<{ account: AccountHolder; token: string } | null>
  /** Ends every session and reset link of the account. @returns its id; null for a token that is used, expired or not ours. */
  resetPassword: (token: string, password: string) => Promise<string | null>
  /** Ends every session and reset link of the account and begins a new one; null for a wrong password. */
  changePassword: (from: Asking, current: string, next: string) => Promise<BegunSession | null>
  /** Deletes what has expired. */
  tidy: () => Promise<void>
  close: () => Promise<void>
}

type AuthTables = {
  session: { token: string; expires_at: Date }
  verification: { value: string; expires_at: Date }
}

const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' }
const columns = {
  user: { modelName: 'login', fields: { emailVerified: 'email_verified', ...stamps } },
  account: {
    modelName: 'credential',
    fields: {
      accountId: 'account_id',
      providerId: 'provider_id',
      userId: 'user_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...stamps,
    },
  },
  session: {
    fields: {
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      userId: 'user_id',
      ...stamps,
    },
  },
  verification: { fields: { expiresAt: 'expires_at', ...stamps } },
}
const addressHeader = 'x-client-address'
const headersOf = ({ ip, headers }: Asking) =>
  new Headers({
    [addressHeader]: ip,
    'user-agent': headers['user-agent'] ?? '',
    cookie: headers.cookie ?? '',
  })

/** Runs `work`; null where better-auth refuses for a reason that lies with who asks. Other faults are ours. */
async function unlessRefused<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) return null
    throw error
  }
}

/**
 * Accounts, credentials and sessions, by better-auth. Its own HTTP side is never mounted: what is not called here is not
 * open. It is asked without a request, so that its origin check and its limits, which count per process, stay out.
 * @param authUrl PostgreSQL as the role guildhall_auth.
 * @param isSecure true where people come by https.
 */
export function createAuth({
  authUrl,
  secrets,
  isSecure,
}: {
  authUrl: string
  secrets: Secrets
  isSecure: boolean
}): Auth {
  const pool = openPool(authUrl, 4)
  const db = new Kysely<AuthTables>({ dialect: new PostgresDialect({ pool }) })
  const secret = secrets.derive('accounts')
  const cookie = new SessionCookie(secret, isSecure)
  const beginning = new AsyncLocalStorage<(begun: { account: AccountHolder; token: string }) => void>()
  const resetting = new AsyncLocalStorage<(accountId: string) => void>()

  const auth = betterAuth({
    secret,
    baseURL: 'http://localhost',
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    database: (options: BetterAuthOptions) =>
      hashingSessions(kyselyAdapter(db, { type: 'postgres', transaction: true })(options)),
    ...columns,
    session: {
      ...columns.session,
      cookieCache: { enabled: false },
      expiresIn: sessionDays * 24 * 60 * 60,
      disableSessionRefresh: true,
    },
    verification: { ...columns.verification, storeIdentifier: 'hashed' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
      resetPasswordTokenExpiresIn: 60 * 60,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => beginning.getStore()?.({ account: user, token }),
      onPasswordReset: async ({ user }) => resetting.getStore()?.(user.id),
    },
    advanced: {
      database: { generateId: () => newId() },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      useSecureCookies: isSecure,
      cookies: { session_token: { name: 'guildhall.session' } },
    },
  })
  /** A link that was asked for before the password changed, maybe by whoever made the change necessary. */
  const endResets = (accountId: string) =>
    db.deleteFrom('verification').where('value', '=', accountId).execute()
  const begun = (token: string): BegunSession => ({ hash: hashToken(token), cookie: cookie.carry(token) })

  return {
    credentialOf: ({ headers }) => {
      const token = cookie.read(headers.cookie)
      return token === null ? null : { kind: 'session', hash: hashToken(token) }
    },
    signIn: (email, password, from) =>
      unlessRefused(async () => {
        const { token, user } = await auth.api.signInEmail({
          body: { email, password },
          headers: headersOf(from),
        })
        return { ...begun(token), account: { id: user.id, name: user.name, email: user.email } }
      }),
    signOut: async hash => {
      await db.deleteFrom('session').where('token', '=', hash).execute()
    },
    newSession: () => begun(newToken()),
    removeCookie: () => cookie.remove(),
    hashPassword: async password => (await auth.$context).password.hash(password),
    verifyPassword: async (email, password) => {
      const { internalAdapter, password: passwords } = await auth.$context
      const found = await internalAdapter.findUserByEmail(email, { includeAccounts: true })
      const hash = found?.accounts.find(each => each.providerId === 'credential')?.password
      // An unknown address takes as long as a wrong password.
      if (!found || !hash) await passwords.hash(password)
      else if (await passwords.verify({ hash, password })) return found.user.id
      return null
    },
    beginReset: async email => {
      let made: { account: AccountHolder; token: string } | null = null
      await beginning.run(
        reset => void (made = reset),
        () => auth.api.requestPasswordReset({ body: { email } }),
      )
      return made
    },
    resetPassword: async (token, newPassword) => {
      let accountId: string | null = null
      await resetting.run(
        id => void (accountId = id),
        () => unlessRefused(() => auth.api.resetPassword({ body: { token, newPassword } })),
      )
      if (accountId !== null) await endResets(accountId)
      return accountId
    },
    changePassword: (from, currentPassword, newPassword) =>
      unlessRefused(async () => {
        const { token, user } = await auth.api.changePassword({
          body: { currentPassword, newPassword, revokeOtherSessions: true },
          headers: headersOf(from),
        })
        await endResets(user.id)
        return begun(token ?? '')
      }),
    tidy: async () => {
      await db.deleteFrom('session').where('expires_at', '<', new Date()).execute()
      await db.deleteFrom('verification').where('expires_at', '<', new Date()).execute()
    },
    close: () => db.destroy(),
  }
}
