import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useBlocker } from '@tanstack/react-router'
import { type ReactNode, useId } from 'react'
import { ConfirmDialog } from './ConfirmDialog.tsx'
import { t } from './language.ts'
import { Problem } from './Problem.tsx'
import styles from './SaveForm.module.css'
import type { SaveFormHandle } from './useSaveForm.ts'

type SaveFormProps = {
  form: SaveFormHandle
  /** What the button does; "Save" for settings. */
  verb?: string
  /** Beside the button: Cancel, Back. */
  aside?: ReactNode
  /** Settings can only be saved once they differ; a form that creates can be sent as it stands. */
  creates?: boolean
  /** Nothing is lost by leaving: a sign-in, a dialog. */
  unguarded?: boolean
  fullWidth?: boolean
  /** Made of FormSections: as wide as these, its button in sight however long the form is. */
  long?: boolean
  children: ReactNode
}

export function SaveForm(props: SaveFormProps) {
  const { form, verb, aside, creates, unguarded, fullWidth, long, children } = props
  return (
    <form className={styles.form} data-long={long || undefined} onSubmit={form.submit} noValidate>
      {children}
      <Problem error={form.error} />
      <div className={styles.buttons}>
        <Button
          type="submit"
          loading={form.state === 'saving'}
          disabled={!creates && (form.state === 'clean' || form.state === 'saved')}
          fullWidth={fullWidth}
        >
          {verb ?? t('Save')}
        </Button>
        {aside}
        {!creates && <SaveStateText state={form.state} />}
      </div>
      {!unguarded && <LeaveGuard form={form} />}
    </form>
  )
}

/** A part of a long form: what it is about beside its fields. */
export function FormSection({
  title,
  hint,
  children,
}: {
  title: string
  hint?: string
  children: ReactNode
}) {
  const id = useId()
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {hint && <p className={styles.hint}>{hint}</p>}
      </div>
      <div className={styles.fields}>{children}</div>
    </section>
  )
}

function SaveStateText({ state }: { state: SaveFormHandle['state'] }) {
  return (
    <span className={styles.state} role="status">
      {state === 'changed' && t('Not saved yet')}
      {state === 'saved' && (
        <>
          <IconCheck aria-hidden /> {t('Saved')}
        </>
      )}
    </span>
  )
}

function LeaveGuard({ form }: { form: SaveFormHandle }) {
  const blocker = useBlocker({
    // A tab of the same page takes the form away as another page does; a filter beside it does not.
    shouldBlockFn: ({ current, next }) =>
      (current.pathname !== next.pathname || tabOf(current.search) !== tabOf(next.search)) &&
      !form.mayLeave(),
    enableBeforeUnload: () => !form.mayLeave(),
    withResolver: true,
  })
  return (
    <ConfirmDialog
      opened={blocker.status === 'blocked'}
      title={t('Leave without saving?')}
      verb={t('Leave without saving')}
      danger
      onConfirm={async () => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    >
      <p>{t('What you changed here would be lost.')}</p>
    </ConfirmDialog>
  )
}

const tabOf = (search: object) => ('tab' in search ? search.tab : undefined)
