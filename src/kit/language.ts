import { readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Language } from './shapes.ts'

type Values = Record<string, string | number | boolean | Date>
type Catalogue = Record<string, string>

const catalogues = new Map<Language, Catalogue>()
function catalogueOf(language: Language): Catalogue {
  let catalogue = catalogues.get(language)
  if (!catalogue) {
    const file = new URL(`../../messages/${language}.json`, import.meta.url)
    catalogue = language === 'en' ? {} : (JSON.parse(readFileSync(file, 'utf8')) as Catalogue)
    catalogues.set(language, catalogue)
  }
  return catalogue
}

/**
 * Words of mails, from the catalogue of the console. The English text is the key and must be a literal where it is said
 * (`t('…')`), so that scripts/messages.ts finds it.
 */
export const wordsIn = (language: Language) => {
  const t = (message: string, values?: Values): string => {
    const text = catalogueOf(language)[message]
    const format = new IntlMessageFormat(text || message, text ? language : 'en', undefined, {
      ignoreTag: true,
    })
    return String(format.format(values))
  }
  return t
}
