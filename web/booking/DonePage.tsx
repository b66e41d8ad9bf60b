import { Heading } from '../public/Heading.tsx'
import { Tick } from '../public/Tick.tsx'
import { t } from '../ui/language.ts'
import { AddToCalendar } from './AddToCalendar.tsx'
import { Facts } from './Facts.tsx'
import type { Booked } from './memory.ts'
import { Place } from './Place.tsx'
import { whereOf } from './words.ts'

type DonePageProps = {
  booked: Booked
  organization: { name: string; contact: string }
  again: () => void
}

export function DonePage({ booked, organization, again }: DonePageProps) {
  const { booking, title, zone, email, phone } = booked
  const { startsAt, endsAt, host, place, manageUrl } = booking
  const isWaiting = booking.state === 'awaiting_confirmation'
  return (
    <>
      {!isWaiting && <Tick />}
      <Heading text={isWaiting ? t('Please confirm your email address') : t('Your meeting is booked')} />
      <p>
        {isWaiting
          ? t(
              'We have sent a link to {email}. Open it to confirm the meeting: the time is kept for you for a quarter of an hour.',
              { email },
            )
          : t('A confirmation is on its way to {email}.', { email })}
      </p>
      <div class="chosen">
        <p class="card-name">{title}</p>
        <Facts
          startsAt={startsAt}
          endsAt={endsAt}
          zone={zone}
          host={t('{host}, {organization}', { host: host.name, organization: organization.name })}
          where={<Place place={place} phone={phone} />}
        />
      </div>
      {isWaiting && (
        <p class="small">
          {t(
            'Nothing there after a few minutes? Look in your spam folder, or book again with another address.',
          )}
        </p>
      )}
      {!isWaiting && manageUrl && (
        <AddToCalendar
          entry={{
            title: `${title} · ${host.name}`,
            startsAt,
            endsAt,
            where: whereOf(place, phone),
            manageUrl,
          }}
        />
      )}
      {manageUrl && (
        <p>
          <a href={manageUrl}>{t('Move or cancel this meeting')}</a>
        </p>
      )}
      <button type="button" class="textual" onClick={again}>
        {t('Book another meeting')}
      </button>
    </>
  )
}
