import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
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
const choose = (page: Page, name: string) => page.getByRole('menuitem', { name, exact: true }).click()
const dialogOf = (page: Page) => page.getByRole('dialog')
const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })
const chips = (page: Page) => page.getByRole('list', { name: 'Who can host this meeting?' })
const makeType = async (name: string, given: object = {}): Promise<string> =>
  (await staff.as.A.post('/meeting-types', { name, durationMinutes: 30, ...given })).body.id
const hostsOf = async (typeId: string): Promise<string[]> =>
  (await staff.as.A.get(`/meeting-types/${typeId}/hosts`)).body.items.map(
    ({ name }: { name: string }) => name,
  )

test('who can host a meeting is one setting of members and groups, and nothing is stored before it is saved', async () => {
  const page = await open('A', '/meeting-types')
  await expectFair(page)
  await page.getByRole('link', { name: 'Create meeting type' }).first().click()
  await page.getByLabel('Name').fill('Début d’année')
  expect(await page.getByLabel('Link', { exact: true }).inputValue()).toBe('debut-d-annee')
  await expectFair(page)
  await press(page, 'Create meeting type')
  await page.getByText('Nobody can host it: clients find no time to book.').waitFor()
  const typeId = new URL(page.url()).pathname.split('/').at(-1)!

  await press(page, 'Add members/groups')
  const dialog = dialogOf(page)
  await dialog.getByRole('searchbox').fill('oona')
  await dialog.getByRole('checkbox', { name: /Oona Virtanen/ }).check()
  await dialog.getByRole('searchbox').fill('nils@')
  await dialog.getByRole('checkbox', { name: /Nils Bakker/ }).check()
  await dialog.getByRole('tab', { name: 'Groups' }).click()
  await dialog.getByRole('searchbox').fill('ütr')
  await dialog.getByRole('checkbox', { name: /Utrecht/ }).check()
  await expectFair(page)
  await dialog.getByRole('button', { name: 'Add (1) groups' }).click()
  await dialog.getByRole('tab', { name: 'Groups', selected: true }).waitFor()
  await dialog.getByRole('tab', { name: 'Members (2)' }).click()
  await dialog.getByRole('button', { name: 'Add (2) members' }).click()
  await chips(page).getByText('Oona Virtanen').waitFor()
  await press(page, 'Remove Nils Bakker')
  expect(await chips(page).getByRole('button').allTextContents()).toHaveLength(3)
  expect(await hostsOf(typeId)).toEqual([])
  await expectFair(page)

  await page.getByRole('tab', { name: 'Settings' }).click()
  await dialog.getByText('Leave without saving?').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('link', { name: 'Connections' }).click()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await press(page, 'Save')
  await page.getByRole('heading', { name: '5 hosts now' }).waitFor()
  await page.getByText('named directly').waitFor()
  expect(await page.getByText('via Utrecht').count()).toBe(4)
  expect(await hostsOf(typeId)).toContain('Oona Virtanen')
  await expectFair(page)

  await press(page, 'Remove Utrecht')
  await page.getByRole('tab', { name: 'Settings' }).click()
  await dialog.getByRole('button', { name: 'Leave without saving' }).click()
  await page.getByLabel('Description').waitFor()
  await page.getByRole('tab', { name: /Hosts/ }).click()
  await page.getByRole('heading', { name: '5 hosts now' }).waitFor()
  expect(await hostsOf(typeId)).toHaveLength(5)

  await press(page, 'Remove Utrecht')
  await press(page, 'Remove Oona Virtanen')
  await page.getByText('With this nobody can host it: clients find no time to book.').waitFor()
  await expectFair(page)
  await press(page, 'Save')
  await page.getByRole('heading', { name: 'Nobody can host it now' }).waitFor()
  await page.goto('/meeting-types')
  await rowOf(page, 'Début').getByText('No host').waitFor()
})

test('of two who name hosts, the second sees both choices and decides', async () => {
  const typeId = await makeType('Valuation')
  const path = `/meeting-types/${typeId}?tab=hosts`
  const [first, second] = [await open('A', path), await open('M', path)]
  await second.getByRole('heading', { name: 'Nobody can host it now' }).waitFor()
  const add = async (page: Page, name: string) => {
    await press(page, 'Add members/groups')
    await dialogOf(page).getByRole('searchbox').fill(name)
    await dialogOf(page)
      .getByRole('checkbox', { name: new RegExp(name) })
      .check()
    await dialogOf(page).getByRole('button', { name: 'Add (1) members' }).click()
    await chips(page).getByText(name).waitFor()
  }
  await add(second, 'Luca Moretti')
  await add(first, 'Otto Lindqvist')
  await press(first, 'Save')
  await first.getByText('Saved', { exact: true }).waitFor()
  await press(second, 'Save')
  await dialogOf(second).getByRole('row', { name: 'Members Luca Moretti Otto Lindqvist' }).waitFor()
  await expectFair(second)
  await dialogOf(second).getByRole('button', { name: 'Keep theirs' }).click()
  await chips(second).getByText('Otto Lindqvist').waitFor()
  expect(await hostsOf(typeId)).toContain('Otto Lindqvist')
  await add(second, 'Luca Moretti')
  await press(second, 'Save')
  await second.getByText('Saved', { exact: true }).waitFor()
  expect(await hostsOf(typeId)).toEqual(expect.arrayContaining(['Luca Moretti', 'Otto Lindqvist']))
})

