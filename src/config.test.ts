import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const own = {
  DATABASE_URL: 'postgres://guildhall_app@db/guildhall',
  DATABASE_OWNER_URL: 'postgres://guildhall_owner@db/guildhall',
  DATABASE_AUTH_URL: 'postgres://guildhall_auth@db/guildhall',
  SECRET: 'x'.repeat(32),
}

const faultsOf = (env: Record<string, string>) => {
  try {
    readConfig(env)
    return ''
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as Error).message
  }
}

test('with nothing set, everything has a sensible value and the database is the embedded one', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    database: undefined,
    trustProxy: false,
    logLevel: 'info',
  })
})

test('an empty variable counts as unset', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: ' ', TRUST_PROXY: '' })).toEqual(readConfig({}))
})

test('every wrong variable is named at once, with what it should be', () => {
  const said = faultsOf({
    PORT: '70000',
    BASE_URL: 'guildhall',
    DATABASE_URL: 'mysql://x',
    SECRET: 'short',
    LOG_LEVEL: 'loud',
    TRUST_PROXY: 'everyone',
    ALLOW_PRIVATE_URLS: 'http://calendar/',
  })
  const wrong = [
    'PORT',
    'BASE_URL',
    'DATABASE_URL',
    'SECRET',
    'LOG_LEVEL',
    'TRUST_PROXY',
    'ALLOW_PRIVATE_URLS',
  ]
  for (const name of wrong) expect(said).toContain(`  ${name} must `)
})

test('a database of one’s own wants its other roles and a secret as well', () => {
  const said = faultsOf({ DATABASE_URL: own.DATABASE_URL })
  for (const name of ['DATABASE_OWNER_URL', 'DATABASE_AUTH_URL', 'SECRET'])
    expect(said).toContain(`${name} must be set, because DATABASE_URL is`)
  expect(faultsOf({ DATABASE_AUTH_URL: own.DATABASE_AUTH_URL })).toContain('DATABASE_URL must be set')
  expect(readConfig(own).database?.listenUrl).toBe(own.DATABASE_URL)
})

test('a mail server wants a sender', () => {
  expect(faultsOf({ SMTP_URL: 'smtp://mail.example.org' })).toContain('MAIL_FROM must be set')
})

test('the base address loses its trailing slash and may not have a path', () => {
  expect(readConfig({ BASE_URL: 'https://guildhall.example.org/' }).baseUrl).toBe(
    'https://guildhall.example.org',
  )
  expect(faultsOf({ BASE_URL: 'https://example.org/guildhall' })).toContain('BASE_URL')
})

test('proxies are a number of hops or a list of addresses and networks', () => {
  expect(readConfig({ TRUST_PROXY: '2' }).trustProxy).toBe(2)
  expect(readConfig({ TRUST_PROXY: 'loopback, 10.0.0.0/8, ::1' }).trustProxy).toEqual([
    'loopback',
    '10.0.0.0/8',
    '::1',
  ])
  expect(faultsOf({ TRUST_PROXY: '10.0.0.0/33' })).toContain('TRUST_PROXY')
})

test('networks of our own that may be reached are hosts, addresses and networks', () => {
  const ALLOW_PRIVATE_URLS = 'calendar.example.org, 10.1.0.0/16,::1'
  expect(readConfig({ ALLOW_PRIVATE_URLS }).allowPrivateUrls).toEqual([
    'calendar.example.org',
    '10.1.0.0/16',
    '::1',
  ])
  expect(readConfig({}).allowPrivateUrls).toEqual([])
})

test('a client of Google or Microsoft has an id and a secret', () => {
  expect(faultsOf({ GOOGLE_CLIENT_ID: 'id' })).toContain('GOOGLE_CLIENT_SECRET must be set')
  expect(faultsOf({ MICROSOFT_CLIENT_SECRET: 'secret' })).toContain('MICROSOFT_CLIENT_ID must be set')
  expect(readConfig({ GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' }).oauth).toMatchObject({
    google: { id: 'id', secret: 'secret' },
    microsoft: undefined,
  })
  const { microsoft } = readConfig({
    MICROSOFT_CLIENT_ID: 'id',
    MICROSOFT_CLIENT_SECRET: 'secret',
    MICROSOFT_TENANT: 'northbank.example',
  }).oauth
  expect(microsoft?.tokenUrl).toBe('https://login.microsoftonline.com/northbank.example/oauth2/v2.0/token')
})
