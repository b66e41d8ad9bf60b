import { isLanguage, setLanguage } from '../ui/language.ts'

/** A catalogue that does not come through leaves the page in English, which is better than no page. */
export async function speak(wanted: unknown) {
  if (isLanguage(wanted)) await setLanguage(wanted).catch(() => undefined)
}
