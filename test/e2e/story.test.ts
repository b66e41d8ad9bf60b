import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildPages } from '../../scripts/build.ts'
import { openSetup } from '../../src/features/accounts/actions.ts'
import { type MailServer, startMailServer } from '../letters.ts'
import { startServer, type TestServer } from '../server.ts'
import { arrive, openBrowser, type Person, seriousFaults } from './browser.ts'

const password = 'a long and quiet password'
let browser: Browser
let mail: MailServer
let server: TestServer

beforeAll(async () => {
  await buildPages()
  mail = await startMailServer()
  server = await startServer({ withPages: true, smtpUrl: mail.url })
  browser = await openBrowser()
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await server?.close()
  await mail?.close()
})

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()

/** The page's address in a letter, on the server under test. */
async function linkTo(address: string): Promise<string> {
  const { text = '' } = await mail.letterTo(address)
  const link = /https?:\/\/[^\s]+/.exec(text)?.[0]
  if (!link) throw new Error(`no link in the letter to ${address}`)
  return new URL(link).pathname
}

async function expectFair(...pages: Page[]): Promise<void> {
  for (const page of pages) expect(await seriousFaults(page), page.url()).toEqual([])
}

/** Everything a browser is told by the server from now on, but for streams, which have no end to wait for. */
function overhear({ context }: Person): () => Promise<string> {
  const heard: Promise<string>[] = []
  context.on('response', response => {
    if (!response.headers()['content-type']?.includes('event-stream'))
      heard.push(response.text().catch(() => ''))
  })
  return async () => (await Promise.all(heard)).join('\n')
}

/** What the page's event stream says, heard beside the page by the same session. */
function listen({ page }: Person): Promise<void> {
  return page.evaluate(() => {
    const heard: string[] = []
    Object.assign(window, { heard })
    const stream = new EventSource('/api/v1/clients/stream')
    for (const kind of ['client', 'access'])
      stream.addEventListener(kind, event => heard.push(String(event.data)))
    return new Promise<void>(done => stream.addEventListener('open', () => done()))
  })
}
const heardBy = ({ page }: Person) =>
  page.evaluate(() => (window as unknown as { heard: string[] }).heard.join('\n'))

async function setUp(admin: Person): Promise<void> {
  const link = await openSetup(server.app.program)
  await admin.page.goto(new URL(link ?? '').pathname)
  await admin.page.getByLabel('Organisation').fill('North Bank')
  await admin.page.getByLabel('Your name').fill('Adam Okafor')
  await admin.page.getByLabel('Email address').fill('adam@northbank.example')
  await admin.page.getByLabel('Password', { exact: true }).fill(password)
  await expectFair(admin.page)
  await press(admin.page, 'Create organisation')
  await heading(admin.page, 'Connections').waitFor()
  await expectFair(admin.page)
}

async function inviteMembers({ page }: Person): Promise<void> {
  await page.goto('/members/invite')
  await page
    .getByLabel('Names and email addresses')
    .fill('Otto Lindqvist; otto@northbank.example\nOmar Benali <omar@northbank.example>\nnot an address')
  await press(page, 'Preview')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('2 new').waitFor()
  await dialog.getByText('not an address').waitFor()
  await expectFair(page)
  await dialog.getByRole('button', { name: 'Invite 2 people' }).click()
  await heading(page, /^Members/).waitFor()
  await expectFair(page)
}

async function join(person: Person, address: string): Promise<void> {
  await person.page.goto(await linkTo(address))
  await person.page.getByLabel('Password', { exact: true }).fill(password)
  await expectFair(person.page)
  await press(person.page, 'Join')
  await heading(person.page, 'Connections').waitFor()
}

async function createGroup({ page }: Person, name: string, member: string): Promise<void> {
  await page.goto('/groups/new')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await press(page, 'Next')
  await page.getByRole('combobox', { name: 'Members' }).fill(member)
  await page.getByRole('option', { name: new RegExp(member) }).click()
  await page.keyboard.press('Escape')
  await press(page, 'Next')
  await press(page, 'Create group')
  await heading(page, name).waitFor()
  await expectFair(page)
}

