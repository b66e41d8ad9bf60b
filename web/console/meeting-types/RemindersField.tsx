import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { DurationInput } from '../../ui/DurationInput.tsx'
import { t } from '../../ui/language.ts'
import styles from './meetingTypes.module.css'

type Given = {
  reminders: (number | null)[]
  onChange: (reminders: (number | null)[]) => void
  errorAt: (index: number) => ReactNode
}
const most = 5
const usual = [1440, 60, 15, 10_080, 120]

export function RemindersField({ reminders, onChange, errorAt }: Given) {
  const next = usual.find(minutes => !reminders.includes(minutes)) ?? 60
  return (
    <>
      {reminders.length === 0 && <p className={styles.note}>{t('Nobody is reminded.')}</p>}
      <ul className={styles.rows}>
        {reminders.map((minutes, index) => (
          <li key={index} className={styles.row}>
            <div className={styles.grows}>
              <DurationInput
                label={t('Reminder {number}: how long before', { number: index + 1 })}
                hideLabel
                value={minutes}
                error={errorAt(index)}
                onChange={changed => onChange(reminders.with(index, changed))}
              />
            </div>
            <span className={styles.note}>{t('before')}</span>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('Remove reminder {number}', { number: index + 1 })}
              onClick={() => onChange(reminders.toSpliced(index, 1))}
            >
              <IconX />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {reminders.length < most && (
        <Button
          variant="default"
          className={styles.start}
          leftSection={<IconPlus />}
          onClick={() => onChange([...reminders, next])}
        >
          {t('Add reminder')}
        </Button>
      )}
    </>
  )
}
