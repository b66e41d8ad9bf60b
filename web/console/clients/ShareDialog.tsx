import { useState } from 'react'
import type { ClientDetail } from '../../../src/features/clients/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { formatList, t } from '../../ui/language.ts'
import { toast } from '../../ui/toast.tsx'
import styles from './ClientPage.module.css'
import { useRenewClients } from './inviteActions.ts'
import { MemberPicker, type Named } from './MemberPicker.tsx'

type ShareDialogProps = { client: ClientDetail; opened: boolean; close: () => void }

/** Cc: members who may look at this one client, whatever their groups. */
export function ShareDialog({ client, opened, close }: ShareDialogProps) {
  const renew = useRenewClients()
  const before = client.cc.members
  const [changed, setChanged] = useState<Named[]>()
  const chosen = changed ?? before
  const added = without(chosen, before)
  const removed = without(before, chosen)
  const leave = () => {
    setChanged(undefined)
    close()
  }
  const save = async () => {
    await api.put(`/clients/${client.id}/cc`, { memberIds: chosen.map(({ id }) => id) })
    await renew()
    toast(t('Sharing is changed.'))
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={t('Share with members')}
      verb={verbFor(added.length, removed.length)}
      waiting={added.length + removed.length === 0}
      onConfirm={save}
      onClose={leave}
    >
      <MemberPicker
        withoutMe
        label={t('Members')}
        description={t(
          'They can look at this client, and change nothing. Nobody else of their groups sees more.',
        )}
        chosen={chosen}
        onChange={setChanged}
      />
      {client.cc.others > 0 && (
        <p className={styles.none}>
          {t(
            '{count, plural, one {It stays shared with # member whom you cannot see.} other {It stays shared with # members whom you cannot see.}}',
            {
              count: client.cc.others,
            },
          )}
        </p>
      )}
      {added.length > 0 && (
        <p className={styles.widening}>
          {t('More people will see this client: {names}.', { names: namesOf(added) })}
        </p>
      )}
      {removed.length > 0 && (
        <p className={styles.narrowing}>
          {t('No longer shared with {names}. They may still see it by their role or groups.', {
            names: namesOf(removed),
          })}
        </p>
      )}
    </ConfirmDialog>
  )
}

const without = (all: Named[], others: Named[]) =>
  all.filter(({ id }) => !others.some(other => other.id === id))
const namesOf = (members: Named[]) => formatList(members.map(({ name }) => name))

function verbFor(added: number, removed: number) {
  if (removed === 0)
    return t('{count, plural, =0 {Share} one {Share with # member} other {Share with # members}}', {
      count: added,
    })
  if (added === 0)
    return t('{count, plural, one {Stop sharing with # member} other {Stop sharing with # members}}', {
      count: removed,
    })
  return t('Change sharing')
}
