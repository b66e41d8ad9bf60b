import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { Person as Letter } from '../../db/fixture.ts'
import { buildPages } from '../../scripts/build.ts'
import type { Staffed } from '../staff.ts'
import { arrive, openBrowser, type Person, seriousFaults } from './browser.ts'

/** Members of an organisation, each in a browser of their own; whatever a page complains of fails the test. */
export function startColleagues<S extends Staffed>(start: (given: { withPages: true }) => Promise<S>) {
  let browser: Browser
  let all: S
  let here: Person[] = []

  beforeAll(async () => {
    await buildPages()
    browser = await openBrowser()
    all = await start({ withPages: true })
  }, 180_000)

  afterEach(async () => {
    for (const { faults, page, context } of here) {
      expect(faults, page.url()).toEqual([])
      await context.close()
    }
    here = []
  })

  afterAll(async () => {
    await browser?.close()
    await all?.server.close()
  })

  return {
    all: () => all,
    /** A browser of its own, in which this member is signed in already. */
    open: async (letter: Letter, path: string, given?: Parameters<typeof arrive>[2]): Promise<Page> => {
      const { url } = all.server
      const person = await arrive(browser, url, given)
      here.push(person)
      const { cookie = '' } = await all.signIn(letter)
      const [name = '', value = ''] = cookie.split('=')
      await person.context.addCookies([{ name, value, url }])
      await goTo(person.page, path)
      return person.page
    },
  }
}

export async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** Whatever was asked for is there, nobody is shut out of it, and nothing is wider than the screen. */
export async function expectFair(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'))
  expect(await seriousFaults(page), page.url()).toEqual([])
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow, page.url()).toBeLessThanOrEqual(0)
}

export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
