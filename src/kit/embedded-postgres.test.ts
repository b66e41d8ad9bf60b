import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keep, type Kept } from '../../test/keeper.ts'

const isRoot = process.getuid?.() === 0
const nobody = { uid: 65_534, gid: 65_534 }
/** Another account can run this test's programs only where it can pass through all their folders. */
const nobodyCanRun = isRoot && spawnSync(process.execPath, ['--version'], nobody).status === 0

let place: string
let dataDir: string
let running: Kept[]

beforeEach(() => {
  place = join(tmpdir(), `guildhall-embedded-${process.pid}`)
  mkdirSync(place, { mode: 0o755 })
  dataDir = join(place, 'data')
  running = []
})

afterEach(async () => {
  for (const kept of running) await kept.leave()
  // A test that failed amid a kill leaves PostgreSQL to nobody.
  if (existsSync(pidFile())) process.kill(postmaster(), 'SIGQUIT')
  const home = join(dataDir, 'postgres')
  if (existsSync(home)) rmSync(realpathSync(home), { recursive: true })
  rmSync(place, { recursive: true })
})

/** A process that uses the database of the data folder. */
async function start(given: { as?: { uid: number; gid: number }; durable?: boolean } = {}): Promise<Kept> {
  const kept = await keep('database-keeper.ts', [dataDir, given.durable ? 'durable' : 'fast'], given.as)
  running.push(kept)
  return kept
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

const write = (url: string, text: string) =>
  query(url, `create table if not exists kept (text text); insert into kept values ('${text}')`)

const written = async (url: string) =>
  (await query<{ text: string }>(url, 'select text from kept order by 1')).map(row => row.text)

const pidFile = () => join(dataDir, 'postgres/data/postmaster.pid')

const postmaster = () => Number.parseInt(readFileSync(pidFile(), 'utf8'), 10)

async function waitFor<T>(ask: () => Promise<T> | T, isMet: (answer: T | null) => boolean): Promise<void> {
  while (
    !isMet(
      await Promise.resolve()
        .then(ask)
        .catch(() => null),
    )
  )
    await sleep(20)
}

test('two starts at once share one database, and the last to leave stops it', async () => {
  const [one, two] = await Promise.all([start(), start()])
  await write(one.url, 'from one')
  expect(await written(two.url)).toEqual(['from one'])
  await one.leave()
  expect(await written(two.url)).toEqual(['from one'])
  await two.leave()
  expect(existsSync(pidFile())).toBe(false)
})

test('a start while the database is stopping waits, and then has it', async () => {
  const one = await start()
  await write(one.url, 'before')
  const [two] = await Promise.all([start(), one.leave()])
  expect(await written(two.url)).toEqual(['before'])
})

test('a process that was killed keeps nothing running once the others have left', async () => {
  const [killed, other] = await Promise.all([start(), start()])
  process.kill(killed.pid!, 'SIGKILL')
  await killed.leave()
  await other.leave()
  expect(existsSync(pidFile())).toBe(false)
})

test('after kill -9 of the process, the next start attaches and finds every acknowledged write', async () => {
  const killed = await start({ durable: true })
  await write(killed.url, 'acknowledged')
  const before = postmaster()
  process.kill(killed.pid!, 'SIGKILL')
  const next = await start()
  expect(await written(next.url)).toEqual(['acknowledged'])
  expect(postmaster()).toBe(before)
})

test('after kill -9 of PostgreSQL, the process that uses it starts it again with every acknowledged write', async () => {
  const { url } = await start({ durable: true })
  await write(url, 'acknowledged')
  process.kill(postmaster(), 'SIGKILL')
  await waitFor(
    () => written(url),
    rows => rows?.[0] === 'acknowledged',
  )
})

test('after kill -9 of both, the next start finds every acknowledged write', async () => {
  const killed = await start({ durable: true })
  await write(killed.url, 'acknowledged')
  const before = postmaster()
  process.kill(killed.pid!, 'SIGKILL')
  process.kill(before, 'SIGKILL')
  const next = await start()
  expect(await written(next.url)).toEqual(['acknowledged'])
  expect(postmaster()).not.toBe(before)
})

test('a lock that names another program’s process does not keep the database from starting', async () => {
  const one = await start()
  await write(one.url, 'kept')
  const lock = readFileSync(pidFile(), 'utf8')
  await one.leave()
  writeFileSync(pidFile(), lock.replace(/^\d+/, String(process.pid)))
  expect(await written((await start()).url)).toEqual(['kept'])
})

test('a folder whose path is too long for a socket is none too long for a database', async () => {
  dataDir = join(place, 'long'.repeat(40), 'data')
  const { url } = await start()
  await write(url, 'kept')
  expect(await written(url)).toEqual(['kept'])
})

test.runIf(isRoot)('root may keep its data under a folder that is closed to everyone else', async () => {
  chmodSync(place, 0o700)
  const one = await start()
  await write(one.url, 'kept')
  await one.leave()
  expect(await written((await start()).url)).toEqual(['kept'])
})

test.runIf(isRoot)('a new folder at the place of a removed one starts with an empty database', async () => {
  chmodSync(place, 0o700)
  const one = await start()
  await write(one.url, 'old')
  await one.leave()
  const moved = realpathSync(join(dataDir, 'postgres'))
  rmSync(dataDir, { recursive: true })
  await expect(written((await start()).url)).rejects.toThrow('relation "kept" does not exist')
  rmSync(moved, { recursive: true })
})

test.runIf(nobodyCanRun)(
  'an ordinary user runs it in a folder of their own, and root finds it later',
  async () => {
    mkdirSync(dataDir)
    chownSync(dataDir, nobody.uid, nobody.gid)
    const one = await start({ as: nobody })
    await write(one.url, 'kept')
    await one.leave()
    expect(await written((await start()).url)).toEqual(['kept'])
  },
)
