import { MultiSelect, Select } from '@mantine/core'
import { DurationInput } from '../../ui/DurationInput.tsx'
import { formatMinutes, t } from '../../ui/language.ts'
import { NumberField } from '../../ui/NumberField.tsx'
import type { SettingsForm } from './settings.ts'

type Given = { form: SettingsForm }

const usualDurations = [10, 15, 20, 30, 40, 45, 60, 75, 90, 120, 180, 240]
const usualSteps = [5, 10, 15, 20, 30, 45, 60, 90, 120]
const likeDuration = 'duration'

/** The usual ones and those already chosen, the shortest first. */
const optionsOf = (usual: number[], chosen: number[]) =>
  [...new Set([...usual, ...chosen])]
    .sort((a, b) => a - b)
    .map(minutes => ({ value: String(minutes), label: formatMinutes(minutes) }))

export function TimeFields({ form }: Given) {
  const { durationMinutes, otherDurations, stepMinutes } = form.values
  const { value: _, onChange: __, ...others } = form.field('otherDurations')
  return (
    <>
      <DurationInput label={t('Duration')} {...form.field('durationMinutes')} />
      <MultiSelect
        label={t('Other durations to choose')}
        description={t('The client may choose one of these instead.')}
        data={optionsOf(usualDurations, otherDurations).filter(
          ({ value }) => value !== String(durationMinutes),
        )}
        clearButtonProps={{ 'aria-label': t('Clear') }}
        hidePickedOptions
        {...others}
        value={otherDurations.map(String)}
        onChange={values =>
          form.set(
            'otherDurations',
            values.map(Number).sort((a, b) => a - b),
          )
        }
      />
      <Select
        label={t('Starts every')}
        description={t('Counted from midnight of the host’s day.')}
        data={[
          { value: likeDuration, label: t('As long as the duration') },
          ...optionsOf(usualSteps, stepMinutes === null ? [] : [stepMinutes]),
        ]}
        value={stepMinutes === null ? likeDuration : String(stepMinutes)}
        onChange={value => form.set('stepMinutes', value === likeDuration ? null : Number(value))}
        error={form.field('stepMinutes').error}
      />
      <DurationInput
        label={t('Buffer before')}
        description={t('Between two meetings lies the larger of their buffers, not the sum.')}
        {...form.field('bufferBeforeMinutes')}
      />
      <DurationInput label={t('Buffer after')} {...form.field('bufferAfterMinutes')} />
      <DurationInput
        label={t('Minimum notice')}
        description={t('The soonest that a client can book.')}
        {...form.field('noticeMinutes')}
      />
      <NumberField
        label={t('Booking window in days')}
        description={t('How far ahead a client can book.')}
        {...form.field('windowDays')}
      />
    </>
  )
}

export function LimitFields({ form }: Given) {
  return (
    <>
      <NumberField label={t('Meetings a day')} placeholder={t('Any number')} {...form.field('dayLimit')} />
      <NumberField label={t('Meetings a week')} placeholder={t('Any number')} {...form.field('weekLimit')} />
    </>
  )
}
