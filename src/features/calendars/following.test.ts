import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Radicale, radicaleUser } from '../../../test/radicale.ts'
import { at, type Scheduled, startScheduled } from '../../../test/scheduled.ts'

let radicale: Radicale
let scheduled: Scheduled
const url = { F: '', O1: '' }
beforeAll(async () => {
  ;[radicale, scheduled] = await Promise.all([Radicale.start(), startScheduled()])
  for (const host of ['F', 'O1'] as const) {
    url[host] = await radicale.addCalendar(host)
    const calendar = { kind: 'caldav', url: url[host], ...radicaleUser }
    expect((await scheduled.as[host].post('/calendars', calendar)).status).toBe(201)
  }
})
afterAll(async () => {
  await scheduled.server.close()
  await radicale.stop()
})

/** Once both calendars show these events, as "what they show: how often". */
async function until(f: string[], o1: string[]): Promise<void> {
  const shown = async (host: 'F' | 'O1') =>
    (await radicale.events(url[host])).map(event => /^DTSTART:(.*?)\r?$/m.exec(event)?.[1])
  const wanted = JSON.stringify([f, o1])
  while (JSON.stringify([await shown('F'), await shown('O1')]) !== wanted) await sleep(50)
}
const stamp = (day: number, time: string) => at(day, time).replace(/[-:]|\.000/g, '')

test('calendars follow a meeting: planned, moved, handed over and back, and called off', async () => {
  const { members, clients } = scheduled.fixture
  const planned = await scheduled.as.A.post('/meetings', {
    hostId: members.F,
    meetingTypeId: scheduled.types.talk,
    startsAt: at(1, '10:00'),
    clientId: clients.c1,
  })
  expect(planned.status, JSON.stringify(planned.body)).toBe(201)
  await until([stamp(1, '10:00')], [])
  const change = async (what: string, body: object) => {
    const { status } = await scheduled.as.A.post(`/meetings/${planned.body.id}/${what}`, {
      reason: '',
      ...body,
    })
    expect(status).toBe(200)
  }
  await change('rescheduling', { startsAt: at(2, '11:00') })
  await until([stamp(2, '11:00')], [])
  await change('reassignment', { hostId: members.O1 })
  await until([], [stamp(2, '11:00')])
  await change('reassignment', { hostId: members.F })
  await until([stamp(2, '11:00')], [])
  await change('reassignment', { hostId: members.O1 })
  await change('reassignment', { hostId: members.F })
  await change('rescheduling', { startsAt: at(3, '12:00') })
  await until([stamp(3, '12:00')], [])
  await change('cancellation', {})
  await until([], [])
})
