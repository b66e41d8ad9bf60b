import type { Cluster } from './databases.ts'
import { type Timing, timingOf } from './measure.ts'
import { withServer } from './processes.ts'
import { type EngineRow, measureEngine } from './slots-engine.ts'
import { loadHosts } from './slots-load.ts'

/** Milliseconds from sending to the whole answer. @property ratio the median against that of the engine alone. */
export type SlotsRow = Timing & { hosts: number; slots: number; ratio: number }
export type SlotsResult = { engine: EngineRow[]; requests: SlotsRow[] }

const sizes = [1, 10, 50, 200]
const days = 28

/** The engine alone, and the whole request for the free times of a group, one after another. */
export async function measureSlots(
  cluster: Cluster,
  { isQuick, log }: { isQuick: boolean; log: (line: string) => void },
): Promise<SlotsResult> {
  log('Measuring the engine.')
  const engine = measureEngine({ isQuick })
  log('Loading hosts.')
  const urls = await cluster.empty('bench_slots')
  const { meetingTypeId, links } = await loadHosts(urls, sizes)
  log('Measuring whole requests.')
  const requests = await withServer('program', { urls, organizationId: '' }, async address => {
    const rows: SlotsRow[] = []
    for (const [hosts, link] of links) {
      const path = `${address}/api/v1/public/groups/${link}/slots?${query(meetingTypeId)}`
      const { slots, ...timing } = await ask(path, isQuick ? 50 : 500)
      const alone = engine.find(row => row.hosts === hosts)?.p50 ?? timing.p50
      rows.push({ hosts, slots, ...timing, ratio: timing.p50 / alone })
    }
    return rows
  })
  return { engine, requests }
}

function query(meetingTypeId: string): string {
  const dateIn = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)
  const asked = { meetingTypeId, from: dateIn(1), to: dateIn(days), timeZone: 'Europe/Berlin' }
  return new URLSearchParams(asked).toString()
}

async function ask(address: string, times: number): Promise<Timing & { slots: number }> {
  const measured: number[] = []
  let slots = 0
  // The first are compiled, and their statements planned, while they are measured.
  for (let run = -times / 5; run < times; run++) {
    const begin = performance.now()
    const response = await fetch(address)
    const answer = (await response.json()) as { slots: string[] }
    if (!response.ok) throw new Error(`The server refused: ${JSON.stringify(answer)}`)
    if (run >= 0) measured.push(performance.now() - begin)
    slots = answer.slots.length
  }
  if (slots === 0) throw new Error('There is no free time in the load.')
  return { ...timingOf(measured), slots }
}
