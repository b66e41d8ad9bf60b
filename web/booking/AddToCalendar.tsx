import { t } from '../ui/language.ts'
import { type CalendarEntry, fileUrl, googleUrl, outlookUrl } from './calendar.ts'

export function AddToCalendar({ entry }: { entry: CalendarEntry }) {
  return (
    <div class="stack">
      <h2>{t('Add to your calendar')}</h2>
      <ul class="ways">
        <li>
          <a class="button quiet" href={googleUrl(entry)} target="_blank" rel="noreferrer">
            Google
          </a>
        </li>
        <li>
          <a class="button quiet" href={outlookUrl(entry)} target="_blank" rel="noreferrer">
            Outlook
          </a>
        </li>
        <li>
          <a class="button quiet" href={fileUrl(entry)} download>
            {t('Other calendar')}
          </a>
        </li>
      </ul>
    </div>
  )
}
