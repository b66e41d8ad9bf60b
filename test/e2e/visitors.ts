import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { buildPages } from '../../scripts/build.ts'
import { Zone } from '../../src/kit/zone.ts'
import { type Bookable, type Branch, branch, startBookable } from '../bookable.ts'
import { arrive, openBrowser, type Person, seriousFaults } from './browser.ts'

/** A server with its pages, and people who come by a link, on a phone; whatever a page complains of fails the test. */
export function startVisits() {
  let browser: Browser
  let place: Bookable
  let here: Person[] = []

  beforeAll(async () => {
    await buildPages()
    browser = await openBrowser()
    place = await startBookable({ withPages: true })
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
    await place?.close()
  })

  return {
    place: () => place,
    open: async (path: string, given?: Parameters<typeof arrive>[2]): Promise<Page> => {
      const person = await arrive(browser, place.server.url, { width: 390, ...given })
      here.push(person)
      await person.page.goto(path)
      return person.page
    },
    made: async (given: Parameters<typeof branch>[1], change?: (one: Branch) => void): Promise<Branch> => {
      const one = branch(place.server.app.program.secrets, given)
      change?.(one)
      await place.insert(one.cast)
      return one
    },
    meetingsOf: ({ cast }: Branch) =>
      place.query('select * from app.meeting where organization_id = $1 order by created_at', [
        cast.organizationId,
      ]),
  }
}

export async function expectFair(page: Page): Promise<void> {
  expect(await seriousFaults(page), page.url()).toEqual([])
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow, page.url()).toBeLessThanOrEqual(0)
}
export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()
export const heading = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

/** Tab, until the focus is on what has this name: nothing but the keyboard. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab')
    const on = await page.evaluate(() => {
      const { activeElement: at } = document
      return (at as HTMLInputElement | null)?.labels?.[0]?.textContent ?? at?.textContent ?? ''
    })
    if (name.test(on)) return
  }
  throw new Error(`The Tab key does not reach ${name}`)
}

const hourMs = 3_600_000
/** The next full hour, from a few days ahead, at which the clocks of the zone are put back. */
export function nextPutBack(name: string): Date {
  const zone = new Zone(name)
  const minuteOf = (at: number) => at / 60_000
  let at = Math.ceil(Date.now() / hourMs) * hourMs + 72 * hourMs
  const offset = (instant: number) => zone.localOf(minuteOf(instant)) - minuteOf(instant)
  while (offset(at) >= offset(at - hourMs)) at += hourMs
  return new Date(at)
}
