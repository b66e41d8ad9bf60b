import { wordsIn } from '../../../kit/language.ts'
import type { Language } from '../../../kit/shapes.ts'
import { type Time, timeInWords } from '../../../kit/time-in-words.ts'
import type { BookedPlace } from '../schema/booking.ts'

export function placeInWords({ kind, text }: BookedPlace, language: Language): string {
  const t = wordsIn(language)
  if (kind === 'video_room') return [t('Where: by video, in your browser'), text].filter(Boolean).join('. ')
  if (kind === 'phone') return text ? t('Where: by phone, {number}', { number: text }) : t('Where: by phone')
  return t('Where: {place}', { place: text })
}

/** Why somebody changed a meeting, as they broke the lines; nothing where they did not say. */
export function reasonInWords(reason: string, language: Language): string[] {
  const t = wordsIn(language)
  const [first, ...more] = linesOf(reason)
  return first === undefined ? [] : [t('Reason: {reason}', { reason: first }), ...more]
}

/** When a meeting that was moved was to be; nothing of others. */
export function timeBeforeInWords(was: Time | undefined, language: Language, timeZone: string): string[] {
  const t = wordsIn(language)
  return was ? [t('Before: {time}', { time: timeInWords(was, language, timeZone) })] : []
}

export const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(Boolean)
