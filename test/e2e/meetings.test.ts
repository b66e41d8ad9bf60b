import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { request } from '../bookable.ts'
import { Person } from '../person.ts'
import { at } from '../scheduled.ts'
import { startScheduled } from '../scheduled.ts'
import { choose, expectFair, goTo, press, startColleagues } from './colleagues.ts'

const { all, open } = startColleagues(startScheduled)

const dayOf = (instant: string) => instant.slice(0, 10)
const week = dayOf(at(1, '00:00'))
const period = `period=custom&from=${week}&to=${dayOf(at(7, '00:00'))}`
const dialogOf = (page: Page) => page.getByRole('dialog')
const client = { name: 'Zoë van den Müller-Lüdenscheidt', email: 'zoe@client.example' }
/** The path of the meeting that the pages of this file are about. */
let meeting = ''

test('a group operator plans for a colleague at a time that is taken, once they have said so twice', async () => {
  await all().meet('O1', at(1, '10:00'))
  const page = await open('Q', '/meetings')
  await expectFair(page)
  await page.getByRole('link', { name: 'Schedule new' }).click()
  await choose(page, 'Host', 'Otto Lindqvist')
  await page.getByLabel('Day', { exact: true }).fill(week)
  await page
    .getByText('09:00', { exact: true })
    .or(page.getByText('9:00', { exact: true }))
    .waitFor()
  await page.getByLabel('Time', { exact: true }).fill('10:15')
  await page.getByRole('status').getByText('Another meeting').waitFor()
  await page.getByLabel('Name').fill(client.name)
  await page.getByLabel('Email').fill(client.email)
  await expectFair(page)
  await press(page, 'Schedule the meeting')
  await page.getByRole('alert').waitFor()
  await press(page, 'Plan it over the other meeting')
  await page.getByRole('heading', { name: `Intake with ${client.name}` }).waitFor()
  await page.getByText('Planned over another').waitFor()
  await page.getByText('Quinn Adeyemi').first().waitFor()
  await expectFair(page)
  meeting = new URL(page.url()).pathname
})

test('they move it, hand it over and take it back, and nothing is left of that but its history', async () => {
  const page = await open('Q', meeting)
  const dialog = dialogOf(page)
  await press(page, 'Reschedule')
  await dialog.getByLabel('Time', { exact: true }).fill('14:00')
  await dialog.getByLabel('Reason').fill('The room is painted.')
  await expectFair(page)
  await dialog.getByRole('button', { name: 'Move the meeting' }).click()
  await page.getByText(/^The meeting is moved/).waitFor()
  for (const [from, to] of [
    ['Otto Lindqvist', 'Luca Moretti'],
    ['Luca Moretti', 'Otto Lindqvist'],
  ] as const) {
    await page.getByText(`Host: ${from}`).waitFor()
    await press(page, 'Reassign')
    await dialog.getByRole('radio', { name: to }).check()
    if (to === 'Luca Moretti') await expectFair(page)
    await dialog.getByRole('button', { name: `Give it to ${to}` }).click()
    await page.getByText(`Host: ${to}`).waitFor()
  }
  await page.getByRole('tab', { name: 'History' }).click()
  await page.getByText('Quinn Adeyemi gave the meeting from Otto Lindqvist to Luca Moretti').waitFor()
  await page.getByText('Quinn Adeyemi gave the meeting from Luca Moretti to Otto Lindqvist').waitFor()
  await page.getByText(/Quinn Adeyemi moved the meeting to .*14:00/).waitFor()
  await expectFair(page)
})

test('the week shows it, by pointer and by keyboard, and a free place in it begins another', async () => {
  await all().meet('O12', at(2, '09:00'))
  const page = await open('Q', `/meetings?view=week&date=${week}`)
  const entry = page.getByRole('link', { name: client.name })
  await entry.focus()
  await page.keyboard.press('ArrowUp')
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('10:00–10:30')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Olivia Santos')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: `Intake with ${client.name}` }).waitFor()
  await page.goBack()
  await entry.waitFor()
  await expectFair(page)
  const friday = page.locator('[data-column]').nth(4)
  const { x = 0, y = 0, height = 0 } = (await friday.boundingBox()) ?? {}
  await page.mouse.click(x + 20, y + (height * 11.3) / 24)
  await page.getByRole('heading', { name: 'Schedule a meeting' }).waitFor()
  expect(await page.getByLabel('Day', { exact: true }).inputValue()).toBe(dayOf(at(5, '00:00')))
  expect(await page.getByLabel('Time', { exact: true }).inputValue()).toBe('11:15')
})

