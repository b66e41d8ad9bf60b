import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../scripts/chromium.mjs'

/** The system's Chromium, without the errands it runs at home. */
export function openBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('Install Chromium: apt-get install chromium')
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export type Person = { context: BrowserContext; page: Page; faults: string[] }

/** A browser of one's own, which notes every error of a page: a refused script, a failed request of our own, an exception. */
export async function arrive(
  browser: Browser,
  url: string,
  given: { width?: number; dark?: boolean; zone?: string; withScript?: boolean } = {},
): Promise<Person> {
  const width = given.width ?? 1440
  const context = await browser.newContext({
    baseURL: url,
    locale: 'en-GB',
    viewport: { width, height: width < 600 ? 844 : 900 },
    colorScheme: given.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    javaScriptEnabled: given.withScript ?? true,
    ...(given.zone && { timezoneId: given.zone }),
  })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text())
  })
  return { context, page, faults }
}

/** What axe finds serious on the page as it is now, one line each. */
export async function seriousFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`))
}
