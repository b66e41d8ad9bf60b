import { Heading } from '../public/Heading.tsx'
import { SendButton } from '../public/SendButton.tsx'
import { useSending } from '../public/useSending.ts'
import { t } from '../ui/language.ts'

/** Before the client enters: nothing of theirs is here, since whoever holds the link sees it. */
export function DoorPage({ organization, enter }: { organization: string; enter: () => Promise<void> }) {
  const sending = useSending(enter)
  return (
    <form class="stack" onSubmit={sending.submit}>
      <Heading text={t('An invite from {organization}', { organization })} />
      <p>
        {t(
          'This takes a few minutes. You can stop whenever you like: the same link brings you back, on any device.',
        )}
      </p>
      <SendButton sending={sending} label={t('Start')} />
      <p class="small">
        {t('You did not expect this? Then ask {organization} about it before you start.', { organization })}
      </p>
    </form>
  )
}
