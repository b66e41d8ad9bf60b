import { readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import { type Language, languages } from './shapes.ts'

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

/** Reading a message takes far longer than filling it in, and one refusal may name thousands of faults alike. */
const formats = new Map<string, IntlMessageFormat>()
function formatOf(language: Language, message: string): IntlMessageFormat {
  const key = `${language} ${message}`
  let format = formats.get(key)
  if (!format) {
    const text = catalogueOf(language)[message]
    format = new IntlMessageFormat(text || message, text ? language : 'en', undefined, { ignoreTag: true })
    formats.set(key, format)
  }
  return format
}

/**
 * Words of mails and problems, from the catalogue of the console. The English text is the key and must be a literal where
 * it is said (`t('…')`, or `say('…')` in a problem), so that scripts/messages.ts finds it.
 */
export const wordsIn = (language: Language) => {
  const t = (message: string, values?: Values): string => String(formatOf(language, message).format(values))
  return t
}

const spoken = (tag: string | undefined) => languages.find(language => language === tag)

/** The language of ours that Accept-Language likes best (RFC 9110, section 12.5.4), or the other one. */
export function preferredLanguage(accepted = '', otherwise: Language = 'en'): Language {
  const wishes = accepted.split(',').map(wish => {
    const [tag, ...parameters] = wish.toLowerCase().split(';')
    const weight = parameters.map(text => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean)
    return { language: spoken(tag?.trim().split('-')[0]), weight: Number(weight ?? 1) }
  })
  const [best] = wishes
    .filter(({ language, weight }) => language && weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
  return best?.language ?? otherwise
}
