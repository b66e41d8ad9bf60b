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
  const home = join(dataDir, 'postgres')
  if (existsSync(home)) rmSync(realpathSync(home), { recursive: true })
  rmSync(place, { recursive: true })
})

function run(options: Partial<ProgramOptions> = {}): Program {
  const program = runProgram({ dataDir, ...options })
  programs.push(program)
  return program
}

const postmaster = () =>
  Number.parseInt(readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8'), 10)

const isRunning = (pid: number) => {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
  return state !== '' && !state.startsWith('Z')
}

const statusOf = async (url: string) => (await fetch(url)).status

/** Creates the organisation through the set-up link. @returns once the server has acknowledged it. */
async function setUp(program: Program): Promise<void> {
  const [, address, token] = await program.line(/(http\S+)\/setup\/(\S+)/)
  const answer = await fetch(`${address}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address ?? '' },
    body: JSON.stringify({
      token,
      organization: { name: 'North Bank' },
      admin: { name: 'Adam Boer', email: 'adam@northbank.example', password: 'a long enough password' },
    }),
  })
  expect(answer.status, await answer.text()).toBe(201)
}

/** True once the Admin made by setUp can sign in: the account, and with it the organisation, is there. */
async function canSignIn(address: string): Promise<boolean> {
  const answer = await fetch(`${address}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({ email: 'adam@northbank.example', password: 'a long enough password' }),
  })
  return answer.ok
}

test('it answers, is ready, and prints a set-up link that is good until there is an organisation', async () => {
  const program = run()
  const address = await addressOf(program)
  expect(await statusOf(`${address}/healthz`)).toBe(200)
  expect(await statusOf(`${address}/readyz`)).toBe(200)
  await setUp(program)
  program.kill('SIGINT')
  await program.ended
  const next = run()
  expect(await canSignIn(await addressOf(next))).toBe(true)
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
  while (!existsSync(join(dataDir, 'postgres/data/postmaster.pid'))) await sleep(5)
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

test('after kill -9 of Node, every acknowledged write is there', async () => {
  const program = run()
  await setUp(program)
  program.kill('SIGKILL')
  await program.ended
  expect(await canSignIn(await addressOf(run()))).toBe(true)
})

test('after kill -9 of PostgreSQL, the server starts it again, and every acknowledged write is there', async () => {
  const program = run()
  await setUp(program)
  const address = await addressOf(program)
  process.kill(postmaster(), 'SIGKILL')
  while (!(await canSignIn(address))) await sleep(50)
  expect(await statusOf(`${address}/readyz`)).toBe(200)
})

test('after kill -9 of both, every acknowledged write is there', async () => {
  const program = run()
  await setUp(program)
  process.kill(postmaster(), 'SIGKILL')
  program.kill('SIGKILL')
  await program.ended
  expect(await canSignIn(await addressOf(run()))).toBe(true)
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
