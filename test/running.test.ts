import { spawnSync } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdtempSync,
  mkdirSync,
  chmodSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from './database.ts'
import { Person } from './person.ts'
import { addressOf, type Program, type ProgramOptions, runProgram } from './program.ts'

const nobody = { uid: 65_534, gid: 65_534 }
/** Another account can run the program only where it can pass through all folders above. */
const nobodyCanRun =
  process.getuid?.() === 0 && spawnSync(process.execPath, ['--version'], nobody).status === 0

let place: string
let dataDir: string
let programs: Program[]

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'guildhall-running-'))
  chmodSync(place, 0o755)
  dataDir = join(place, 'data')
  programs = []
})

afterEach(async () => {
  for (const program of programs) program.kill('SIGINT')
  await Promise.all(programs.map(program => program.ended))
  // A test that failed amid a kill leaves PostgreSQL to nobody.
  if (existsSync(pidFile())) process.kill(postmaster(), 'SIGQUIT')
  const home = join(dataDir, 'postgres')
  if (existsSync(home)) rmSync(realpathSync(home), { recursive: true })
  rmSync(place, { recursive: true })
})

function run(options: Partial<ProgramOptions> = {}): Program {
  const program = runProgram({ dataDir, ...options })
  programs.push(program)
  return program
}

const pidFile = () => join(dataDir, 'postgres/data/postmaster.pid')

const postmaster = () => Number.parseInt(readFileSync(pidFile(), 'utf8'), 10)

const isRunning = (pid: number) => {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
  return state !== '' && !state.startsWith('Z')
}

const statusOf = async (url: string) => (await fetch(url)).status

const admin = ['adam@northbank.example', 'a long enough password'] as const

/** Creates the organisation through the set-up link. @returns its Admin, signed in. */
async function setUp(program: Program): Promise<Person> {
  const [, address = '', token] = await program.line(/(http\S+)\/setup\/(\S+)/)
  const adam = new Person(address)
  const [email, password] = admin
  const { status } = await adam.post('/setup', {
    token,
    organization: { name: 'Bank 0' },
    admin: { name: 'Adam Boer', email, password },
  })
  expect(status).toBe(201)
  return adam
}

/** Renames the organisation again and again, until the server is gone. @returns the last number it acknowledged. */
async function renameWhileItLasts(adam: Person, onAcknowledged: (number: number) => void): Promise<number> {
  let acknowledged = 0
  try {
    for (;;) {
      const { status } = await adam.patch('/organization', { name: `Bank ${acknowledged + 1}` })
      if (status !== 200) return acknowledged
      onAcknowledged(++acknowledged)
    }
  } catch {
    return acknowledged
  }
}

const numberOf = async (adam: Person) =>
  Number((await adam.get('/organization')).body.name.slice('Bank '.length))

test('it answers, is ready, and prints a set-up link that is good until there is an organisation', async () => {
  const program = run()
  const address = await addressOf(program)
  expect(await statusOf(`${address}/healthz`)).toBe(200)
  expect(await statusOf(`${address}/readyz`)).toBe(200)
  // As whoever watches from outside asks.
  for (const path of ['/', '/healthz', '/readyz'])
    expect((await fetch(`${address}${path}`, { method: 'HEAD' })).status, path).toBe(200)
  await setUp(program)
  program.kill('SIGINT')
  await program.ended
  const next = run()
  await Person.signedIn(await addressOf(next), ...admin)
  expect(next.said()).not.toContain('/setup/')
})

test('Ctrl-C leaves no process behind, even when it comes twice at once', async () => {
  const program = run()
  await addressOf(program)
  const database = postmaster()
  program.kill('SIGINT')
  program.kill('SIGINT')
  expect(await program.ended).toBe(0)
  expect(isRunning(database)).toBe(false)
})

