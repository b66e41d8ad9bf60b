import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import type { Person as Letter } from '../../db/fixture.ts'
import { type Staffed, startStaffed } from '../staff.ts'
import { seriousFaults } from './browser.ts'
import { startColleagues } from './colleagues.ts'

const { all, open } = startColleagues(startStaffed)
let staff: Staffed
beforeAll(() => {
  staff = all()
})

const expectFair = async (page: Page) => expect(await seriousFaults(page), page.url()).toEqual([])
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()
const choose = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name }).click()
const dialogOf = (page: Page) => page.getByRole('dialog')
const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })

async function tick(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) await page.getByRole('checkbox', { name: `Tick ${name}` }).check()
}

const groupPath = (name: 'G1' | 'G2', tab = 'members') => `/groups/${staff.fixture.groups[name]}?tab=${tab}`
const clientsSeenBy = async (letter: Letter) =>
  (await staff.as[letter].get('/clients')).body.items.length as number

test('an Operations member leaves their last group only with a choice of what they see afterwards', async () => {
  const page = await open('A', '/members')
  await expectFair(page)
  await tick(page, 'Otto Lindqvist', 'Omar Benali')
  await press(page, 'Action')
  await choose(page, 'Remove from group')
  await choose(page, 'Utrecht')
  const dialog = dialogOf(page)
  await dialog.getByText('1 member leaves the group').waitFor()
  await dialog.getByText('Otto Lindqvist would be in no group. What then?').waitFor()
  const yes = dialog.getByRole('button', { name: 'Yes, remove 1 member' })
  expect(await yes.isDisabled()).toBe(true)
  const widening = dialog.getByRole('radio', { name: /see every client/ })
  expect(await dialog.getByText('5 clients more than now').count()).toBe(1)
  await widening.check()
  await dialog.getByText('More people will see').waitFor()
  await expectFair(page)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('2 selected').waitFor()
  expect(await clientsSeenBy('O1')).toBe(5)

  await press(page, 'Action')
  await choose(page, 'Remove from group')
  await choose(page, 'Utrecht')
  await dialog.getByRole('radio', { name: /only clients they invited/ }).check()
  await dialog.getByText('−3 clients').waitFor()
  await yes.click()
  await page.getByText('1 member removed from Utrecht.').waitFor()
  expect(await clientsSeenBy('O1')).toBe(2)
  await press(page, 'Undo')
  await page.getByText('Undone.').waitFor()
  expect(await clientsSeenBy('O1')).toBe(5)

  await rowOf(page, 'Otto Lindqvist').getByRole('link').click()
  await page.getByRole('tab', { name: 'Access' }).click()
  await page.getByText('Sees 5 clients.').waitFor()
  await expectFair(page)
})

test('group roles are given to several at once and taken back, and a group manager invites into that group alone', async () => {
  const page = await open('M', groupPath('G1'))
  await tick(page, 'Otto Lindqvist', 'Luca Moretti')
  await press(page, 'Action')
  await choose(page, 'Add group role')
  await choose(page, 'Group manager')
  await page.getByText('2 members are now Group manager. 1 person sees more clients by it.').waitFor()
  await rowOf(page, 'Luca Moretti').getByText('Group manager').waitFor()
  await press(page, 'Undo')
  await page.getByText('Undone.').waitFor()
  expect(await page.getByRole('cell', { name: 'Group manager' }).count()).toBe(0)

  await tick(page, 'Otto Lindqvist', 'Quinn Adeyemi')
  await press(page, 'Action')
  await choose(page, 'Add group role')
  await choose(page, 'Group manager')
  await rowOf(page, 'Quinn Adeyemi').getByText('Group manager').waitFor()
  await tick(page, 'Quinn Adeyemi')
  await press(page, 'Action')
  await choose(page, 'Remove group role')
  await page.getByText('Quinn Adeyemi has no group role any more.').waitFor()
  await page.getByRole('tab', { name: 'History' }).click()
  await page.getByText('Mei Tanaka took the group role from Quinn Adeyemi').waitFor()
  await page.getByText('Mei Tanaka made Quinn Adeyemi Group manager').waitFor()
  await expectFair(page)

  const otto = await open('O1', '/members/invite', { width: 390, dark: true })
  await otto.getByLabel('Names and email addresses').fill('nora@northbank.example')
  await otto.getByRole('combobox', { name: 'Role', exact: true }).click()
  expect(await otto.getByRole('option').allTextContents()).toEqual(['Operations', 'Operations (limited)'])
  await otto.getByRole('option', { name: 'Operations (limited)' }).click()
  await expectFair(otto)
  await press(otto, 'Preview')
  await dialogOf(otto).getByRole('button', { name: 'Invite 1 person' }).click()
  await otto.getByText('1 person invited.').waitFor()
  await otto.getByText('nora', { exact: true }).waitFor()
  await otto.goto('/settings/organization')
  await otto.getByText('See every client').waitFor()
  expect(await otto.getByRole('button', { name: 'Save' }).count()).toBe(0)
})

