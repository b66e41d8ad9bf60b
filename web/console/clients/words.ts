import type { ClientItem, InviteItem } from '../../../src/features/clients/schema.ts'
import { t } from '../../ui/language.ts'
import type { Tone } from '../../ui/StatusBadge.tsx'

export type State = { label: string; tone: Tone }

export const nameOf = ({ firstName, lastName }: { firstName: string; lastName: string }) =>
  `${firstName} ${lastName}`.trim()

/** How to reach a client; empty for one who only has a link. */
export const contactOf = ({ email, phone }: Pick<ClientItem, 'email' | 'phone'>) => email ?? phone ?? ''

/** The group as the viewer may know it: its name, or that somebody shared the client. */
export function groupWords({ group, groupLabel }: Pick<ClientItem, 'group' | 'groupLabel'>) {
  if (group) return group.name
  return groupLabel === 'Organization' ? t('Organization') : t('Shared with you')
}

export const clientStates = (): Record<ClientItem['status'], State> => ({
  not_started: { label: t('Not started'), tone: 'grey' },
  in_progress: { label: t('In progress'), tone: 'blue' },
  needs_attention: { label: t('Needs attention'), tone: 'amber' },
  completed: { label: t('Completed'), tone: 'green' },
  revoked: { label: t('Revoked'), tone: 'red' },
})

export const inviteStates = (): Record<InviteItem['status'], State> => ({
  sent: { label: t('Sent'), tone: 'grey' },
  initiated: { label: t('Started'), tone: 'blue' },
  attempted: { label: t('Partly filled in'), tone: 'blue' },
  completed: { label: t('Completed'), tone: 'green' },
  revoked: { label: t('Revoked'), tone: 'red' },
  expired: { label: t('Expired'), tone: 'amber' },
})

export const deliveryStates = (): Record<InviteItem['deliveries'][number]['status'], State> => ({
  queued: { label: t('Waiting to be sent'), tone: 'grey' },
  sent: { label: t('Sent'), tone: 'grey' },
  delivered: { label: t('Delivered'), tone: 'green' },
  undelivered: { label: t('Undelivered'), tone: 'red' },
  opened: { label: t('Opened'), tone: 'green' },
})

export const originWords = (): Record<ClientItem['origin'], string> => ({
  invite: t('Invite'),
  api: t('API'),
  booking: t('Booking'),
  public_flow: t('Public flow'),
})

/** Whether the client can still walk it. */
export const isOpen = ({ status }: InviteItem) =>
  status === 'sent' || status === 'initiated' || status === 'attempted'
