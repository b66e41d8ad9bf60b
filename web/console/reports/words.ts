import { formatDay, formatMinutes, formatNumber, formatPercent, locale, t } from '../../ui/language.ts'
import type { Preset, Unit } from './period.ts'
import type { About, By } from './useChoice.ts'

export const presetWords = (): Record<Preset, string> => ({
  week: t('This week'),
  '4weeks': t('Last 4 weeks'),
  quarter: t('This quarter'),
  year: t('Last 12 months'),
  custom: t('Other period'),
})

/** Of invites, the one who stands for them is who sent them. */
export const byWords = (about: About): Record<By, string> => ({
  type: t('Meeting type'),
  host: about === 'invites' ? t('Sent by') : t('Host'),
  group: t('Group'),
  flow: t('Flow'),
})

export const unitWords = (): Record<Unit, string> => ({
  day: t('Day'),
  week: t('Week from'),
  month: t('Month'),
})

/** "22 Nov" under an axis, "November 2026" for a month. */
export const timeWords = (key: string, unit: Unit, isShort = false) =>
  unit !== 'month' && !isShort
    ? formatDay(key)
    : new Intl.DateTimeFormat(locale(), {
        ...(unit === 'month'
          ? { month: isShort ? 'short' : 'long', year: 'numeric' }
          : { day: 'numeric', month: 'short' }),
        timeZone: 'UTC',
      }).format(new Date(key))

/** A median, as fine as its size makes sense: "3 days 4 hr", "45 min". */
export function aboutMinutes(minutes: number | null): string {
  if (minutes === null) return '–'
  const step = minutes >= 10_080 ? 1440 : minutes >= 1440 ? 60 : 1
  return formatMinutes(Math.round(minutes / step) * step)
}

export const countOf = (count: number) => formatNumber(count)
/** Empty where there is nothing to take a part of. */
export const shareOf = (count: number, of: number) => (of > 0 ? formatPercent(count / of) : '')

export const ratingOf = (rating: number | null) =>
  rating === null
    ? '–'
    : new Intl.NumberFormat(locale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(rating)
