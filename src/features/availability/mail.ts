import { wordsIn } from '../../kit/language.ts'
import { compose, type Letterhead } from '../../kit/letter.ts'
import type { Letter } from '../../kit/mail.ts'
import type { Language } from '../../kit/shapes.ts'
import { timeInWords } from '../../kit/time-in-words.ts'
import type { OpenHours } from './schema.ts'

/** In whose name, to whom, and who of their colleagues did it; null: one whom they may not read. */
export type Told = {
  from: Letterhead & { organizationId: string }
  id: string
  to: string
  language: Language
  by: string | null
  /** Of their own availability. */
  url: string
}

type Words = ReturnType<typeof wordsIn>
const nameOf = (by: string | null, t: Words) => by ?? t('A colleague')

/** "Monday: 09:00–12:00, 13:00–17:00", a line for each day with hours. */
function linesOf({ weekly }: OpenHours, language: Language): string[] {
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
  return [1, 2, 3, 4, 5, 6, 7].flatMap(day => {
    const hours = weekly.filter(each => each.day === day)
    // The 5th of January 1970 was a Monday.
    const name = weekday.format(new Date(Date.UTC(1970, 0, 4 + day)))
    return hours.length === 0 ? [] : [`${name}: ${hours.map(each => `${each.start}–${each.end}`).join(', ')}`]
  })
}

function hoursNow(hours: OpenHours, language: Language, t: Words): string[] {
  const lines = linesOf(hours, language)
  if (lines.length === 0) return [t('There are no weekly hours in which clients can book you now.')]
  return [
    t('Your weekly hours are now, in the time zone {timeZone}:', { timeZone: hours.timeZone }),
    ...lines,
  ]
}

/** To a member whose hours a colleague set. `changed`: the fields of OpenHours that did. */
export function hoursLetter(
  { from, id, to, language, by, url }: Told,
  hours: OpenHours,
  changed: readonly string[],
): Letter {
  const t = wordsIn(language)
  const hasChanged = (...fields: string[]) => fields.some(field => changed.includes(field))
  const wording = {
    language,
    paragraphs: [
      t('{name} changed when clients can book you.', { name: nameOf(by, t) }),
      ...(hasChanged('weekly', 'timeZone') ? hoursNow(hours, language, t) : []),
      ...(hasChanged('overrides') ? [t('Hours of single dates have changed.')] : []),
      ...(hasChanged('typeHours') ? [t('Hours of single meeting types have changed.')] : []),
      ...(hasChanged('dayLimit', 'weekLimit') ? [t('How many meetings you take has changed.')] : []),
    ],
    button: { label: t('Open my availability'), url },
  }
  const subject = t('Your availability was changed')
  return { organizationId: from.organizationId, id, to, subject, ...compose(from, wording) }
}

export type ToldBlock = { startsAt: string; endsAt: string; timeZone: string; rrule: string | null }

/** To a member whose time a colleague blocked, or opened again. */
export function blockLetter(
  { from, id, to, language, by, url }: Told,
  { startsAt, endsAt, timeZone, rrule }: ToldBlock,
  isAdded: boolean,
): Letter {
  const t = wordsIn(language)
  const time = timeInWords({ startsAt: new Date(startsAt), endsAt: new Date(endsAt) }, language, timeZone)
  const values = { name: nameOf(by, t), time }
  const repeats = isAdded
    ? t('It repeats: this is its first time.')
    : t('It repeated: this was its first time, and none is blocked any more.')
  const wording = {
    language,
    paragraphs: [
      isAdded
        ? t('{name} blocked your time: {time}. Clients cannot book you then.', values)
        : t('{name} removed the block of your time: {time}.', values),
      ...(rrule === null ? [] : [repeats]),
    ],
    button: { label: t('Open my availability'), url },
  }
  const subject = t('Your availability was changed')
  return { organizationId: from.organizationId, id, to, subject, ...compose(from, wording) }
}
