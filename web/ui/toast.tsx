import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { explain } from './explain.ts'
import { t } from './language.ts'
import styles from './toast.module.css'

/** For what is done, and only that; `undo` where it can be taken back. */
export function toast(message: string, undo?: () => Promise<unknown>) {
  const id = notifications.show({
    message: <Message text={message} undo={undo && (() => void takeBack(id, undo))} />,
    autoClose: undo ? 10_000 : 4_000,
    withBorder: true,
    closeButtonProps: { 'aria-label': t('Close') },
  })
}

async function takeBack(id: string, undo: () => Promise<unknown>) {
  notifications.hide(id)
  try {
    await undo()
    toast(t('Undone.'))
  } catch (error) {
    toastProblem(error)
  }
}

/** For a failure with no place on the page of its own; in a form, the form says it. */
export function toastProblem(error: unknown) {
  notifications.show({
    message: explain(error).text,
    color: 'red',
    autoClose: 10_000,
    withBorder: true,
    role: 'alert',
    closeButtonProps: { 'aria-label': t('Close') },
  })
}

function Message({ text, undo }: { text: string; undo?: () => void }) {
  return (
    <span className={styles.message}>
      {text}
      {undo && (
        <Button variant="subtle" size="compact-sm" onClick={undo}>
          {t('Undo')}
        </Button>
      )}
    </span>
  )
}
