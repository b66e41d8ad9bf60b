import { Button } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCalendarCheck,
  IconCalendarEvent,
  IconCalendarPlus,
  IconCalendarTime,
  IconCalendarX,
  IconCheck,
  IconCircleCheck,
  IconDoorEnter,
  IconMailCheck,
  IconPencil,
  IconSend,
  IconStar,
  IconUserMinus,
  IconUserPlus,
  IconUserShare,
  IconX,
} from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { ClientDetail, TimelinePage } from '../../../src/features/clients/schema.ts'
import { api } from '../../ui/api.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Timeline } from '../../ui/Timeline.tsx'
import styles from './ClientPage.module.css'
import { sentenceOf } from './sentences.ts'

type Page = z.infer<typeof TimelinePage>

const icons: Record<string, ReactNode> = {
  'client.changed': <IconPencil />,
  'client.shared': <IconUserPlus />,
  'client.unshared': <IconUserMinus />,
  'invite.sent': <IconSend />,
  'invite.sent_again': <IconSend />,
  'invite.delivered': <IconMailCheck />,
  'invite.undelivered': <IconAlertTriangle />,
  'invite.initiated': <IconDoorEnter />,
  'invite.revoked': <IconX />,
  'step.completed': <IconCheck />,
  'invite.completed': <IconCircleCheck />,
  'meeting.held': <IconCalendarEvent />,
  'meeting.booked': <IconCalendarPlus />,
  'meeting.planned': <IconCalendarPlus />,
  'meeting.rescheduled': <IconCalendarTime />,
  'meeting.reassigned': <IconUserShare />,
  'meeting.cancelled': <IconCalendarX />,
  'meeting.guest_added': <IconUserPlus />,
  'meeting.guest_removed': <IconUserMinus />,
  'meeting.completed': <IconCalendarCheck />,
  'meeting.missed': <IconCalendarX />,
  'meeting.rated': <IconStar />,
}

export function TimelineTab({ client }: { client: ClientDetail }) {
  const query = useInfiniteQuery({
    queryKey: ['/clients', client.id, 'timeline'],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page>(`/clients/${client.id}/timeline`, { cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const items = pages.flatMap(page => page.items)
        if (items.length === 0) return <EmptyState text={t('What happens with this client appears here.')} />
        return (
          <>
            <Timeline
              events={items.map(item => ({
                id: item.id,
                at: item.at,
                icon: icons[item.name],
                text: sentenceOf(item, client),
              }))}
            />
            {query.hasNextPage && (
              <Button
                variant="default"
                className={styles.more}
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {t('Show earlier')}
              </Button>
            )}
          </>
        )
      }}
    </Loaded>
  )
}
