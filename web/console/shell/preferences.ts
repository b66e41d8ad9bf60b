import { browserLanguage, isLanguage, type Language, setLanguage } from '../../ui/language.ts'

const stored = 'guildhall.language'

/** As last used in this browser, so that the page does not start in one language and end in another. */
export function preferredLanguage(): Language {
  const last = localStorage.getItem(stored)
  return isLanguage(last) ? last : browserLanguage()
}

export async function switchLanguage(language: Language) {
  localStorage.setItem(stored, language)
  await setLanguage(language)
}
