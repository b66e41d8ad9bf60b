import { expect, test } from 'vitest'
import { request } from '../bookable.ts'
import { expectFair, heading, nextPutBack, press, startVisits, tabTo } from './visitors.ts'

const { place, open, made, meetingsOf } = startVisits()

test('a client in the night in which the clocks are put back books the second of two hours of one name', async () => {
  const change = nextPutBack('America/New_York')
  const date = change.toISOString().slice(0, 10)
  const utrecht = await made({ hosts: 2, type: { windowDays: 730, durationMinutes: 60 } }, one => {
    for (const hostId of one.hostIds)
      one.cast.openHours(hostId, {
        timeZone: 'UTC',
        weekly: [],
        overrides: [{ date, intervals: [{ start: '04:00', end: '09:00' }] }] as never,
      })
  })
  const page = await open(`/g/${utrecht.link}`, { zone: 'America/New_York' })
  await heading(page, 'Intake')
  await page.getByText('Times in New York').waitFor()
  const times = page.getByRole('group').getByRole('button')
  await times.first().waitFor()
  expect(await times.allTextContents()).toEqual(['00:00', '01:00 GMT-4', '01:00 GMT-5', '02:00', '03:00'])
  await page.getByRole('button', { name: /Nov.* 5 times/ }).waitFor()
  await expectFair(page)
  await press(page, '01:00 GMT-5')
  await heading(page, 'Your details')
  await page.getByText('01:00 GMT-5 – 02:00 GMT-5').waitFor()
  await expectFair(page)
  await press(page, 'Book')
  await page.getByText('2 answers need another look').waitFor()
  await expectFair(page)
  await page.getByLabel('Your name').fill('Anna Berg')
  await page.getByLabel('Your email address').fill('anna@client.example')
  await press(page, 'Book')
  await heading(page, 'Your meeting is booked')
  await page.getByText('01:00 GMT-5 – 02:00 GMT-5').waitFor()
  await expectFair(page)
  const [meeting] = await meetingsOf(utrecht)
  expect(meeting).toMatchObject({ name: 'Anna Berg', time_zone: 'America/New_York', starts_at: change })

  await page.reload()
  await heading(page, 'Your meeting is booked')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Other calendar' }).click()
  expect((await download).suggestedFilename()).toBe('meeting.ics')
})

test('a client books with the keyboard alone, in another zone, and is told what happens', async () => {
  const utrecht = await made({ hosts: 1 })
  const page = await open(`/g/${utrecht.link}?email=anna%40client.example`, { zone: 'Europe/Berlin' })
  await page.getByText('Times in Berlin').waitFor()
  await tabTo(page, /Change time zone/)
  await page.keyboard.press('Enter')
  await page.keyboard.type('kolkata')
  await page
    .getByRole('status')
    .filter({ hasText: /^1 time zone$/ })
    .waitFor()
  await expectFair(page)
  await page.keyboard.press('Enter')
  await page
    .getByText('Times in')
    .filter({ hasText: /Kolkata|Calcutta/ })
    .waitFor()
  await page.waitForFunction(() => document.activeElement?.textContent === 'Change time zone')

  const days = page.locator('ol').getByRole('button', { expanded: false })
  const second = await days.first().textContent()
  await tabTo(page, new RegExp(second!.slice(0, 6)))
  await page.keyboard.press('Enter')
  await page
    .getByRole('status')
    .filter({ hasText: /16 times on \w+day/ })
    .waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  const chosen = page.locator('.time:focus')
  await chosen.waitFor()
  const at = await chosen.textContent()
  await page.keyboard.press('ArrowRight')
  expect(await page.locator('.time:focus').textContent()).not.toBe(at)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')

  await heading(page, 'Your details')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  await tabTo(page, /Your name/)
  await page.keyboard.type('Anna Berg')
  await page.keyboard.press('Enter')
  await heading(page, 'Your meeting is booked')
  expect(await meetingsOf(utrecht)).toMatchObject([{ email: 'anna@client.example', name: 'Anna Berg' }])
})