async function sendInvite({ page }: Person): Promise<void> {
  await page.goto('/connections')
  await page.getByRole('link', { name: 'Send invite' }).first().click()
  await heading(page, 'Send invite').waitFor()
  await page.getByLabel('First name').fill('Zoë')
  await page.getByLabel('Last name').fill('Quarterstaff')
  await page.getByLabel('Email address').fill('zoe@client.example')
  await expect.poll(() => page.getByLabel('Group', { exact: true }).inputValue()).toBe('Utrecht')
  await expectFair(page)
  await page.getByRole('main').getByRole('button', { name: 'Send invite' }).click()
  await page.goto('/connections')
  await page.getByText('Zoë Quarterstaff').first().waitFor()
  await page.getByText('Not started').first().waitFor()
}

/** Begins on a phone, and goes on elsewhere by the same link. */
async function walk(phone: Person, laptop: Person): Promise<void> {
  const link = await linkTo('zoe@client.example')
  await phone.page.goto(link)
  await expectFair(phone.page)
  await press(phone.page, 'Start')
  await press(phone.page, 'Continue')
  await phone.page.getByLabel('Street and number').waitFor()
  await expectFair(phone.page)

  const { page } = laptop
  await page.goto(link)
  await press(page, /Start|Continue/)
  await page.getByLabel('Street and number').fill('Oudegracht 1')
  await press(page, 'Send')
  await page.getByText('need another look').waitFor()
  await expectFair(page)
  await page.getByLabel('Postcode').fill('3511 AB')
  await page.getByLabel('Town').fill('Utrecht')
  await page.getByText('In the morning').click()
  await page.getByText('By email').click()
  await press(page, 'Send')
  await page.getByRole('heading', { name: /thank you/i }).waitFor()
  await expectFair(page)
}

test('from the set-up link to a client who completes before the sender’s eyes, while another group never sees them', async () => {
  const [admin, otto, omar] = await Promise.all([
    arrive(browser, server.url),
    arrive(browser, server.url),
    arrive(browser, server.url),
  ])
  const phone = await arrive(browser, server.url, { width: 390 })
  const laptop = await arrive(browser, server.url)
  await setUp(admin)
  await inviteMembers(admin)
  await join(otto, 'otto@northbank.example')
  await join(omar, 'omar@northbank.example')
  await createGroup(admin, 'Utrecht', 'Otto')
  await createGroup(admin, 'Rotterdam', 'Omar')

  await omar.page.goto('/connections')
  const told = overhear(omar)
  await listen(omar)
  await sendInvite(otto)
  await listen(otto)
  const row = otto.page.getByRole('row', { name: /Zoë Quarterstaff/ })
  await walk(phone, laptop)
  await row.getByText('Completed').waitFor()
  expect(await heardBy(otto)).toContain('zoe@client.example')
  expect(await heardBy(omar)).toBe('')

  await omar.page.getByLabel('Search clients').fill('quarterstaff')
  await omar.page.getByText('Nothing matches these filters.').waitFor()
  await omar.page.goto('/connections')
  await heading(omar.page, /^Connections 0/).waitFor()
  const everything = await told()
  expect(everything).toContain('"items":[]')
  expect(everything).not.toMatch(/quarterstaff|zoe@client|Zoë/i)
  expect(await omar.page.getByText('Quarterstaff').count()).toBe(0)

  await row.getByRole('link').first().click()
  await heading(otto.page, /Zoë Quarterstaff/).waitFor()
  await expectFair(otto.page)
  await otto.page.getByRole('tab', { name: 'Who can see this?' }).click()
  await otto.page.getByRole('tabpanel').getByText('Otto Lindqvist').waitFor()
  expect(await otto.page.getByRole('tabpanel').getByText('Omar Benali').count()).toBe(0)
  await expectFair(otto.page)

  for (const { faults, page } of [admin, otto, omar, phone, laptop]) expect(faults, page.url()).toEqual([])
}, 180_000)
