import { wordsIn } from '../../kit/language.ts'
import { compose, type Letterhead } from '../../kit/letter.ts'
import type { Letter } from '../../kit/mail.ts'
import type { Language } from '../../kit/shapes.ts'

/** In whose name, to whom, and who of their colleagues did it; null: one whom they may not read. */
export type Told = {
  from: Letterhead & { organizationId: string }
  id: string
  to: string
  language: Language
  by: string | null
  /** Of their own calendars. */
  url: string
}
export type CalendarChange = 'calendar.connected' | 'calendar.disconnected' | 'calendar.destination_changed'

/** To a member whose calendars a colleague arranged. */
export function calendarLetter({ from, id, to, language, by, url }: Told, change: CalendarChange): Letter {
  const t = wordsIn(language)
  const name = by ?? t('A colleague')
  const said: Record<CalendarChange, string> = {
    'calendar.connected': t(
      '{name} connected a calendar for you. Clients cannot book you while it is busy.',
      {
        name,
      },
    ),
    'calendar.disconnected': t(
      '{name} disconnected a calendar of yours. Its times no longer keep clients from booking you.',
      {
        name,
      },
    ),
    'calendar.destination_changed': t('{name} changed into which calendar your meetings are written.', {
      name,
    }),
  }
  const wording = {
    language,
    paragraphs: [said[change]],
    button: { label: t('Open my availability'), url },
  }
  const subject = t('Your calendars were changed')
  return { organizationId: from.organizationId, id, to, subject, ...compose(from, wording) }
}
