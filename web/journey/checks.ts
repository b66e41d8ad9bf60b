import type { Journey } from '../../src/features/journeys/schema.ts'
import { t } from '../ui/language.ts'

export type Field = Extract<Journey['steps'][number], { kind: 'form' }>['fields'][number]

const longest = 5000

/** What spares the client a round trip, in their own language; the server decides. */
export function faultOf({ kind, required }: Field, value: string): string | undefined {
  if (value.trim() === '') return required ? t('Please fill this in.') : undefined
  if (value.length > longest)
    return t('This is too long. Please use at most {count} characters.', { count: longest })
  if (kind === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim()))
    return t('This is not a whole email address. It looks like name@example.com.')
  if (kind === 'phone' && !/^\+?[\d\s().-]{6,20}$/.test(value.trim()))
    return t('Please use digits only, such as +31 30 123 45 67.')
  return undefined
}