test('two who change a group at once see both versions; its old link leads on; deleted, it can be restored', async () => {
  const [first, second] = [
    await open('A', groupPath('G2', 'general')),
    await open('A', groupPath('G2', 'general')),
  ]
  await first.getByLabel('Group link').fill('rijnmond')
  await press(first, 'Save')
  await first.getByText('Saved', { exact: true }).waitFor()
  await first.getByRole('button', { name: 'Free it: rotterdam-example-org' }).waitFor()
  await expectFair(first)

  await second.getByLabel('Group link').fill('maasstad')
  await press(second, 'Save')
  const dialog = dialogOf(second)
  await dialog.getByRole('row', { name: 'Group link maasstad rijnmond' }).waitFor()
  await expectFair(second)
  await dialog.getByRole('button', { name: 'Keep theirs' }).click()
  await expect.poll(() => second.getByLabel('Group link').inputValue()).toBe('rijnmond')

  await press(second, 'Delete group')
  await dialog.getByText('Its 3 clients stay').waitFor()
  const confirm = dialog.getByRole('button', { name: 'Delete group' })
  expect(await confirm.isDisabled()).toBe(true)
  await dialog.getByLabel('Type “Rotterdam” to confirm').fill('Rotterdam')
  await expectFair(second)
  await confirm.click()
  await dialogOf(second).waitFor({ state: 'hidden' })
  await second.getByText('nothing can be sent from it').waitFor()
  await expectFair(second)
  expect(await clientsSeenBy('O2')).toBe(4)
  await second.goto('/groups')
  await rowOf(second, 'Utrecht').waitFor()
  expect(await rowOf(second, 'Rotterdam').count()).toBe(0)
  await second.goto('/groups?deleted=true')
  await rowOf(second, 'Rotterdam').getByRole('link').click()
  await press(second, 'Restore')
  await second.getByText('Rotterdam is restored.').waitFor()
})

test('every page of the section fits a phone in the dark, and is fair to everybody', async () => {
  const member = `/members/${staff.fixture.members.O0}`
  const page = await open('A', '/members', { width: 360, dark: true })
  const paths = [
    '/members',
    member,
    `${member}?tab=access`,
    '/groups',
    '/groups/new',
    groupPath('G1', 'general'),
    groupPath('G1'),
    groupPath('G1', 'access'),
    '/roles',
    '/settings/organization',
  ]
  for (const path of paths) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'))
    await expectFair(page)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow, path).toBeLessThanOrEqual(0)
  }
})

test('people pasted from a mail are previewed line by line, invited once, and put in a group', async () => {
  const pasted = await readFile(new URL('../data/members-pasted.txt', import.meta.url), 'utf8')
  const page = await open('A', groupPath('G1'))
  await press(page, 'Add members')
  await dialogOf(page).getByRole('link', { name: 'Paste addresses' }).click()
  await page.getByRole('heading', { name: 'Invite members to Utrecht' }).waitFor()
  await page.getByLabel('Names and email addresses').fill(pasted)
  await expectFair(page)
  await press(page, 'Preview')
  const dialog = dialogOf(page)
  for (const words of ['83 new', '1 duplicate folded', '5 lines cannot be used'])
    await dialog.getByText(words).waitFor()
  for (const line of ['81 not an address', '84 two@@northbank.example', '87 a b@northbank.example'])
    await dialog.getByRole('row', { name: line }).waitFor()
  await expectFair(page)

  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('link', { name: 'Connections' }).click()
  await dialog.getByText('Leave without saving?').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await press(page, 'Preview')
  await dialog.getByRole('button', { name: 'Invite 83 people' }).click()
  await page.getByText('83 people invited.').waitFor()
  await page.getByRole('heading', { level: 1, name: 'Utrecht' }).waitFor()

  await page.goto('/members?status=invited&role=operations')
  await page.getByRole('heading', { name: 'Members 83' }).waitFor()
  await page.getByRole('checkbox', { name: 'Tick all rows' }).check()
  await press(page, 'Select all 83 results')
  await page.getByText('83 selected').waitFor()
  await expectFair(page)
  await press(page, 'Action')
  await choose(page, 'Add to group')
  await choose(page, 'Rotterdam')
  await dialog.getByText('83 will be added').waitFor()
  await expectFair(page)
  await dialog.getByRole('button', { name: 'Add to group' }).click()
  await page.getByText('83 members added to Rotterdam.').waitFor()
})