test('who was too slow sees what is free now, and finds everything as they typed it', async () => {
  const utrecht = await made({
    hosts: 1,
    type: {
      maxGuests: 2,
      questions: [
        {
          key: 'topic',
          kind: 'long_text',
          label: 'About what?',
          help: '',
          required: true,
          choices: [],
          visibleTo: [],
        },
      ] as never,
    },
  })
  const page = await open(`/g/${utrecht.link}`, { dark: true, width: 360 })
  const first = page.locator('.time').first()
  await first.waitFor()
  const startsAt = (await first.locator('time').getAttribute('datetime'))!
  await first.click()
  await page.getByLabel('Your name').fill('Bo Tanaka')
  await page.getByLabel('Your email address').fill('bo@client.example')
  await page.getByLabel('About what?').fill('A house\nby the sea')
  await press(page, 'Add a guest')
  await page.getByLabel('Name of guest 1').and(page.locator(':focus')).waitFor()
  await page.keyboard.type('Cleo')
  await page.getByLabel('Email address of guest 1').fill('cleo@client.example')
  await expectFair(page)
  await page.reload()
  expect(await page.getByLabel('About what?').inputValue()).toBe('A house\nby the sea')

  const answers = [{ questionId: 'topic', answer: 'Mine' }]
  const other = await place().visitor.post(
    `/public/groups/${utrecht.link}/meetings`,
    request(utrecht.meetingTypeId, startsAt, { answers }),
  )
  expect(other.status).toBe(201)
  await press(page, 'Book')
  await page.getByRole('alert').filter({ hasText: 'This time was just taken' }).waitFor()
  await expectFair(page)
  expect(await page.locator(`time[datetime="${startsAt}"]`).count()).toBe(0)
  await page.locator('.time').first().click()
  expect(await page.getByLabel('Your name').inputValue()).toBe('Bo Tanaka')
  expect(await page.getByLabel('Email address of guest 1').inputValue()).toBe('cleo@client.example')
  await page.goBack()
  await page.locator('.time').nth(1).click()
  await press(page, 'Book')
  await heading(page, 'Your meeting is booked')
  expect(await meetingsOf(utrecht)).toMatchObject([{ name: 'Zoë Okonkwo' }, { name: 'Bo Tanaka' }])
})

test('a client chooses the meeting, the length and the person, in their own language', async () => {
  const utrecht = await made(
    { hosts: 2, group: { policy: 'customer_chooses' }, type: { otherDurations: [60] } },
    ({ cast, groupId }) => {
      cast.meetingType({ name: 'Home visit', noticeMinutes: 0, hosts: { groups: [groupId] } })
    },
  )
  const page = await open(`/g/${utrecht.link}`)
  await heading(page, 'Utrecht')
  await page
    .getByText(/^Next: /)
    .first()
    .waitFor()
  await expectFair(page)
  await page.getByRole('link', { name: /Intake/ }).click()
  await heading(page, 'Intake')
  await page.getByLabel('Length').selectOption('1 h')
  const people = page.getByLabel('With')
  expect(await people.locator('option').allTextContents()).toEqual(['Anyone available', 'Host 0', 'Host 1'])
  await people.selectOption('Host 1')
  await expectFair(page)
  await page.locator('.time').first().click()
  await page.getByText('Host 1').waitFor()
  await page.goBack()
  await page.locator('.time').first().waitFor()
  expect(await people.inputValue()).toBe(utrecht.hostIds[1])
  await page.getByLabel('Language').selectOption('de')
  await page.getByRole('button', { name: 'Zurück' }).click()
  await page.reload()
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('de')
  await heading(page, 'Utrecht')
})

test('without its script the page says what can be booked, and how to reach the organisation', async () => {
  const utrecht = await made({ hosts: 1, type: { description: 'Getting to <know> each other & more' } })
  const page = await open(`/g/${utrecht.link}`, { withScript: false, width: 1440 })
  await heading(page, 'Intake')
  await page.getByText('Utrecht', { exact: true }).waitFor()
  await page.getByText('Getting to <know> each other & more').waitFor()
  expect(await page.getByRole('heading', { level: 2, name: /\d+ times?$/ }).count()).toBeGreaterThan(4)
  await page.getByText('Call 030 123 45 67').waitFor()
  expect(await page.title()).toMatch(/^Utrecht · /)

  const get = (path: string, language = 'en') =>
    fetch(place().server.url + path, { redirect: 'manual', headers: { 'accept-language': language } })
  expect((await get('/g/no-such-group')).status).toBe(404)
  expect(await (await get('/g/no-such-group', 'nl')).text()).toContain('<html lang="nl"')
  await place().query('update app.group_link set retired_at = now() where link = $1', [utrecht.link])
  await place().query('insert into app.group_link (link, organization_id, group_id) values ($1, $2, $3)', [
    `${utrecht.link}-new`,
    utrecht.cast.organizationId,
    utrecht.groupId,
  ])
  const retired = await get(`/g/${utrecht.link}?lang=nl`)
  expect([retired.status, retired.headers.get('location')]).toEqual([302, `/g/${utrecht.link}-new?lang=nl`])
  await place().query('update app."group" set bookable = false where id = $1', [utrecht.groupId])
  await page.goto(`/g/${utrecht.link}-new`)
  await heading(page, 'This page is not available')
})

test('where nobody has time, the page says how else to reach the organisation', async () => {
  const utrecht = await made({ hosts: 1 }, ({ cast, hostIds: [hostId] }) =>
    cast.openHours(hostId!, { weekly: [] }),
  )
  const page = await open(`/g/${utrecht.link}`)
  await page.getByText('Utrecht has no free time in the next 60 days.').waitFor()
  await page.getByText('Call 030 123 45 67').waitFor()
  await expectFair(page)
})

test('a link that was pasted with a slash at its end leads to the same page', async () => {
  const utrecht = await made({ hosts: 1 })
  const page = await open(`/g/${utrecht.link}/`)
  await heading(page, 'Intake')
  await page.getByRole('group').getByRole('button').first().waitFor()
})
