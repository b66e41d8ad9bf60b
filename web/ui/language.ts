import { IntlMessageFormat } from 'intl-messageformat'

export const languages = {
  en: 'English',
  nl: 'Nederlands',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
} as const
export type Language = keyof typeof languages
export type MessageValues = Record<string, string | number | boolean | Date | null | undefined>
type Catalogue = Record<string, string>

const catalogues: Record<Exclude<Language, 'en'>, () => Promise<{ default: Catalogue }>> = {
  nl: () => import('virtual:messages/nl'),
  de: () => import('virtual:messages/de'),
  es: () => import('virtual:messages/es'),
  fr: () => import('virtual:messages/fr'),
}

let current: Language = 'en'
let catalogue: Catalogue = {}
const formats = new Map<string, IntlMessageFormat>()
const listeners = new Set<() => void>()

export const language = () => current
export const isLanguage = (value: unknown): value is Language =>
  typeof value === 'string' && Object.hasOwn(languages, value)

/** The first of the reader's own languages that Guildhall speaks. */
export const browserLanguage = (): Language =>
  navigator.languages.map(tag => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en'

/** The reader's region where it fits the language, so that a Briton reading English gets British dates. */
export const locale = () => navigator.languages.find(tag => tag.startsWith(current)) ?? current

/** Answers once the catalogue is here; a language that cannot be fetched leaves the present one. */
export async function setLanguage(wanted: Language) {
  if (wanted === current) return
  catalogue = wanted === 'en' ? {} : (await catalogues[wanted]()).default
  current = wanted
  formats.clear()
  document.documentElement.lang = wanted
  for (const listener of listeners) listener()
}

export function onLanguageChange(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/**
 * The message in the reader's language. The English text is the key and must be a literal at the call, so
 * that `scripts/messages.ts` finds it. Call it while rendering: a constant would keep the first language.
 */
export function t(message: string, values?: MessageValues): string {
  const text = catalogue[message] || message
  if (!text.includes('{') && !text.includes("'")) return text
  let format = formats.get(message)
  if (!format) {
    format = new IntlMessageFormat(text, catalogue[message] ? current : 'en', undefined, { ignoreTag: true })
    formats.set(message, format)
  }
  return String(format.format(values))
}

export const formatNumber = (value: number) => new Intl.NumberFormat(locale()).format(value)

/** @param share of one: 0.25 is "25%". */
export const formatPercent = (share: number) =>
  new Intl.NumberFormat(locale(), { style: 'percent' }).format(share)

export const formatDate = (value: Date | string, style: 'short' | 'medium' | 'long' = 'medium') =>
  new Intl.DateTimeFormat(locale(), { dateStyle: style }).format(new Date(value))

/** A day of the calendar, `YYYY-MM-DD`, which is the same day in every time zone. */
export const formatDay = (day: string) =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day))

/** "March", or "March 2024" once that is not this year's. */
export function formatMonth(value: Date | string, now = new Date()) {
  const date = new Date(value)
  const year = date.getFullYear() === now.getFullYear() ? undefined : 'numeric'
  return new Intl.DateTimeFormat(locale(), { month: 'long', year }).format(date)
}

/** Date and time with the zone named, for where a bare hour could mean two things. */
export const formatMoment = (value: Date | string) =>
  new Intl.DateTimeFormat(locale(), {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(value))

/** A time of day, given in minutes since midnight; 1440 is midnight at its end. */
export const formatClock = (minute: number) =>
  new Intl.DateTimeFormat(locale(), { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(
    (minute % 1440) * 60_000,
  )

/** "Tue, 24 Nov, 10:00 – 10:30", in a zone; with its name where the reader's own is another. */
export function formatSpan(startsAt: Date | string, endsAt: Date | string, timeZone?: string) {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone
  const format = new Intl.DateTimeFormat(locale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: new Date(startsAt).getFullYear() === new Date().getFullYear() ? undefined : 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
    timeZoneName: timeZone === undefined || timeZone === own ? undefined : 'short',
  })
  return format.formatRange(new Date(startsAt), new Date(endsAt))
}

/** "24 – 30 November 2026". */
export const formatDays = (first: string, last: string) =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeZone: 'UTC' }).formatRange(
    new Date(first),
    new Date(last),
  )

/** "Mon 24", for the head of a column. */
export const formatWeekday = (day: string) =>
  new Intl.DateTimeFormat(locale(), { weekday: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    new Date(day),
  )

/** "Monday"; 1 is Monday, as in ISO 8601. */
export const weekdayName = (weekday: number, style: 'long' | 'short' = 'long') =>
  new Intl.DateTimeFormat(locale(), { weekday: style, timeZone: 'UTC' }).format(
    Date.UTC(1970, 0, 4 + weekday),
  )

/** "Mona, Adam and 3 others" in the reader's language. */
export const formatList = (items: string[]) =>
  new Intl.ListFormat(locale(), { type: 'conjunction' }).format(items)

/** "1 hr 30 min", "2 days": without the units of which there are none. */
export function formatMinutes(minutes: number) {
  const parts = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor((minutes % 1440) / 60), 'hour'],
    [minutes % 60, 'minute'],
  ] as const
  const words = parts.flatMap(([count, unit]) =>
    count === 0 && (unit !== 'minute' || minutes > 0)
      ? []
      : [new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'short' }).format(count)],
  )
  return words.join(' ')
}

const steps: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

export function formatRelative(value: Date | string, now = Date.now()) {
  const seconds = (new Date(value).getTime() - now) / 1000
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' })
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit)
  }
  return words.format(0, 'second')
}