test('members are put in a group from the list by keyboard, after an overview of what they will be able to host', async () => {
  await makeType('Second opinion', { groupIds: [staff.fixture.groups.G2] })
  const page = await open('A', '/members?canHost=false')
  await page.getByRole('checkbox', { name: 'Tick Lena Novak' }).check()
  await page.getByRole('checkbox', { name: 'Tick Nils Bakker' }).check()
  await page.getByRole('button', { name: 'Action' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Add to group' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Rotterdam' }).focus()
  await page.keyboard.press('Enter')
  const dialog = dialogOf(page)
  await dialog.getByText('2 will be added').waitFor()
  await dialog.getByText('Second opinion').waitFor()
  await expectFair(page)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('2 selected').waitFor()

  await press(page, 'Action')
  await choose(page, 'Add to group')
  await choose(page, 'Rotterdam')
  await dialog.getByRole('button', { name: 'Add to group' }).click()
  await page.getByText('2 members added to Rotterdam.').waitFor()
  await rowOf(page, 'Nils Bakker').waitFor({ state: 'detached' })

  await page.goto(`/members/${staff.fixture.members.N}?tab=hosting`)
  await page.getByRole('link', { name: 'Second opinion' }).waitFor()
  await page.getByRole('link', { name: 'via Rotterdam' }).waitFor()
  await page.getByLabel('Link', { exact: true }).fill('nils-bakker')
  await press(page, 'Save')
  await page.getByRole('img', { name: /QR code that leads to .*\/u\/nils-bakker/ }).waitFor()
  await expectFair(page)
})

test('a group’s meeting types and a type’s hosts are two sides of one thing', async () => {
  const { G1 } = staff.fixture.groups
  const typeId = await makeType('Handing over keys')
  const page = await open('A', `/groups/${G1}?tab=meeting-types`)
  await page.getByRole('button', { name: 'Add meeting types' }).first().click()
  const dialog = dialogOf(page)
  await dialog.getByRole('searchbox').fill('keys')
  await dialog.getByRole('checkbox', { name: /Handing over keys/ }).check()
  await expectFair(page)
  await dialog.getByRole('button', { name: 'Add 1 meeting type' }).click()
  await page.getByText('1 meeting type added to Utrecht.').waitFor()
  await rowOf(page, 'Handing over keys').getByRole('link').click()
  await page.getByRole('tab', { name: 'Hosts 4' }).click()
  await chips(page).getByText('Utrecht').waitFor()
  expect(await hostsOf(typeId)).toHaveLength(4)

  await page.goto(`/groups/${G1}?tab=meeting-types`)
  await page.getByRole('checkbox', { name: 'Tick Handing over keys' }).check()
  await press(page, 'Action')
  await choose(page, 'Remove assigned meeting type')
  await dialog.getByText('Nobody can host any more').waitFor()
  await expectFair(page)
  await dialog.getByRole('button', { name: 'Remove 1 meeting type' }).click()
  await page.getByText('1 meeting type removed from Utrecht.').waitFor()
  expect(await hostsOf(typeId)).toEqual([])
  await press(page, 'Undo')
  await page.getByText('Undone.').waitFor()
  expect(await hostsOf(typeId)).toHaveLength(4)
  await page.getByRole('tab', { name: 'History' }).click()
  await page.getByText('Adam Okafor removed 1 meeting type').first().waitFor()
})

