import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Branch, pathOf, workday } from '../../../test/bookable.ts'
import { hostAddress, type Posting, startPosting } from '../../../test/posting.ts'

let place: Posting
beforeAll(async () => {
  place = await startPosting()
})
afterAll(() => place.close())

const book = async (branch: Branch, startsAt: string, given?: object) =>
  (await place.book(branch, startsAt, given)).body

describe('what waits for a meeting', () => {
  const due = (meetingId: string, name: string) =>
    place.query(
      `update jobs.job set start_after = now() where state = 'created' and data ->> 'name' = $2 and data -> 'data' ->> 'meetingId' = $1
       returning id`,
      [meetingId, name],
    )
  const awaited = async (meetingId: string, name: string, count: number) => {
    for (;;) {
      const jobs = await place.query(
        `select start_after from jobs.job where data ->> 'name' = $2 and data -> 'data' ->> 'meetingId' = $1 order by start_after`,
        [meetingId, name],
      )
      if (jobs.length >= count) return jobs.map(({ start_after: at }) => at.toISOString())
      await sleep(20)
    }
  }
  const before = (startsAt: string, minutes: number) =>
    new Date(Date.parse(startsAt) - minutes * 60_000).toISOString()

  test('reminds the client and the host, as the meeting stands by then', async () => {
    const utrecht = await place.made({ hosts: 1, type: { reminders: [1440, 60, 100_000] } })
    const to = 'remind@client.example'
    const { id, manageUrl } = await book(utrecht, workday(0, 9), { email: to })
    // One lies behind already.
    expect(await awaited(id, 'remind-of-meeting', 2)).toEqual([
      before(workday(0, 9), 1440),
      before(workday(0, 9), 60),
    ])
    await place.visitor.post(`${pathOf(manageUrl)}/rescheduling`, { startsAt: workday(0, 11) })
    await awaited(id, 'remind-of-meeting', 4)
    await place.post.letterTo(to, 2)
    expect(await due(id, 'remind-of-meeting')).toHaveLength(4)
    await place.post.letterTo(to, 4)
    await place.idle()
    // Those of the time before remind of nothing.
    const reminders = place.lettersTo(to).slice(2)
    expect(reminders.map(({ subject }) => subject)).toEqual(
      Array(2).fill('Your meeting at North Bank is coming up'),
    )
    expect(
      place.lettersTo(hostAddress(utrecht.hostIds[0])).filter(({ subject }) => subject?.startsWith('Soon')),
    ).toHaveLength(2)
  })

  test('reminds nobody of a cancelled one', async () => {
    const utrecht = await place.made({ hosts: 1 })
    const to = 'unremind@client.example'
    const { id, manageUrl } = await book(utrecht, workday(0, 9), { email: to })
    await awaited(id, 'remind-of-meeting', 1)
    await place.visitor.post(`${pathOf(manageUrl)}/cancellation`, {})
    await place.post.letterTo(to, 2)
    await due(id, 'remind-of-meeting')
    await place.idle()
    expect(place.lettersTo(to)).toHaveLength(2)
  })

  test('notes that it was held once it is over, unless somebody has said otherwise', async () => {
    const utrecht = await place.made({ hosts: 2 })
    const bookings = [await book(utrecht, workday(0, 9)), await book(utrecht, workday(0, 9))]
    for (const { id } of bookings) {
      await awaited(id, 'conclude-meeting', 1)
      await place.query(
        `update app.meeting set starts_at = now() - interval '1 hour', ends_at = now() - interval '30 minutes' where id = $1`,
        [id],
      )
    }
    await place.query(`update app.meeting set status = 'missed' where id = $1`, [bookings[1].id])
    for (const { id } of bookings) await due(id, 'conclude-meeting')
    await place.idle()
    const statuses = await place.query(
      'select status from app.meeting where organization_id = $1 order by id',
      [utrecht.cast.organizationId],
    )
    expect(statuses.map(({ status }) => status)).toEqual(['completed', 'missed'])
    expect(
      await place.query(`select 1 from app.event where meeting_id = $1 and name = 'meeting.completed'`, [
        bookings[0].id,
      ]),
    ).toHaveLength(1)
  })
})
