import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

export type Program = {
  pid: number
  /** What it has printed so far, both streams. */
  said: () => string
  /** @returns the first line that matches, once it is printed. @throws when the program ends before. */
  line: (pattern: RegExp) => Promise<RegExpMatchArray>
  /** The exit status; null when a signal ended it. */
  ended: Promise<number | null>
  kill: (signal: NodeJS.Signals) => void
}

export type ProgramOptions = {
  dataDir: string
  args?: string[]
  env?: Record<string, string>
  as?: { uid: number; gid: number }
}

/** The program as `npm start` runs it, on a free port, with nothing of this environment but the path. */
export function runProgram({ dataDir, args = [], env = {}, as }: ProgramOptions): Program {
  const root = join(import.meta.dirname, '..')
  const child = spawn(process.execPath, ['src/server.ts', ...args], {
    ...as,
    cwd: root,
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const listeners = new Set<() => void>()
  const hear = (chunk: Buffer) => {
    said += chunk.toString()
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const ended = endOf(child)
  const line = (pattern: RegExp) =>
    new Promise<RegExpMatchArray>((found, failed) => {
      const look = () => {
        const match = pattern.exec(said)
        if (!match) return
        listeners.delete(look)
        found(match)
      }
      listeners.add(look)
      look()
      void ended.then(() => failed(new Error(`The program ended before it said ${pattern}:\n${said}`)))
    })
  return { pid: child.pid ?? 0, said: () => said, line, ended, kill: signal => void child.kill(signal) }
}

const endOf = (child: ChildProcess) =>
  new Promise<number | null>(done => child.once('close', status => done(status)))

/** The address it answers at. */
export const addressOf = async (program: Program): Promise<string> =>
  (await program.line(/answers at (\S+)/))[1] ?? ''
