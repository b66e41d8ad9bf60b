import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from './config.ts'
import { UnsafeDatabase } from './kit/guard.ts'
import { createLog } from './kit/log.ts'
import { start } from './start.ts'

/** On Ctrl-C the terminal and npm each send a signal; only one that comes later means impatience. */
const echoMs = 1000
const longestStopMs = 20_000

const running = new AsyncDisposableStack()
const stopping = new AbortController()
let starting: Promise<void> | undefined
let stoppedAt = 0

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    if (stoppedAt === 0) void stop(0)
    else if (Date.now() - stoppedAt > echoMs) process.exit(130)
  })
}

/** Takes no more requests, ends streams, finishes requests and jobs, and leaves the database. */
async function stop(status: number): Promise<void> {
  stoppedAt = Date.now()
  console.log('Stopping …')
  setTimeout(() => process.exit(1), longestStopMs).unref()
  stopping.abort()
  await starting?.catch(() => {})
  try {
    await running.disposeAsync()
  } catch (error) {
    console.error(error)
    process.exit(1)
  }
  process.exit(status)
}

/** What an operator can mend is told in a line; anything else with where it came from. */
function explain(error: unknown): unknown {
  if (error instanceof ConfigError || error instanceof UnsafeDatabase) return error.message
  const { code, port } = error as { code?: string; port?: number }
  if (code === 'EADDRINUSE') return `Port ${port} is taken: set PORT to another, or stop what uses it.`
  if (code === 'EACCES' && port) return `Port ${port} is not ours to open: set PORT to 1024 or more.`
  if (code?.startsWith('ERR_PARSE_ARGS')) return (error as Error).message
  return error
}

try {
  const { values } = parseArgs({
    options: { web: { type: 'boolean' }, worker: { type: 'boolean' }, demo: { type: 'boolean' } },
  })
  const config = readConfig()
  const log = createLog(config.logLevel)
  process.on('uncaughtException', error => {
    log.fatal({ err: error }, 'A fault nobody caught')
    if (stoppedAt === 0) void stop(1)
  })
  // Neither flag means both.
  const both = !values.web === !values.worker
  starting = start(
    {
      config,
      log,
      web: both || values.web === true,
      work: both || values.worker === true,
      demo: values.demo === true,
      print: line => console.log(line),
      signal: stopping.signal,
    },
    running,
  )
  await starting
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(explain(error))
    await stop(1)
  }
}
