import { Button, Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconCalendarPlus, IconDots, IconLink, IconSend, IconUserPlus } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ClientDetail } from '../../../src/features/clients/schema.ts'
import { ActionMenu } from '../../ui/ActionMenu.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { CopyField } from '../../ui/CopyField.tsx'
import { t } from '../../ui/language.ts'
import { media } from '../../ui/theme.ts'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { useMay } from '../shell/session.ts'
import { openInvite, revoke, sendAgain, takeLink, useRenewClients } from './inviteActions.ts'
import { ShareDialog } from './ShareDialog.tsx'
import { nameOf } from './words.ts'

/** What this member may do with the client; nothing for one who may only look. */
export function ClientActions({ client }: { client: ClientDetail }) {
  const renew = useRenewClients()
  const [busy, setBusy] = useState<'again' | 'link'>()
  const [dialog, setDialog] = useState<'revoke' | 'share'>()
  const [link, setLink] = useState<string>()
  const isPhone = useMediaQuery(media.phone, undefined, { getInitialValueInEffect: false })
  const invite = client.may.update ? openInvite(client) : undefined
  const during = async (what: 'again' | 'link', work: () => Promise<unknown>) => {
    setBusy(what)
    await work().catch(toastProblem)
    setBusy(undefined)
    void renew()
  }
  const again = async (id: string) => {
    await sendAgain(id)
    toast(t('Sent again to {address}.', { address: client.email }))
  }
  const copy = async (id: string) => {
    const url = await takeLink(id)
    if (!url) return
    // Browsers close the clipboard on plain http, and some once an answer was waited for.
    await navigator.clipboard.writeText(url).then(
      () => toast(t('The link is copied.')),
      () => setLink(url),
    )
  }
  const share = () => setDialog('share')
  const mayPlan = useMay()('meetings.plan')
  const navigate = useNavigate()
  const planning = { to: '/meetings/new', search: { clientId: client.id } } as const
  // On a phone there is room for the two that are needed most.
  const isTight = isPhone && invite !== undefined
  const more = [
    ...(mayPlan && isTight
      ? [{ label: t('Schedule a meeting'), onSelect: () => void navigate(planning) }]
      : []),
    ...(client.may.share && isTight ? [{ label: t('Share'), onSelect: share }] : []),
    { label: t('Revoke the invite'), danger: true, onSelect: () => setDialog('revoke') },
  ]
  return (
    <>
      {mayPlan && !isTight && (
        <Button
          variant="default"
          leftSection={<IconCalendarPlus />}
          renderRoot={props => <Link {...props} {...planning} />}
        >
          {t('Schedule a meeting')}
        </Button>
      )}
      {client.may.share && !isTight && (
        <Button variant="default" leftSection={<IconUserPlus />} onClick={share}>
          {t('Share')}
        </Button>
      )}
      {invite && (
        <Button
          variant="default"
          leftSection={<IconLink />}
          loading={busy === 'link'}
          onClick={() => void during('link', () => copy(invite.id))}
        >
          {t('Copy link')}
        </Button>
      )}
      {invite && client.email && (
        <Button
          variant="default"
          leftSection={<IconSend />}
          loading={busy === 'again'}
          onClick={() => void during('again', () => again(invite.id))}
        >
          {t('Send again')}
        </Button>
      )}
      {invite && (
        <ActionMenu label={t('More')} items={more}>
          <Button variant="default" aria-label={t('More')}>
            <IconDots />
          </Button>
        </ActionMenu>
      )}
      {invite && (
        <ConfirmDialog
          opened={dialog === 'revoke'}
          title={t('Revoke the invite?')}
          verb={t('Revoke the invite')}
          danger
          onConfirm={async () => {
            await revoke(invite.id)
            await renew()
            toast(t('The invite is revoked.'))
          }}
          onClose={() => setDialog(undefined)}
        >
          <p>
            {t(
              'The link of {name} stops working at once and says that the invite was withdrawn. What was sent so far stays here.',
              {
                name: nameOf(client),
              },
            )}
          </p>
        </ConfirmDialog>
      )}
      {client.may.share && (
        <ShareDialog client={client} opened={dialog === 'share'} close={() => setDialog(undefined)} />
      )}
      <Modal
        opened={link !== undefined}
        onClose={() => setLink(undefined)}
        title={t('Copy link')}
        closeButtonProps={{ 'aria-label': t('Close') }}
      >
        <CopyField label={t('Link of {name}', { name: nameOf(client) })} value={link ?? ''} />
      </Modal>
    </>
  )
}