test('questions are put in order by keys, and two who change the settings see both versions', async () => {
  const question = { kind: 'text', help: '', required: false, choices: [], visibleTo: [] }
  const questions = ['Income', 'Address'].map((label, at) => ({ ...question, key: `q${at}`, label }))
  const typeId = await makeType('Intake', { questions })
  const path = `/meeting-types/${typeId}`
  const [first, second] = [await open('A', path), await open('M', path)]
  const labels = first.getByLabel('Question', { exact: true })
  await labels.first().focus()
  await first.keyboard.press('Alt+ArrowDown')
  await expect.poll(() => labels.first().inputValue()).toBe('Address')
  await press(first, 'Add question')
  await first.keyboard.type('Household')
  await first.getByLabel('Required').last().check()
  await first.getByRole('textbox', { name: 'Minimum notice' }).fill('2')
  await expectFair(first)
  await press(first, 'Save')
  await first.getByText('Saved', { exact: true }).waitFor()
  const { body } = await staff.as.A.get(path)
  expect(body.questions.map(({ label }: { label: string }) => label)).toEqual([
    'Address',
    'Income',
    'Household',
  ])
  expect(body.noticeMinutes).toBe(120)

  await second.getByRole('textbox', { name: 'Minimum notice' }).fill('3')
  await press(second, 'Save')
  const dialog = dialogOf(second)
  await dialog.getByRole('row', { name: 'Minimum notice 3 hrs 2 hrs' }).waitFor()
  await expectFair(second)
  await dialog.getByRole('button', { name: 'Keep theirs' }).click()
  await expect.poll(() => second.getByRole('textbox', { name: 'Minimum notice' }).inputValue()).toBe('2')
})

test('a member is removed once each upcoming meeting has another host or is cancelled, one by one', async () => {
  const { members, groups } = staff.fixture
  const typeId = await makeType('Signing', { groupIds: [groups.G2], memberIds: [members.O2] })
  const clients = [{ name: 'Zoë Quarterstaff', email: 'zoe@client.example' }]
  const plan = async (day: number) => {
    const startsAt = `2031-03-${day}T10:00:00Z`
    const body = { hostId: members.O2, meetingTypeId: typeId, startsAt, clients }
    return (await staff.as.A.post('/meetings', body)).body.id as string
  }
  const kept = await plan(10)
  const cancelled = await plan(11)
  const page = await open('A', `/members/${members.O2}`)
  await press(page, 'Action')
  await choose(page, 'Remove')
  const dialog = dialogOf(page)
  await dialog.getByText('What becomes of 2 upcoming meetings?').waitFor()
  await dialog.getByRole('combobox', { name: 'What becomes of Signing' }).last().click()
  await page.getByRole('option', { name: 'Cancel' }).click()
  await dialog.getByLabel('Reason').fill('Omar has left us.')
  await expectFair(page)
  await dialog.getByRole('button', { name: 'Remove 1 member' }).click()
  await page.getByText('1 member removed.').waitFor()
  await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor()
  expect(await rowOf(page, 'Omar Benali').count()).toBe(0)
  const meeting = async (id: string) => (await staff.as.A.get(`/meetings/${id}`)).body
  expect((await meeting(kept)).status).toBe('scheduled')
  expect((await meeting(kept)).host.id).not.toBe(members.O2)
  expect((await meeting(cancelled)).status).toBe('cancelled_by_host')
})

test('every page about hosting fits a phone in the dark, and is fair to everybody', async () => {
  const { members, groups } = staff.fixture
  const typeId = await makeType('Jahresgespräch zur Baufinanzierungsanschlussverlängerung', {
    link: 'jahresgespraech',
    groupIds: [groups.G1],
  })
  const page = await open('A', '/meeting-types', { width: 360, dark: true })
  const paths = [
    '/meeting-types',
    '/meeting-types/new',
    `/meeting-types/${typeId}`,
    `/meeting-types/${typeId}?tab=hosts`,
    `/groups/${groups.G1}?tab=general`,
    `/groups/${groups.G1}?tab=meeting-types`,
    `/members/${members.O1}?tab=hosting`,
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

test('an operator reads what may be booked and changes nothing, and a group manager makes types of their group alone', async () => {
  const { members, groups } = staff.fixture
  const typeId = await makeType('Of everybody', { groupIds: [groups.G2] })
  const operator = await open('P', `/meeting-types/${typeId}`)
  await operator.getByRole('heading', { name: 'Settings' }).waitFor()
  expect(await operator.getByRole('button', { name: 'Save' }).count()).toBe(0)
  await operator.goto('/meeting-types/new')
  await operator.getByText('Your role does not allow this. Ask an Admin.').waitFor()

  await staff.as.A.put(`/groups/${groups.G1}/members/roles`, { memberIds: [members.Q], groupRole: 'manager' })
  const manager = await open('Q', '/meeting-types/new')
  await manager.getByLabel('Name').fill('Of Utrecht')
  await press(manager, 'Create meeting type')
  await manager.getByRole('heading', { name: 'Of Utrecht' }).waitFor()
  await chips(manager).getByText('Utrecht').waitFor()
  expect(await manager.getByRole('button', { name: 'Add members/groups' }).count()).toBe(0)
  await expectFair(manager)
})