test('why the host of a booking is the host, and what came of the week, is for the group to read', async () => {
  const { groups, cast } = all().fixture
  const link = cast.rows.groupLink.find(({ groupId }) => groupId === groups.G1)?.link ?? ''
  const booked = await new Person(all().server.url).post(
    `/public/groups/${link}/meetings`,
    request(all().types.intake, at(3, '09:00')),
  )
  expect(booked.status).toBe(201)
  const page = await open('Q', `/meetings/${booked.body.id}`)
  await page.getByRole('tab', { name: 'Why this host?' }).click()
  await page.getByRole('columnheader', { name: 'Within 7 days' }).waitFor()
  expect(await page.getByRole('rowheader').count()).toBeGreaterThan(1)
  await expectFair(page)

  await goTo(page, `/reports?${period}&by=group`)
  expect(await page.getByRole('combobox', { name: 'Whose' }).inputValue()).toBe('Utrecht')
  await page.getByRole('row', { name: /^Utrecht Fewer than ten 4 / }).waitFor()
  await page.getByText('The same numbers as a table').click()
  await page
    .getByRole('row', { name: /^November|^\d+ \w+ \d{4}/ })
    .first()
    .waitFor()
  await expectFair(page)
  await choose(page, 'Whose', 'Mine')
  await page.getByText('Nothing was booked in this time.').waitFor()
  const download = page.waitForEvent('download')
  await choose(page, 'Whose', 'Utrecht')
  await page.getByRole('link', { name: 'Export CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.csv$/)
})

test('nobody of another group sees any of it: not listed, in the week, found, counted, reported, nor by address', async () => {
  const { members, groups } = all().fixture
  await all().query(
    `update app.membership set group_role = 'operator' where member_id = $1 and group_id = $2`,
    [members.O2, groups.G2],
  )
  const theirs = { groupId: groups.G2, attributedGroupIds: [groups.G2], meetingTypeId: all().types.review }
  await all().meet('O2', at(1, '14:00'), { ...theirs, clientId: all().fixture.clients.c2 })
  const page = await open('O2', '/meetings')
  await page.getByRole('heading', { name: 'Meetings 1' }).waitFor()
  expect(await page.getByText(client.name).count()).toBe(0)
  await goTo(page, `/meetings?view=week&date=${week}`)
  await expect.poll(() => page.locator('[data-entry]').count()).toBe(1)
  await goTo(page, '/meetings?search=zo%C3%AB')
  await page.getByText('Nothing matches these filters.').waitFor()
  await page.getByRole('heading', { name: 'Meetings 0' }).waitFor()
  await goTo(page, `/reports?${period}&by=group`)
  await page.getByRole('row', { name: /^Rotterdam Fewer than ten 1 / }).waitFor()
  expect(await page.getByRole('row', { name: /Utrecht/ }).count()).toBe(0)
  await page.goto(meeting)
  await page.getByRole('alert').waitFor()
  expect(await page.getByText(client.name).count()).toBe(0)
})

test('from a client’s page a meeting is planned with them, and cancelled it stays in their timeline', async () => {
  const { clients } = all().fixture
  const page = await open('Q', `/connections/${clients.c4}`, { width: 390, dark: true })
  const name: string = (await all().as.Q.get(`/clients/${clients.c4}`)).body.firstName
  await page.getByRole('link', { name: 'Schedule a meeting' }).click()
  await page.getByRole('group', { name: 'Client' }).getByText(name).waitFor()
  await choose(page, 'Host', 'Luca Moretti')
  await page.getByLabel('Day', { exact: true }).fill(dayOf(at(4, '00:00')))
  await page.getByText(/^0?9:30$/).click()
  await expectFair(page)
  await press(page, 'Schedule the meeting')
  await page.getByRole('heading', { name: `Intake with ${name}` }).waitFor()
  await expectFair(page)
  await press(page, 'More')
  await page.getByRole('menuitem', { name: 'Cancel the meeting' }).click()
  await dialogOf(page).getByLabel('Reason').fill('The host is ill.')
  await expectFair(page)
  await dialogOf(page).getByRole('button', { name: 'Cancel the meeting' }).click()
  await page.getByText(/^The meeting is cancelled/).waitFor()
  await page.getByText('The host is ill.').waitFor()
  await page.getByRole('link', { name }).click()
  await page.getByText(/Quinn Adeyemi planned a meeting, /).waitFor()
  await page.getByText('Quinn Adeyemi cancelled the meeting').waitFor()
  for (const path of [
    `/meetings?view=week&date=${week}`,
    `/meetings?view=day&date=${week}`,
    `/reports?${period}`,
  ]) {
    await goTo(page, path)
    await expectFair(page)
  }
})
