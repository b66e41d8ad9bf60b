import { t } from '../ui/language.ts'

/** A question as the page asks it, in the words of one language. */
export type Field = {
  key: string
  kind: 'text' | 'long_text' | 'email' | 'phone' | 'date' | 'choice' | 'checkbox'
  label: string
  help: string | null
  required: boolean
  choices: { value: string; label: string }[]
  /** What the browser may fill in, where the kind does not say it. */
  autoComplete?: string
}
/** What is filled in, by the key of its field; a ticked box is `true`, another one is empty. */
export type Answers = Record<string, string>

const longest = 5000

/** What spares the client a round trip, in their own language; the server decides. */
export function faultOf({ kind, required }: Field, value: string): string | undefined {
  if (value.trim() === '' && kind === 'checkbox')
    return required ? t('Please tick this to go on.') : undefined
  if (value.trim() === '') return required ? t('Please fill this in.') : undefined
  if (value.length > longest)
    return t('This is too long. Please use at most {count} characters.', { count: longest })
  if (kind === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim()))
    return t('This is not a whole email address. It looks like name@example.com.')
  if (kind === 'phone' && !/^\+?[\d\s().-]{6,20}$/.test(value.trim()))
    return t('Please use digits only, such as +31 30 123 45 67.')
  return undefined
}

export function faultsOf(fields: Field[], values: Answers): Answers {
  return Object.fromEntries(
    fields.flatMap(field => {
      const fault = faultOf(field, values[field.key] ?? '')
      return fault ? [[field.key, fault]] : []
    }),
  )
}

export const filledIn = (fields: Field[], values: Answers): Answers =>
  Object.fromEntries(fields.flatMap(({ key }) => (values[key]?.trim() ? [[key, values[key].trim()]] : [])))
