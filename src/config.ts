import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'

const empty = (value: string | undefined) => (value?.trim() ? value.trim() : undefined)

/** An empty variable is an unset one: that is how Compose files and shells leave things out. */
const text = z.string().optional().transform(empty)

const postgresUrl = text.refine(
  value => value === undefined || /^postgres(ql)?:\/\//.test(value),
  'must start with postgres://, as in postgres://role:password@host:5432/guildhall',
)

const secret = text.refine(
  value => value === undefined || value.length >= 32,
  'must have 32 characters or more: openssl rand -base64 32',
)

const baseUrl = text
  .refine(
    value => value === undefined || isOrigin(value),
    'must be an address without a path, as in https://guildhall.example.org',
  )
  .transform(value => value && new URL(value).origin)

const port = text
  .refine(
    value => value === undefined || (/^\d{1,5}$/.test(value) && Number(value) <= 65_535),
    'must be a number from 0 to 65535',
  )
  .transform(value => Number(value ?? 3000))

const smtpUrl = text.refine(
  value => value === undefined || /^smtps?:\/\/./.test(value),
  'must start with smtp:// or smtps://, as in smtps://name:password@mail.example.org',
)

/** As Fastify takes it: how many proxies stand in front, or which. */
const trustProxy = text
  .refine(
    value => value === undefined || /^\d+$/.test(value) || value.split(',').every(isNetwork),
    'must be a number of proxies, or addresses and networks with commas between, as in 10.0.0.0/8,127.0.0.1',
  )
  .transform(value => {
    if (value === undefined) return false
    return /^\d+$/.test(value) ? Number(value) : value.split(',').map(part => part.trim())
  })

/** What of our own network outgoing requests may reach. */
const allowPrivateUrls = text
  .refine(
    value => value === undefined || value.split(',').every(part => isNetwork(part) || isHost(part)),
    'must be hosts, addresses and networks with commas between, as in calendar.example.org,10.1.0.0/16',
  )
  .transform(value => value?.split(',').map(part => part.trim()) ?? [])

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const logLevel = text
  .refine(
    value => value === undefined || levels.some(level => level === value),
    `must be one of ${levels.join(', ')}`,
  )
  .transform(value => levels.find(level => level === value) ?? 'info')