test('Ctrl-C in the middle of a start leaves no process behind', async () => {
  const program = run()
  while (!existsSync(pidFile())) await sleep(5)
  const database = postmaster()
  program.kill('SIGINT')
  expect(await program.ended).toBe(0)
  expect(isRunning(database)).toBe(false)
})

test('two starts at once share one database and one set-up link; one goes on when the other stops', async () => {
  const [one, two] = [run(), run()]
  const [first, second] = await Promise.all(
    [one, two].map(async program => (await program.line(/\/setup\/(\S+)/))[1]),
  )
  expect(first).toBe(second)
  one.kill('SIGTERM')
  await one.ended
  expect(await statusOf(`${await addressOf(two)}/readyz`)).toBe(200)
})

test.each(['Node', 'PostgreSQL', 'both'])(
  'after kill -9 of %s amid writes, every acknowledged write is there',
  async victim => {
    const program = run()
    const adam = await setUp(program)
    const last = await renameWhileItLasts(adam, number => {
      if (number !== 20) return
      if (victim !== 'Node') process.kill(postmaster(), 'SIGKILL')
      if (victim !== 'PostgreSQL') program.kill('SIGKILL')
    })
    program.kill('SIGKILL')
    await program.ended
    const next = await Person.signedIn(await addressOf(run()), ...admin)
    expect(last).toBeGreaterThanOrEqual(20)
    // One more may have been written whose answer never arrived.
    expect([last, last + 1]).toContain(await numberOf(next))
  },
)

test('after kill -9 of PostgreSQL, a running server starts it again by itself', async () => {
  const program = run()
  const adam = await setUp(program)
  const killed = postmaster()
  process.kill(killed, 'SIGKILL')
  // The killed one's children answer for a moment longer: only its successor says that it is back.
  const isBack = async () =>
    existsSync(pidFile()) &&
    postmaster() !== killed &&
    (await statusOf(`${await addressOf(program)}/readyz`)) === 200
  while (!(await isBack())) await sleep(50)
  expect(await numberOf(adam)).toBe(0)
})

test('web and worker may be two processes', async () => {
  const worker = run({ args: ['--worker'] })
  const web = run({ args: ['--web'] })
  await worker.line(/works its jobs/)
  expect(await statusOf(`${await addressOf(web)}/readyz`)).toBe(200)
  expect(worker.said()).not.toContain('answers at')
})

test('a faulty configuration names every wrong variable, and nothing is started', async () => {
  const program = run({ env: { PORT: 'http', SECRET: 'short', SMTP_URL: 'mail' } })
  expect(await program.ended).toBe(1)
  for (const name of ['PORT', 'SECRET', 'SMTP_URL']) expect(program.said()).toContain(`${name} must`)
  expect(existsSync(dataDir)).toBe(false)
})

test('a database role that could pass the wall is refused with what to do', async () => {
  const database = await freshDatabase()
  try {
    const program = run({
      env: {
        DATABASE_URL: database.url('guildhall_owner'),
        DATABASE_OWNER_URL: database.url('guildhall_owner'),
        DATABASE_AUTH_URL: database.url('guildhall_auth'),
        SECRET: 'x'.repeat(32),
      },
    })
    expect(await program.ended).toBe(1)
    expect(program.said()).toContain('alter role guildhall_owner nobypassrls')
  } finally {
    await database.close()
  }
})

test('the demo organisation is loaded once, and prints who can sign in', async () => {
  const program = run({ args: ['--demo'] })
  await program.line(/adam@northbank\.example/)
  program.kill('SIGINT')
  await program.ended
  await run({ args: ['--demo'] }).line(/the demo was not loaded/)
})

test.runIf(nobodyCanRun)('an ordinary user runs it in a folder of their own', async () => {
  mkdirSync(dataDir)
  chownSync(dataDir, nobody.uid, nobody.gid)
  const program = run({ as: nobody })
  expect(await statusOf(`${await addressOf(program)}/readyz`)).toBe(200)
})
