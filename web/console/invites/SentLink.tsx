import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { InviteItem } from '../../../src/features/clients/schema.ts'
import { CopyField } from '../../ui/CopyField.tsx'
import { t } from '../../ui/language.ts'
import styles from './NewInvitePage.module.css'

/** The link, to be handed over some other way. */
export function SentLink({ invite, name, again }: { invite: InviteItem; name: string; again: () => void }) {
  return (
    <section className={styles.sent}>
      <h2 className={styles.heading}>{t('The link for {name} is ready', { name })}</h2>
      <CopyField
        label={t('Link')}
        value={invite.url ?? ''}
        description={t('It is for {name} alone. You find it again on the page of the client.', { name })}
      />
      <div className={styles.buttons}>
        <Button component={Link} to={`/connections/${invite.clientId}`} variant="default">
          {t('Open the client')}
        </Button>
        <Button variant="subtle" onClick={again}>
          {t('Send another invite')}
        </Button>
      </div>
    </section>
  )
}
