import { wordsIn } from '../../../kit/language.ts'
import type { Language } from '../../../kit/shapes.ts'
import type { BookedPlace } from '../schema/booking.ts'

type Time = { startsAt: Date; endsAt: Date }

/** "Monday, 23 November 2026, 10:00 – 10:30 (Europe/Amsterdam)", by the reader's clock. */
export function timeInWords({ startsAt, endsAt }: Time, language: Language, timeZone: string): string {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone,
  })
  // Narrow spaces of typography are boxes in some mail programs.
  const words = format.formatRange(startsAt, endsAt).replaceAll(/[\u2009\u202f]/g, ' ')
  return `${words} (${timeZone})`
}

export function placeInWords({ kind, text }: BookedPlace, language: Language): string {
  const t = wordsIn(language)
  if (kind === 'video_room') return [t('Where: by video, in your browser'), text].filter(Boolean).join('. ')
  if (kind === 'phone') return text ? t('Where: by phone, {number}', { number: text }) : t('Where: by phone')
  return t('Where: {place}', { place: text })
}
