import { Drawer } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import type { OutboxMail } from '../../../src/features/settings/schema.ts'
import { t } from '../../ui/language.ts'
import type { Column } from '../../ui/list/columns.ts'
import { ListPage } from '../../ui/list/ListPage.tsx'
import { useList } from '../../ui/list/useList.ts'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import styles from './OutboxPage.module.css'

type Mail = z.infer<typeof OutboxMail>

const columns = (): Column<Mail>[] => [
  { id: 'subject', header: t('Subject'), grow: 3, cell: mail => mail.subject },
  { id: 'to', header: t('To'), grow: 2, cell: mail => mail.to },
  { id: 'sentAt', header: t('Sent'), cell: mail => <RelativeTime value={mail.sentAt} /> },
]

const card = (mail: Mail) => ({
  title: mail.subject,
  detail: mail.to,
  aside: <RelativeTime value={mail.sentAt} />,
})

/** What would have been mailed, while no mail server is set: enough to try everything. */
export function OutboxPage() {
  const list = useList<Mail>('/outbox')
  const [opened, setOpened] = useState<Mail>()
  return (
    <>
      <ListPage
        title={t('Outbox')}
        list={list}
        columns={columns()}
        row={{
          id: mail => mail.id,
          name: mail => mail.subject,
          open: setOpened,
          card,
        }}
        empty={{ text: t('Mails are kept here while no mail server is set. Nothing has been sent yet.') }}
      />
      <Drawer
        opened={opened !== undefined}
        onClose={() => setOpened(undefined)}
        position="right"
        size="lg"
        title={opened?.subject}
        closeButtonProps={{ 'aria-label': t('Close') }}
      >
        {opened && <MailText mail={opened} />}
      </Drawer>
    </>
  )
}

function MailText({ mail }: { mail: Mail }) {
  return (
    <>
      <p className={styles.to}>{t('To {address}', { address: mail.to })}</p>
      <pre className={styles.text}>{linked(mail.text)}</pre>
    </>
  )
}

/** The mail's own text with its addresses as links, and never its HTML: that was written for another reader. */
const linked = (text: string) =>
  text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) =>
    index % 2 === 1 ? (
      <a key={index} href={part} target="_blank" rel="noreferrer">
        {part}
      </a>
    ) : (
      part
    ),
  )
