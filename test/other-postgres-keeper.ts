import { spawn, spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { accountFor } from '../src/kit/embedded-postgres-home.ts'

const [bin] = process.argv.slice(2)
if (!bin) throw new Error('other-postgres-keeper.ts wants the folder of PostgreSQL’s programs.')

// In /tmp, whatever TMPDIR says: the path of a socket must be short.
const folder = mkdtempSync('/tmp/guildhall-other-')
const account = process.getuid?.() === 0 ? accountFor(folder) : null
if (account) chownSync(folder, account.uid, account.gid)
const surroundings = { cwd: folder, ...(account && { uid: account.uid, gid: account.gid }) }
const cluster = join(folder, 'data')

const flags = ['--username=guildhall', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']
const made = spawnSync(join(bin, 'initdb'), [`--pgdata=${cluster}`, ...flags], {
  ...surroundings,
  encoding: 'utf8',
})
if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)

const settings = {
  listen_addresses: '',
  unix_socket_directories: folder,
  max_connections: '200',
  fsync: 'off',
  jit: 'off',
}
const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
const server = spawn(join(bin, 'postgres'), ['-D', cluster, ...options], {
  ...surroundings,
  detached: true,
  stdio: 'ignore',
})
const ended = new Promise(done => server.once('close', done))

const url = `postgres://guildhall@/postgres?host=${folder}`
while (!(await answers())) await sleep(50)
console.log(url)

for await (const _ of process.stdin);
server.kill('SIGINT')
await ended
rmSync(folder, { recursive: true })

async function answers(): Promise<boolean> {
  if (server.exitCode !== null) throw new Error(`PostgreSQL of ${bin} ended with ${server.exitCode}.`)
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}
