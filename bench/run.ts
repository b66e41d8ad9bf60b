import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureBookings } from './bookings.ts'
import { measureClients } from './clients.ts'
import { openCluster } from './databases.ts'
import { measureMeetings } from './meetings.ts'
import { describeResults, type Result, tableOf, verdictsOf } from './report.ts'
import { measureSlots } from './slots.ts'
import { measureStart } from './start.ts'

const log = (line: string) => console.error(line)
const results = join(import.meta.dirname, 'results')

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false } },
})
const known = ['clients', 'slots', 'bookings', 'meetings', 'start']
const names = positionals.length > 0 ? positionals : known
const unknown = names.find(name => !known.includes(name))
if (unknown) throw new Error(`There is no bench “${unknown}”: ${known.join(', ')} are.`)

const machine = {
  processors: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
  memoryGigabytes: Math.round(totalmem() / 2 ** 30),
  system: type(),
  node: process.version,
}

if (names.some(name => name !== 'start')) {
  const cluster = await openCluster(log)
  const given = { isQuick: values.quick, log }
  const postgres = await cluster.version()
  try {
    if (names.includes('clients'))
      await report({ bench: 'clients', ...(await measureClients(cluster, given)), ...stamp(), postgres })
    if (names.includes('slots'))
      await report({ bench: 'slots', ...(await measureSlots(cluster, given)), ...stamp(), postgres })
    if (names.includes('bookings'))
      await report({ bench: 'bookings', ...(await measureBookings(cluster, given)), ...stamp(), postgres })
    if (names.includes('meetings'))
      await report({ bench: 'meetings', ...(await measureMeetings(cluster, given)), ...stamp(), postgres })
  } finally {
    await cluster.leave()
  }
}
if (names.includes('start')) await report({ bench: 'start', ...(await measureStart()), ...stamp() })

function stamp() {
  return { date: new Date().toISOString(), machine }
}

/** A quick run shows its numbers and keeps none: they stand for nothing. */
async function report(result: Result): Promise<void> {
  console.log(tableOf(result))
  const missed = verdictsOf(result).filter(verdict => !verdict.isMet)
  for (const { what, target, measured } of missed)
    console.log(`missed: ${what}: ${measured}, target ${target}`)
  if (values.quick) return
  await mkdir(results, { recursive: true })
  await writeFile(join(results, `${result.bench}.json`), `${JSON.stringify(result, null, 2)}\n`)
  await writeFile(join(import.meta.dirname, '..', 'docs', 'benchmarks.md'), await describeResults(results))
}