const variables = z
  .object({
    PORT: port,
    HOST: text.transform(value => value ?? '127.0.0.1'),
    BASE_URL: baseUrl,
    DATA_DIR: text.transform(value => resolve(value ?? 'data')),
    DATABASE_URL: postgresUrl,
    DATABASE_OWNER_URL: postgresUrl,
    DATABASE_AUTH_URL: postgresUrl,
    DATABASE_LISTEN_URL: postgresUrl,
    SECRET: secret,
    SECRET_PREVIOUS: secret,
    SETUP_TOKEN: text.refine(
      value => value === undefined || value.length >= 16,
      'must have 16 characters or more',
    ),
    SMTP_URL: smtpUrl,
    MAIL_FROM: text,
    TRUST_PROXY: trustProxy,
    ALLOW_PRIVATE_URLS: allowPrivateUrls,
    GOOGLE_CLIENT_ID: text,
    GOOGLE_CLIENT_SECRET: text,
    MICROSOFT_CLIENT_ID: text,
    MICROSOFT_CLIENT_SECRET: text,
    MICROSOFT_TENANT: text,
    LOG_LEVEL: logLevel,
  })
  .superRefine((env, context) => {
    const demand = (name: keyof typeof env, because: string) => {
      if (env[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: `must be set, because ${because}` })
    }
    const own = env.DATABASE_URL !== undefined
    if (own)
      for (const name of ['DATABASE_OWNER_URL', 'DATABASE_AUTH_URL', 'SECRET'] as const)
        demand(name, 'DATABASE_URL is')
    for (const name of ['DATABASE_OWNER_URL', 'DATABASE_AUTH_URL', 'DATABASE_LISTEN_URL'] as const) {
      if (env[name] !== undefined) demand('DATABASE_URL', `${name} is`)
    }
    if (env.SMTP_URL !== undefined) demand('MAIL_FROM', 'SMTP_URL is')
    for (const name of ['GOOGLE', 'MICROSOFT'] as const) {
      if (env[`${name}_CLIENT_ID`] !== undefined) demand(`${name}_CLIENT_SECRET`, `${name}_CLIENT_ID is`)
      if (env[`${name}_CLIENT_SECRET`] !== undefined) demand(`${name}_CLIENT_ID`, `${name}_CLIENT_SECRET is`)
    }
    if (env.MICROSOFT_TENANT !== undefined) demand('MICROSOFT_CLIENT_ID', 'MICROSOFT_TENANT is')
  })
  .transform(env => ({
    port: env.PORT,
    host: env.HOST,
    /** Without a trailing slash. Unset: both loopback names are accepted as origin. */
    baseUrl: env.BASE_URL,
    dataDir: env.DATA_DIR,
    /** Unset: the embedded PostgreSQL in `dataDir`. */
    database:
      env.DATABASE_URL && env.DATABASE_OWNER_URL && env.DATABASE_AUTH_URL
        ? {
            appUrl: env.DATABASE_URL,
            ownerUrl: env.DATABASE_OWNER_URL,
            authUrl: env.DATABASE_AUTH_URL,
            listenUrl: env.DATABASE_LISTEN_URL ?? env.DATABASE_URL,
          }
        : undefined,
    /** Unset: generated, and kept in `dataDir`. */
    secret: env.SECRET,
    secretPrevious: env.SECRET_PREVIOUS,
    setupToken: env.SETUP_TOKEN,
    /** Unset: mail is kept in `dataDir`. */
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM ?? 'Guildhall <guildhall@localhost>',
    trustProxy: env.TRUST_PROXY,
    allowPrivateUrls: env.ALLOW_PRIVATE_URLS,
    /** Providers whose accounts members may connect. */
    oauth: {
      google: clientOf(env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET, {
        authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
        tokenUrl: 'https://oauth2.googleapis.com/token',
        apiUrl: 'https://www.googleapis.com/calendar/v3',
      }),
      microsoft: clientOf(env.MICROSOFT_CLIENT_ID, env.MICROSOFT_CLIENT_SECRET, {
        authorizeUrl: `${microsoft(env.MICROSOFT_TENANT)}/authorize`,
        tokenUrl: `${microsoft(env.MICROSOFT_TENANT)}/token`,
        apiUrl: 'https://graph.microsoft.com/v1.0',
      }),
    },
    logLevel: env.LOG_LEVEL,
  }))

/** Whose accounts Microsoft signs in: any, unless a tenant is said. */
const microsoft = (tenant = 'common') => `https://login.microsoftonline.com/${tenant}/oauth2/v2.0`

const clientOf = <U>(id: string | undefined, secret: string | undefined, urls: U) =>
  id && secret ? { id, secret, ...urls } : undefined

export type Config = z.output<typeof variables>

/** Its message names every wrong variable, one a line. */
export class ConfigError extends Error {}

export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const result = variables.safeParse(env)
  if (result.success) return result.data
  const lines = result.error.issues.map(issue => `  ${issue.path.join('.')} ${issue.message}`)
  throw new ConfigError(
    `The configuration has ${lines.length === 1 ? 'a fault' : `${lines.length} faults`}:\n${lines.join('\n')}`,
  )
}

function isOrigin(value: string): boolean {
  const url = URL.parse(value)
  return (
    !!url &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    !url.search &&
    !url.hash &&
    !url.username
  )
}

const isHost = (value: string) => /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value.trim())

function isNetwork(value: string): boolean {
  const [address = '', bits, ...rest] = value.trim().split('/')
  if (['loopback', 'linklocal', 'uniquelocal'].includes(address)) return bits === undefined
  const version = isIP(address)
  return (
    version !== 0 &&
    rest.length === 0 &&
    (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
  )
}
