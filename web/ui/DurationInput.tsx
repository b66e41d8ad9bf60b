import { NativeSelect } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import styles from './DurationInput.module.css'
import { t } from './language.ts'
import { NumberField } from './NumberField.tsx'

const unitMinutes = { minutes: 1, hours: 60, days: 1440 }
type Unit = keyof typeof unitMinutes

type DurationInputProps = {
  label: string
  description?: ReactNode
  error?: ReactNode
  /** Minutes; null while nothing is typed. */
  value?: number | null
  onChange?: (minutes: number | null) => void
  hideLabel?: boolean
}

/** The largest in which it is a whole number: 1440 minutes read as 1 day. */
const unitOf = (minutes: number | null): Unit =>
  !minutes ? 'minutes' : minutes % 1440 === 0 ? 'days' : minutes % 60 === 0 ? 'hours' : 'minutes'

/** A length of time, typed in the unit that suits it. */
export function DurationInput(props: DurationInputProps) {
  const { label, description, error, value = null, onChange = () => undefined, hideLabel } = props
  const [chosen, setChosen] = useState<Unit>(unitOf(value))
  // What others saved meanwhile may be no whole number of the unit that was right before.
  const unit = value !== null && value % unitMinutes[chosen] !== 0 ? unitOf(value) : chosen
  const names: Record<Unit, string> = { minutes: t('minutes'), hours: t('hours'), days: t('days') }
  const change = (next: Unit) => {
    if (value !== null) onChange((value / unitMinutes[unit]) * unitMinutes[next])
    setChosen(next)
  }
  return (
    <NumberField
      label={hideLabel ? undefined : label}
      aria-label={hideLabel ? label : undefined}
      description={description}
      error={error}
      value={value === null ? null : value / unitMinutes[unit]}
      onChange={typed => onChange(typed === null ? null : typed * unitMinutes[unit])}
      rightSectionWidth="auto"
      classNames={{ section: styles.section }}
      rightSection={
        <NativeSelect
          classNames={{ input: styles.unit }}
          variant="unstyled"
          aria-label={t('Unit of {label}', { label })}
          data={Object.entries(names).map(([key, words]) => ({ value: key, label: words }))}
          value={unit}
          onChange={event => change(event.currentTarget.value as Unit)}
        />
      }
    />
  )
}
