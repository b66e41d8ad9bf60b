import { spawn, type SpawnOptions } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export type Kept = { url: string; pid?: number; leave(): Promise<void> }

/**
 * Runs a program of this folder that keeps a database and prints its URL. The program sees by the end of its input
 * that this process ended, however it ended, so that nothing is left running.
 */
export async function keep(
  program: string,
  args: string[],
  as: Pick<SpawnOptions, 'uid' | 'gid'> = {},
): Promise<Kept> {
  const keeper = spawn(process.execPath, [join(import.meta.dirname, program), ...args], {
    ...as,
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  })
  const ended = new Promise<void>(done => keeper.once('close', () => done()))
  const said = await Promise.race([createInterface(keeper.stdout)[Symbol.asyncIterator]().next(), ended])
  if (!said?.value) throw new Error(`${program} did not start: see above.`)
  const leave = () => {
    keeper.stdin.end()
    return ended
  }
  return { url: said.value, pid: keeper.pid, leave }
}
