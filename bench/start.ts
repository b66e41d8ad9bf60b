import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export type Start = {
  /** Milliseconds from the command to the first answer: into an empty data folder, and into one that was used before. */
  firstMs: number
  warmMs: number
  /** Megabytes of memory of the app's own (proportional set size): Node and PostgreSQL, ten seconds after; null off Linux. */
  idleMegabytes: number | null
}

const root = join(import.meta.dirname, '..')
const port = 34_117
const address = `http://127.0.0.1:${port}/healthz`

/** `npm start`, on an installation that is complete and whose pages are built. */
export async function measureStart(): Promise<Start> {
  const dataDir = await mkdtemp(join(tmpdir(), 'guildhall-bench-'))
  try {
    // The first of all builds the pages, where they are stale.
    await startOnce(join(dataDir, 'builds'))
    const first = await startOnce(join(dataDir, 'data'))
    const warm = []
    for (let run = 0; run < 3; run++) warm.push(await startOnce(join(dataDir, 'data')))
    const idle = await startOnce(join(dataDir, 'data'), 10_000)
    return {
      firstMs: first.ms,
      warmMs: warm.map(({ ms }) => ms).toSorted((a, b) => a - b)[1] ?? 0,
      idleMegabytes: idle.megabytes,
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function startOnce(dataDir: string, idleMs = 0): Promise<{ ms: number; megabytes: number | null }> {
  const begin = performance.now()
  const child = spawn('npm', ['start'], {
    cwd: root,
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'silent' },
  })
  const ended = once(child, 'close')
  let hasEnded = false
  void ended.then(() => (hasEnded = true))
  try {
    while (!(await answers())) {
      if (hasEnded) throw new Error('npm start ended before it answered.')
      await sleep(10)
    }
    const ms = performance.now() - begin
    await sleep(idleMs)
    return { ms, megabytes: idleMs > 0 ? await memoryOf(child.pid ?? 0, dataDir) : null }
  } finally {
    if (child.pid && !hasEnded) process.kill(-child.pid, 'SIGINT')
    await ended
  }
}

const answers = async () => {
  try {
    return (await fetch(address)).ok
  } catch {
    return false
  }
}

/** The server under `npm start` (npm itself left out), and PostgreSQL, which is told by its data folder. */
async function memoryOf(npm: number, dataDir: string): Promise<number | null> {
  if (process.platform !== 'linux') return null
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(
    pids.map(async pid => {
      const status = await readOr(`/proc/${pid}/stat`)
      const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1])
      return { pid, parent, command: (await readOr(`/proc/${pid}/cmdline`)).replaceAll('\0', ' ') }
    }),
  )
  const below = (pids: Set<number>): Set<number> => {
    const more = found.filter(each => pids.has(each.parent) && !pids.has(each.pid)).map(each => each.pid)
    return more.length > 0 ? below(new Set([...pids, ...more])) : pids
  }
  const server = [...below(new Set([npm]))].filter(pid =>
    found.some(each => each.pid === pid && each.command.includes('src/server.ts')),
  )
  const postmaster = found.filter(each => each.command.includes(`-D ${dataDir}`)).map(each => each.pid)
  let kilobytes = 0
  for (const pid of below(new Set([...server, ...postmaster])))
    kilobytes += Number(/^Pss:\s+(\d+)/m.exec(await readOr(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0)
  return Math.round(kilobytes / 1024)
}

const readOr = (path: string) => readFile(path, 'utf8').catch(() => '')
