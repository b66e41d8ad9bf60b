import { useRef, useState } from 'react'
import type { ClientItem } from '../../../src/features/clients/schema.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { formatList, t } from '../../ui/language.ts'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { toast } from '../../ui/toast.tsx'
import { getClient, openInvite, revoke, sendAgain, useRenewClients } from './inviteActions.ts'
import { nameOf } from './words.ts'

export type BulkWork = { kind: 'resend' | 'revoke'; clients: ClientItem[]; done: () => void }

const shownNames = 5

/** Does one thing to the open invite of every ticked client; those without one stay as they are. */
export function BulkDialog({ work, close }: { work: BulkWork | undefined; close: () => void }) {
  const renew = useRenewClients()
  const [done, setDone] = useState<number>()
  // While it fades out, the dialog still shows what it was about.
  const last = useRef<Pick<BulkWork, 'kind' | 'clients'>>({ kind: 'resend', clients: [] })
  last.current = work ?? last.current
  const { kind, clients } = last.current
  const count = clients.length
  const words = {
    resend: {
      title: t('Send again'),
      verb: t('{count, plural, one {Send # invite again} other {Send # invites again}}', { count }),
      text: t('Everyone of these who has an open invite and an email address gets the mail once more.'),
    },
    revoke: {
      title: t('Revoke invites'),
      verb: t('{count, plural, one {Revoke # invite} other {Revoke # invites}}', { count }),
      text: t('Their links stop working at once. What they have sent so far stays here.'),
    },
  }[kind]
  const confirm = async () => {
    let changed = 0
    try {
      for (const [index, client] of clients.entries()) {
        setDone(index)
        if (await doTo(client, kind)) changed++
      }
    } finally {
      setDone(undefined)
      void renew()
    }
    work?.done()
    toast(
      kind === 'resend'
        ? t('{changed} of {count} sent again.', { changed, count })
        : t('{changed} of {count} revoked.', { changed, count }),
    )
  }
  const names = clients.slice(0, shownNames).map(nameOf)
  const more = count - names.length
  return (
    <ConfirmDialog
      opened={work !== undefined}
      title={words.title}
      verb={words.verb}
      danger={kind === 'revoke'}
      onConfirm={confirm}
      onClose={close}
    >
      <p>{words.text}</p>
      <p>
        {formatList(
          more > 0
            ? [...names, t('{count, plural, one {# other} other {# others}}', { count: more })]
            : names,
        )}
      </p>
      {done !== undefined && <ProgressBar label={words.title} done={done} total={count} />}
    </ConfirmDialog>
  )
}

/** Answers whether there was anything to do. */
async function doTo({ id }: ClientItem, kind: BulkWork['kind']) {
  const client = await getClient(id)
  const invite = openInvite(client)
  if (!invite || !client.may.update || (kind === 'resend' && !client.email)) return false
  await (kind === 'resend' ? sendAgain(invite.id) : revoke(invite.id))
  return true
}
