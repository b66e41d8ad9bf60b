import type { BookedPlace } from '../../src/features/meetings/schema/booking.ts'
import { formatNumber, t } from '../ui/language.ts'
import type { DoorType } from './fields.ts'

/** "1 h 30 min" */
export function formatMinutes(minutes: number) {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (hours === 0) return t('{minutes} min', { minutes: formatNumber(rest) })
  if (rest === 0) return t('{hours} h', { hours: formatNumber(hours) })
  return t('{hours} h {minutes} min', { hours: formatNumber(hours), minutes: formatNumber(rest) })
}

export function placeName({ kind, text }: DoorType['place'] | BookedPlace) {
  if (kind === 'video_room') return t('Video call')
  if (kind === 'phone') return t('By phone')
  return kind === 'url' ? t('Online') : text
}

/** "30 min · Video call" */
export function lengthAndPlace({ durationMinutes, otherDurations, place }: DoorType) {
  const lengths = [...new Set([durationMinutes, ...otherDurations])].sort((a, b) => a - b)
  const length =
    lengths.length > 1
      ? t('{shortest} to {longest}', {
          shortest: formatMinutes(lengths[0]!),
          longest: formatMinutes(lengths.at(-1)!),
        })
      : formatMinutes(durationMinutes)
  return `${length} · ${placeName(place)}`
}

/** Where it takes place, as whoever booked it is told. */
export function whereOf({ kind, text }: BookedPlace, phone: string | null) {
  if (kind === 'video_room') return [t('Video call, in your browser'), text].filter(Boolean).join('. ')
  if (kind === 'phone') return phone ? t('By phone: you are called at {phone}', { phone }) : t('By phone')
  return text
}
