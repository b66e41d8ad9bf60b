import { Button } from '@mantine/core'
import { ConfirmDialog } from './ConfirmDialog.tsx'
import styles from './ConflictDialog.module.css'
import { t } from './language.ts'

export type Difference = { label: string; mine: string; theirs: string }

type ConflictDialogProps = {
  /** Whose settings: "Utrecht". */
  name: string
  differences: Difference[]
  overwrite: () => Promise<unknown>
  /** Takes theirs into the form; what was typed is gone. */
  discard: () => void
  onClose: () => void
}

/** For the second of two who changed the same settings: both, beside each other, and the choice. */
export function ConflictDialog({ name, differences, overwrite, discard, onClose }: ConflictDialogProps) {
  const takeTheirs = () => {
    discard()
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      wide
      title={t('Somebody else changed {name} meanwhile', { name })}
      verb={t('Save mine over theirs')}
      onConfirm={overwrite}
      onClose={onClose}
    >
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('Field')}</th>
            <th scope="col">{t('Yours')}</th>
            <th scope="col">{t('Theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ label, mine, theirs }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{mine || '–'}</td>
              <td>{theirs || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button variant="default" className={styles.discard} onClick={takeTheirs}>
        {t('Keep theirs')}
      </Button>
    </ConfirmDialog>
  )
}
