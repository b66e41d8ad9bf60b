import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { at } from '../scheduled.ts'
import { startScheduled } from '../scheduled.ts'
import { choose, expectFair, press, startColleagues } from './colleagues.ts'

const { all, open } = startColleagues(startScheduled)

const monday = at(1, '00:00').slice(0, 10)
const hours = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const weeklyOf = async () => {
  const { members } = all().fixture
  const { body } = await all().as.O1.get(`/members/${members.O1}/open-hours`)
  return (body.weekly as { day: number; start: string; end: string }[]).map(
    ({ day, start, end }) => `${day} ${start}–${end}`,
  )
}
/** From one time of a day to another, 1 is Monday. */
async function draw(page: Page, day: number, from: number, to: number): Promise<void> {
  const column = page.locator('[data-column]').nth(day - 1)
  await column.scrollIntoViewIfNeeded()
  const { x = 0, y = 0, width = 0, height = 0 } = (await column.boundingBox()) ?? {}
  const at = (hour: number) => [x + width / 2, y + (height * hour) / 24 + 1] as const
  await page.mouse.move(...at(from))
  await page.mouse.down()
  await page.mouse.move(...at((from + to) / 2))
  await page.mouse.move(...at(to))
  await page.mouse.up()
}
/** Within what scrolls, and not beneath what lies over it. */
const isSeen = (element: Element) => {
  const { left, top, width } = element.getBoundingClientRect()
  return element.contains(document.elementFromPoint(left + width / 2, top + 12))
}
const explain = async (page: Page, time: string) => {
  await page.getByLabel('Day', { exact: true }).fill(monday)
  await page.getByLabel('Time', { exact: true }).fill(time)
}

test('hours are drawn with the pointer, moved and lengthened by keyboard, and there once they are saved', async () => {
  const page = await open('O1', '/availability?tab=hours')
  await hours(page, 'Monday, 9:00 – 17:00').waitFor()
  await expectFair(page)
  await draw(page, 6, 10, 12)
  await hours(page, 'Saturday, 10:00 – 12:00').waitFor()
  await draw(page, 2, 11, 13)
  await hours(page, 'Tuesday, 11:00 – 19:00').waitFor()

  await hours(page, 'Monday, 9:00 – 17:00').focus()
  await page.keyboard.press('ArrowDown')
  await expect(hours(page, 'Monday, 9:15 – 17:15').evaluate(isFocused)).resolves.toBe(true)
  await page.keyboard.press('Shift+ArrowUp')
  await expect(hours(page, 'Monday, 9:15 – 17:00').evaluate(isFocused)).resolves.toBe(true)
  await hours(page, 'Friday, 9:00 – 17:00').focus()
  await page.keyboard.press('Delete')
  await expect(hours(page, 'Add hours on Friday').evaluate(isFocused)).resolves.toBe(true)
  await hours(page, 'Add hours on Sunday').press('Enter')
  await page.keyboard.press('ArrowLeft')
  await hours(page, 'Saturday, 9:00 – 17:00').waitFor()
  await page.getByRole('status').getByText('Saturday, 9:00 to 17:00, joined with the hours').waitFor()
  await press(page, 'Save')
  await page.getByText('Saved', { exact: true }).waitFor()
  expect(await weeklyOf()).toEqual([
    '1 09:15–17:00',
    '2 11:00–19:00',
    '3 09:00–17:00',
    '4 09:00–17:00',
    '6 09:00–17:00',
  ])
  await expectFair(page)
})

test('hours in the night are in sight, those of the evening a press away, and blocks go by the same clock', async () => {
  await all().as.O2.put(`/members/${all().fixture.members.O2}/open-hours`, {
    timeZone: 'America/New_York',
    weekly: [
      { day: 1, start: '05:00', end: '06:00' },
      { day: 3, start: '21:00', end: '23:00' },
    ],
  })
  const page = await open('O2', '/availability?tab=hours')
  await hours(page, 'Monday, 5:00 – 6:00').waitFor()
  await expect(hours(page, 'Monday, 5:00 – 6:00').evaluate(isSeen)).resolves.toBe(true)
  await expect(hours(page, 'Wednesday, 21:00 – 23:00').evaluate(isSeen)).resolves.toBe(false)
  await expectFair(page)
  await press(page, 'Later, from 21:00')
  await expect(hours(page, 'Wednesday, 21:00 – 23:00').evaluate(isSeen)).resolves.toBe(true)
  await page.getByRole('button', { name: 'Earlier, from 5:00' }).waitFor()

  await page.getByRole('tab', { name: 'Blocks' }).click()
  await press(page, 'Add a block')
  await page.getByRole('dialog').getByText('Times are those of America/New York.').waitFor()
})
const isFocused = (element: Element) => element === document.activeElement

test('a block keeps clients from booking, and why a time is offered, or not, is told by name', async () => {
  const page = await open('O1', '/availability?tab=blocks')
  await page.getByText('Nothing is blocked.').waitFor()
  await expectFair(page)
  await press(page, 'Add a block')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What for (not required)').fill('Choir')
  await dialog.getByLabel('All day').uncheck()
  await dialog.getByLabel('From', { exact: true }).fill(monday)
  await dialog.getByLabel('From, time').fill('10:00')
  await dialog.getByLabel('Until, time').fill('11:30')
  await expectFair(page)
  await dialog.getByRole('button', { name: 'Block the time' }).click()
  await page.getByText('The time is blocked.').waitFor()
  await page.getByText('Choir').waitFor()

  await page.getByRole('tab', { name: 'Why is this time (not) offered?' }).click()
  await choose(page, 'Meeting type', 'Intake')
  await explain(page, '10:30')
  await page.getByText('Clients cannot book this time, because:').waitFor()
  await page.getByText('Blocked by the member').waitFor()
  await expectFair(page)
  await explain(page, '08:30')
  await page.getByText('Outside open hours').waitFor()
  await explain(page, '14:30')
  await page.getByText('Clients can book this time.').waitFor()

  await page.getByRole('tab', { name: 'Blocks' }).click()
  await press(page, 'Remove the block Choir')
  await page.getByText('Nothing is blocked.').waitFor()
  await press(page, 'Undo')
  await page.getByText('Choir').waitFor()
})

test('a group operator changes the hours of a colleague, on a phone in the dark, and of nobody else', async () => {
  const { members } = all().fixture
  const page = await open('Q', `/availability?of=${members.O12}&tab=hours`, { width: 390, dark: true })
  await page.getByText('The member concerned is told of every change you make here.').waitFor()
  await page.getByRole('button', { name: 'Remove the hours from 09:00' }).first().click()
  await press(page, 'Save')
  await page.getByText('Saved', { exact: true }).waitFor()
  await expectFair(page)
  for (const tab of ['Week', 'Blocks', 'Calendars', 'Why is this time (not) offered?']) {
    await page.getByRole('tab', { name: tab }).click()
    await expectFair(page)
  }
  await page.getByRole('combobox', { name: 'Whose availability' }).click()
  await page.getByRole('option', { name: 'Olivia Santos' }).waitFor()
  expect(await page.getByRole('option', { name: 'Omar Benali' }).count()).toBe(0)
  await page.goto(`/availability?of=${members.O2}&tab=hours`)
  await page.getByRole('alert').waitFor()
})
