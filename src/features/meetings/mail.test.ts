import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Branch, pathOf, workday } from '../../../test/bookable.ts'
import { timeInWords } from '../../kit/time-in-words.ts'
import { entryOf, hostAddress, type Posting, readEntry, startPosting } from '../../../test/posting.ts'

let place: Posting
beforeAll(async () => {
  place = await startPosting({ refuses: ['full@client.example'] })
})
afterAll(() => place.close())

const book = async (branch: Branch, startsAt: string, given?: object) =>
  (await place.book(branch, startsAt, given)).body

describe('whoever books', () => {
  test('gets one mail with everything, and their calendar an entry that follows every change', async () => {
    const utrecht = await place.made({ hosts: 1 })
    const to = 'zoe@client.example'
    const { id, manageUrl } = await book(utrecht, workday(0, 9), { email: to })
    const letter = await place.post.letterTo(to)
    expect(letter.subject).toBe('Your meeting at North Bank is booked')
    expect(letter.text).toContain('Hello Zoë Okonkwo,')
    expect(letter.text).toContain('Host 0')
    expect(letter.text).toContain('(Europe/Amsterdam)')
    expect(letter.text).toContain(`Choose another time: ${manageUrl}#move`)
    expect(letter.text).toContain(`Cancel the meeting: ${manageUrl}#cancel`)
    const first = entryOf(letter)
    expect(first).toEqual({
      method: 'REQUEST',
      uid: id,
      sequence: 0,
      summary: 'Intake · North Bank',
      startsAt: workday(0, 9),
      endsAt: workday(0, 9, 30),
      status: 'CONFIRMED',
      organizer: 'mailto:guildhall@guildhall.example',
      attendees: [`mailto:${to}`],
    })
    await place.visitor.post(`${pathOf(manageUrl)}/rescheduling`, { startsAt: workday(0, 11) })
    const moved = await place.post.letterTo(to, 2)
    expect(moved.subject).toBe('Your meeting at North Bank was moved')
    const before = { startsAt: new Date(workday(0, 9)), endsAt: new Date(workday(0, 9, 30)) }
    expect(moved.text).toContain(`Before: ${timeInWords(before, 'en', 'Europe/Amsterdam')}`)
    expect(entryOf(moved)).toEqual({
      ...first,
      sequence: 1,
      startsAt: workday(0, 11),
      endsAt: workday(0, 11, 30),
    })
    await place.visitor.post(`${pathOf(manageUrl)}/cancellation`, {})
    const cancelled = await place.post.letterTo(to, 3)
    expect(cancelled.subject).toBe('Your meeting at North Bank was cancelled')
    expect(entryOf(cancelled)).toEqual({
      ...entryOf(moved),
      method: 'CANCEL',
      sequence: 2,
      status: 'CANCELLED',
    })
    await place.idle()
    expect(place.lettersTo(to)).toHaveLength(3)
    expect(new Set(place.lettersTo(to).map(({ messageId }) => messageId)).size).toBe(3)
  })

  test('is spoken to in their own language', async () => {
    const utrecht = await place.made()
    await book(utrecht, workday(0, 9), { email: 'nl@client.example', language: 'nl' })
    const { text } = await place.post.letterTo('nl@client.example')
    expect(text).toMatch(/(maandag|dinsdag|woensdag|donderdag|vrijdag) \d+ \w+ 20\d\d/)
  })

  test('can take the meeting into any calendar, as a file', async () => {
    const utrecht = await place.made()
    const { id, manageUrl } = await book(utrecht, workday(0, 9))
    const file = await fetch(`${place.server.url}/api/v1${pathOf(manageUrl)}/calendar.ics`)
    expect(file.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="meeting.ics"')
    expect(readEntry(await file.text())).toMatchObject({
      method: 'PUBLISH',
      uid: id,
      startsAt: workday(0, 9),
      attendees: [],
    })
  })

  test('whose address refuses mail still has the meeting', async () => {
    const utrecht = await place.made({ hosts: 1 })
    await book(utrecht, workday(0, 9), { email: 'full@client.example' })
    expect((await place.post.letterTo(hostAddress(utrecht.hostIds[0]))).subject).toMatch(/^New meeting: /)
    await place.idle()
  })

  test('is asked to confirm the address where the type wants it, and told of the meeting afterwards', async () => {
    const utrecht = await place.made({ hosts: 1, type: { confirmsEmail: true } })
    const to = 'held@client.example'
    await book(utrecht, workday(0, 9), { email: to })
    const letter = await place.post.letterTo(to)
    expect(letter.subject).toBe('Please confirm your meeting at North Bank')
    expect(entryOf(letter)).toBeUndefined()
    await place.idle()
    expect(place.lettersTo(hostAddress(utrecht.hostIds[0]))).toEqual([])
    const url = /http:\S+\/b\/[\w-]+/.exec(letter.text ?? '')?.[0] ?? ''
    await place.visitor.post(`${pathOf(url)}/confirmation`, {})
    expect((await place.post.letterTo(to, 2)).subject).toBe('Your meeting at North Bank is booked')
    await place.post.letterTo(hostAddress(utrecht.hostIds[0]))
  })
})

describe('the host', () => {
  test('is told who comes, and nothing of them in the subject', async () => {
    const utrecht = await place.made({ hosts: 1 })
    const { id } = await book(utrecht, workday(0, 9), { email: 'private@client.example' })
    const letter = await place.post.letterTo(hostAddress(utrecht.hostIds[0]))
    expect(letter.subject).not.toMatch(/Zoë|Okonkwo|private/)
    expect(letter.text).toContain('Zoë Okonkwo')
    expect(letter.text).toContain(`/meetings/${id}`)
    expect(entryOf(letter)).toMatchObject({
      method: 'REQUEST',
      uid: id,
      attendees: [`mailto:${hostAddress(utrecht.hostIds[0])}`],
    })
  })

  test('of before is told that it is somebody else’s when the client takes another; the new one gets it', async () => {
    const utrecht = await place.made({ hosts: 2 })
    const to = 'switch@client.example'
    const { id, manageUrl } = await book(utrecht, workday(0, 9), { email: to })
    const [{ host_id: before }] = await place.query('select host_id from app.meeting where id = $1', [id])
    const after = utrecht.hostIds.find(hostId => hostId !== before)
    await place.post.letterTo(hostAddress(before))
    await place.query('update app.member set suspended_at = null')
    await place.query(
      `insert into app.block (organization_id, id, level, member_id, starts_at, ends_at, time_zone)
       values ($1, gen_random_uuid(), 'member', $2, $3, $4, 'UTC')`,
      [utrecht.cast.organizationId, before, workday(1, 0), workday(1, 23)],
    )
    const given = { startsAt: workday(1, 9), hostChoice: 'anyone' }
    expect((await place.visitor.post(`${pathOf(manageUrl)}/rescheduling`, given)).status).toBe(200)
    expect(entryOf(await place.post.letterTo(hostAddress(before), 2))).toMatchObject({
      method: 'CANCEL',
      uid: id,
      sequence: 1,
    })
    expect(entryOf(await place.post.letterTo(hostAddress(after)))).toMatchObject({
      method: 'REQUEST',
      uid: id,
      sequence: 1,
    })
    expect((await place.post.letterTo(to, 2)).text).toContain(
      (await place.query('select name from app.member where id = $1', [after]))[0].name,
    )
  })
})

test('a guest is told when and where, and learns no other guest’s address', async () => {
  const utrecht = await place.made({ type: { maxGuests: 2 } })
  const guests = [
    { name: 'Ada', email: 'ada@guest.example' },
    { name: 'Bea', email: 'bea@guest.example' },
  ]
  const { manageUrl } = await book(utrecht, workday(0, 9), { email: 'host-of-guests@client.example', guests })
  const letter = await place.post.letterTo('ada@guest.example')
  expect(entryOf(letter)).toMatchObject({ method: 'REQUEST', attendees: ['mailto:ada@guest.example'] })
  expect(JSON.stringify(letter)).not.toMatch(/bea@guest|host-of-guests@client/)
  expect(letter.text).not.toContain(manageUrl)
  await place.visitor.post(`${pathOf(manageUrl)}/cancellation`, {})
  expect(entryOf(await place.post.letterTo('bea@guest.example', 2))).toMatchObject({ method: 'CANCEL' })
})
