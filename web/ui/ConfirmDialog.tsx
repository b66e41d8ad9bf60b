import { Button, Modal, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { t } from './language.ts'
import { Problem } from './Problem.tsx'
import styles from './ConfirmDialog.module.css'

type ConfirmDialogProps = {
  opened: boolean
  title: string
  /** What the button does, as a verb: "Remove 3 members". */
  verb: string
  /** What leaves all as it is, where "Cancel" could be taken for the verb. */
  keep?: string
  danger?: boolean
  /** To be typed before the button works: for what cannot be taken back. */
  typeName?: string
  /** Closed as long as this is so: a dry run still under way, a choice not yet made. */
  waiting?: boolean
  wide?: boolean
  /** Closes when it is done; what it throws is shown in the dialog. */
  onConfirm: () => Promise<unknown>
  onClose: () => void
  children?: ReactNode
}

export function ConfirmDialog({ opened, title, wide, onClose, ...rest }: ConfirmDialogProps) {
  const [isBusy, setBusy] = useState(false)
  useReturnedFocus(opened)
  return (
    <Modal
      opened={opened}
      onClose={isBusy ? () => undefined : onClose}
      title={title}
      size={wide ? 'lg' : 'md'}
      classNames={{ title: styles.title }}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <ConfirmForm {...rest} isBusy={isBusy} setBusy={setBusy} onClose={onClose} />
    </Modal>
  )
}

/** Mantine gives the focus back to what opened a dialog when it closes, but not when it is taken off the page. */
function useReturnedFocus(opened: boolean) {
  useEffect(() => {
    if (!opened) return
    const opener = document.activeElement
    return () => {
      setTimeout(() => {
        if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus()
      })
    }
  }, [opened])
}

type ConfirmFormProps = Omit<ConfirmDialogProps, 'opened' | 'title' | 'wide'> & {
  isBusy: boolean
  setBusy: (isBusy: boolean) => void
}

/** Apart from the dialog, which takes its content away when it closes: what was typed goes with it. */
function ConfirmForm(props: ConfirmFormProps) {
  const { verb, keep, danger, typeName, waiting, onConfirm, onClose, isBusy, setBusy, children } = props
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<unknown>()
  const confirm = async (event: FormEvent) => {
    event.preventDefault()
    // React lets it rise through the portal to a form that the dialog stands in: leaving without saving would save.
    event.stopPropagation()
    setBusy(true)
    setError(undefined)
    try {
      await onConfirm()
      onClose()
    } catch (fault) {
      setError(fault)
    }
    setBusy(false)
  }
  return (
    <form className={styles.form} onSubmit={event => void confirm(event)}>
      {children}
      {typeName !== undefined && (
        <TextInput
          label={t('Type “{name}” to confirm', { name: typeName })}
          data-autofocus
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
          autoComplete="off"
        />
      )}
      <Problem error={error} />
      <div className={styles.buttons}>
        <Button
          variant="default"
          onClick={onClose}
          disabled={isBusy}
          data-autofocus={typeName === undefined || undefined}
        >
          {keep ?? t('Cancel')}
        </Button>
        <Button
          type="submit"
          color={danger ? 'red' : undefined}
          loading={isBusy}
          disabled={waiting || (typeName !== undefined && typed.trim() !== typeName)}
        >
          {verb}
        </Button>
      </div>
    </form>
  )
}
