import { expect, test } from 'vitest'
import { workday } from '../bookable.ts'
import { expectFair, heading, press, startVisits } from './visitors.ts'

const { place, open, made } = startVisits()
const update = (text: string, ...values: unknown[]) => place().query(text, values)

test('a link that cannot be booked says so plainly and how to go on, in the reader’s language, and so does an unknown one', async () => {
  const utrecht = await made({ hosts: 1 })
  await update('update app."group" set bookable = false where id = $1', utrecht.groupId)
  const page = await open(`/g/${utrecht.link}`)
  await heading(page, 'This page is not available')
  await page.getByText('Nothing can be booked here at the moment.').waitFor()
  await page.getByText(/You can reach .*: Call 030 123 45 67/).waitFor()
  await expectFair(page)
  await page.goto(`/g/${utrecht.link}?lang=nl`)
  await heading(page, 'Deze pagina is niet beschikbaar')

  const words = async (path: string) => {
    await page.goto(path)
    await heading(page, 'This link does not work')
    await expectFair(page)
    return page.content()
  }
  await update('update app."group" set deleted_at = now() where id = $1', utrecht.groupId)
  expect(await words(`/g/${utrecht.link}`)).toBe(await words('/g/never-was-there'))
})

test('a group that offers nothing any more says so, and how to reach the organisation', async () => {
  const utrecht = await made({ hosts: 1 })
  const page = await open(`/g/${utrecht.link}`)
  await heading(page, 'Intake')
  await update('delete from app.meeting_type_group where group_id = $1', utrecht.groupId)
  await page.reload()
  await heading(page, 'This page is not available')
  await page.getByText(/You can reach .*: Call 030 123 45 67/).waitFor()
  await expectFair(page)
})

test('who filled in the form for what was withdrawn meanwhile is told, and chooses anew', async () => {
  const utrecht = await made({ hosts: 2, group: { policy: 'customer_chooses' } }, ({ cast, groupId }) => {
    cast.meetingType({ name: 'Review', noticeMinutes: 0, windowDays: 60, hosts: { groups: [groupId] } })
    cast.meetingType({ name: 'Talk', noticeMinutes: 0, windowDays: 60, hosts: { groups: [groupId] } })
  })
  const page = await open(`/g/${utrecht.link}`)
  const fillIn = async () => {
    await page.getByLabel('Name').fill('Zoë Okonkwo')
    await page.getByLabel('Email').fill('zoe@client.example')
  }
  const at = `at=${encodeURIComponent(workday(1, 10))}`
  await page.goto(`/g/${utrecht.link}#type=${utrecht.meetingTypeId}&with=${utrecht.hostIds[0]}&${at}`)
  await page.reload()
  await heading(page, 'Your details')
  await fillIn()
  await update('delete from app.membership where member_id = $1', utrecht.hostIds[0])
  await press(page, 'Book')
  await page.getByText('This time was just taken. Please choose another one.').first().waitFor()
  expect(await page.getByLabel('With').inputValue()).toBe('')
  await expect.poll(() => page.getByRole('button', { name: /10:00/ }).count()).toBeGreaterThan(0)
  await expectFair(page)

  await page.goto(`/g/${utrecht.link}#type=${utrecht.meetingTypeId}&${at}`)
  await page.reload()
  await heading(page, 'Your details')
  await update('delete from app.meeting_type_group where meeting_type_id = $1', utrecht.meetingTypeId)
  await press(page, 'Book')
  await page.getByRole('alert').getByText('What you chose is not offered any more.').waitFor()
  await expectFair(page)
  await page.getByRole('link', { name: 'Review' }).click()
  await heading(page, 'Review')
})
