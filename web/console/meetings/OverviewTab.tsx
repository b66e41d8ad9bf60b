import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { MeetingDetail } from '../../../src/features/meetings/schema/meetings.ts'
import { api } from '../../ui/api.ts'
import { ownZone } from '../../ui/calendar/days.ts'
import { Facts, Section } from '../../ui/Detail.tsx'
import { formatDate, formatSpan, t } from '../../ui/language.ts'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { useMe } from '../shell/session.ts'
import { GuestDialog } from './GuestDialog.tsx'
import styles from './meetings.module.css'
import { useRenewMeetings } from './queries.ts'
import { placeWords, timeOf, whenWords } from './words.ts'

export function OverviewTab({ meeting }: { meeting: MeetingDetail }) {
  const { client, group, answers } = meeting
  const { organization } = useMe()
  const clientsTime =
    meeting.timeZone === ownZone()
      ? t('The same as yours')
      : formatSpan(meeting.startsAt, meeting.endsAt, meeting.timeZone)
  const facts: [string, React.ReactNode][] = [
    [t('Client'), <ClientName key="client" client={client} />],
    [t('Email'), client.email],
    [t('Phone'), client.phone],
    [whenWords(organization.timeZone), timeOf(meeting)],
    [t('For the client'), clientsTime],
    [t('Where'), placeWords(meeting.place)],
    [meeting.isPlanned ? t('Planned for the group') : t('Through the link of'), group?.name],
    meeting.isPlanned
      ? [t('Planned by'), meeting.plannedBy?.name ?? t('A colleague')]
      : [t('Booked by'), t('The client')],
    [t('Booked on'), formatDate(meeting.createdAt, 'long')],
    ...(meeting.rating === null
      ? []
      : [[t('Rating'), t('{rating} of 5', { rating: meeting.rating })] as [string, string]]),
  ]
  return (
    <>
      <Section title={t('Meeting')}>
        <Facts facts={facts.filter(([, value]) => value !== undefined && value !== null)} />
      </Section>
      {meeting.message && (
        <Section title={t('Message to the client')}>
          <p>{meeting.message}</p>
        </Section>
      )}
      {meeting.reason && (
        <Section title={t('Reason of the last change')}>
          <p>{meeting.reason}</p>
        </Section>
      )}
      {answers.length > 0 && (
        <Section title={t('Answers')}>
          <Facts facts={answers.map(answerOf)} />
        </Section>
      )}
      <Guests meeting={meeting} />
    </>
  )
}

function ClientName({ client: { id, name } }: Pick<MeetingDetail, 'client'>) {
  if (id === null) return name
  return (
    <Link to="/connections/$clientId" params={{ clientId: id }} className={styles.link}>
      {name}
    </Link>
  )
}

const answerOf = ({
  label,
  value,
  isTick,
}: MeetingDetail['answers'][number]): [label: string, value: string | undefined] => [
  label,
  isTick ? (value === 'true' ? t('Yes') : t('No')) : value || undefined,
]

function Guests({ meeting }: { meeting: MeetingDetail }) {
  const { guests, maxGuests, may } = meeting
  const [isAdding, setAdding] = useState(false)
  const renew = useRenewMeetings()
  const mayAdd = may.move && guests.length < maxGuests
  if (guests.length === 0 && !mayAdd) return null
  const remove = async (id: string, name: string) => {
    try {
      await api.delete(`/meetings/${meeting.id}/guests/${id}`)
      toast(t('{name} no longer comes.', { name }))
    } catch (error) {
      toastProblem(error)
    }
    void renew()
  }
  return (
    <Section
      title={t('Guests')}
      aside={
        mayAdd && (
          <Button variant="default" leftSection={<IconUserPlus />} onClick={() => setAdding(true)}>
            {t('Add guest')}
          </Button>
        )
      }
    >
      {guests.length === 0 ? (
        <p className={styles.hint}>{t('Nobody besides the client and the host.')}</p>
      ) : (
        <ul className={styles.guests}>
          {guests.map(({ id, name, email }) => (
            <li key={id} className={styles.guest}>
              <span>
                {name}, {email}
              </span>
              {may.move && (
                <Button variant="subtle" color="gray" onClick={() => void remove(id, name)}>
                  {t('Remove')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <GuestDialog meeting={meeting} opened={isAdding} close={() => setAdding(false)} />
    </Section>
  )
}
