import { expect, test } from 'vitest'
import { expectFair, heading, press, startVisits } from './visitors.ts'

const { place, open, made, meetingsOf } = startVisits()

test('an address that has to be confirmed is, by a press and not by opening the link; then it is moved, cancelled', async () => {
  const utrecht = await made({ hosts: 2, type: { confirmsEmail: true } })
  const page = await open(`/g/${utrecht.link}?name=Anna&email=anna%40client.example`)
  await page.locator('.time').first().click()
  await press(page, 'Book')
  await heading(page, 'Please confirm your email address')
  await expectFair(page)
  const [held] = await meetingsOf(utrecht)
  const token = place().server.app.program.secrets.decrypt(held.token_encrypted)
  await page.goto(`/b/${token}`)
  await heading(page, 'Confirm your meeting')
  await expectFair(page)
  expect((await meetingsOf(utrecht))[0].held_until).not.toBeNull()
  await press(page, 'Confirm this meeting')
  await heading(page, 'Your meeting')
  expect((await meetingsOf(utrecht))[0]).toMatchObject({ held_until: null, status: 'scheduled' })

  await press(page, 'Move to another time')
  await page.getByLabel('With').selectOption('Anyone available')
  await page.locator('.time').nth(3).click()
  await expectFair(page)
  await press(page, 'Move the meeting')
  await heading(page, 'Your meeting is moved')
  const [moved] = await meetingsOf(utrecht)
  expect(moved.starts_at).not.toEqual(held.starts_at)

  await place().query(
    `update app.meeting set starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour' where id = $1`,
    [held.id],
  )
  await page.reload()
  await page.getByRole('radio', { name: /^4/ }).check()
  await expectFair(page)
  await press(page, 'Send')
  await page.getByText('Thank you.').first().waitFor()
  expect((await meetingsOf(utrecht))[0].rating).toBe(4)
  // It may have been noted meanwhile that it took place.
  await place().query(
    `update app.meeting set status = 'scheduled', starts_at = now() + interval '2 days', ends_at = now() + interval '2 days 1 hour' where id = $1`,
    [held.id],
  )
  await page.reload()
  await press(page, 'Cancel this meeting')
  await page.getByLabel('Reason').fill('Ill')
  await expectFair(page)
  await press(page, 'Cancel the meeting')
  await heading(page, 'You cancelled this meeting')
  await expectFair(page)
  expect((await meetingsOf(utrecht))[0]).toMatchObject({ status: 'cancelled_by_client', reason: 'Ill' })
})
