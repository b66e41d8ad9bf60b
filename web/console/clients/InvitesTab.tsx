import type { ClientDetail, InviteItem } from '../../../src/features/clients/schema.ts'
import { CopyField } from '../../ui/CopyField.tsx'
import { Facts, Section } from '../../ui/Detail.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { formatMoment, languages, t } from '../../ui/language.ts'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import styles from './ClientPage.module.css'
import { deliveryStates, inviteStates } from './words.ts'

export function InvitesTab({ client }: { client: ClientDetail }) {
  if (client.invites.length === 0) return <EmptyState text={t('This client was never sent an invite.')} />
  return client.invites.map(invite => <Invite key={invite.id} invite={invite} />)
}

function Invite({ invite }: { invite: InviteItem }) {
  const { label, tone } = inviteStates()[invite.status]
  const title = invite.sentBy ? t('Sent by {name}', { name: invite.sentBy.name }) : t('Sent by a colleague')
  return (
    <Section title={title} aside={<StatusBadge tone={tone}>{label}</StatusBadge>}>
      <div className={styles.invite}>
        <Facts
          facts={[
            [t('Sent'), formatMoment(invite.sentAt)],
            [t('Language'), languages[invite.language]],
            ...(invite.completedAt
              ? [[t('Completed'), formatMoment(invite.completedAt)] as [string, string]]
              : []),
            ...(invite.revokedAt ? [[t('Revoked'), formatMoment(invite.revokedAt)] as [string, string]] : []),
          ]}
        />
        {invite.url && (
          <CopyField
            label={t('Link')}
            value={invite.url}
            description={t('Whoever has it can walk the steps in the name of this client.')}
          />
        )}
        <ul className={styles.deliveries} aria-label={t('Deliveries')}>
          {invite.deliveries.map(delivery => (
            <Delivery key={delivery.id} delivery={delivery} />
          ))}
        </ul>
      </div>
    </Section>
  )
}

function Delivery({ delivery }: { delivery: InviteItem['deliveries'][number] }) {
  const { channel, address, status, reason, createdAt, sentAt } = delivery
  const { label, tone } = deliveryStates()[status]
  return (
    <li className={styles.delivery}>
      <span className={styles.address}>
        {channel === 'link' ? t('Link copied') : (address ?? t('Email'))}
      </span>
      {channel === 'email' && <StatusBadge tone={tone}>{label}</StatusBadge>}
      <span className={styles.when}>
        <RelativeTime value={sentAt ?? createdAt} />
      </span>
      {reason && <span className={styles.reason}>{reason}</span>}
    </li>
  )
}
