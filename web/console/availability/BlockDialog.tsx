import { Checkbox, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Level } from '../../../src/features/availability/schema.ts'
import { api } from '../../ui/api.ts'
import { addDays, instantIn, readingIn, zoneWords } from '../../ui/calendar/days.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { t } from '../../ui/language.ts'
import { toast } from '../../ui/toast.tsx'
import styles from './availability.module.css'
import { type Repeat, repeatNames, repeats, ruleOf } from './repeats.ts'
import { useRenewAvailability } from './useRenewAvailability.ts'

type BlockDialogProps = {
  owner: { level: Level; groupId?: string | undefined; memberId?: string | undefined }
  /** Whose clock the days and times are by. */
  zone: string
  close: () => void
}

type Values = {
  title: string
  isAllDay: boolean
  /** Days, and times on them. */
  first: string
  last: string
  from: string
  until: string
  repeat: Repeat
  /** The last day of a repetition; empty: it goes on. */
  end: string
}

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

/** A time that cannot be booked. */
export function BlockDialog({ owner, zone, close }: BlockDialogProps) {
  const renew = useRenewAvailability()
  const [block, setBlock] = useState<Values>(() => {
    const { day } = readingIn(zone, new Date())
    return {
      title: '',
      isAllDay: true,
      first: day,
      last: day,
      from: '09:00',
      until: '12:00',
      repeat: 'never',
      end: '',
    }
  })
  const change = (part: Partial<typeof block>) => setBlock({ ...block, ...part })
  const { title, isAllDay, first, last, from, until, repeat, end } = block
  const field = (key: 'title' | 'first' | 'last' | 'from' | 'until' | 'end') => ({
    value: block[key],
    onChange: (event: { currentTarget: { value: string } }) => change({ [key]: event.currentTarget.value }),
  })
  const add = async () => {
    const startsAt = instantIn(zone, { day: first, minute: isAllDay ? 0 : minutesOf(from) })
    const endsAt = isAllDay
      ? instantIn(zone, { day: addDays(last, 1), minute: 0 })
      : instantIn(zone, { day: last, minute: minutesOf(until) })
    await api.create('/blocks', {
      ...owner,
      title,
      startsAt,
      endsAt,
      timeZone: zone,
      rrule: ruleOf(repeat, end),
    })
    await renew()
    toast(t('The time is blocked.'))
  }
  return (
    <ConfirmDialog
      opened
      title={t('Add a block')}
      verb={t('Block the time')}
      waiting={!first || !last || last < first}
      onConfirm={add}
      onClose={close}
    >
      <div className={styles.stack}>
        <TextInput
          label={t('What for (not required)')}
          description={t('Colleagues who plan read it; clients never do.')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          maxLength={200}
          data-autofocus
          {...field('title')}
        />
        <Checkbox
          label={t('All day')}
          checked={isAllDay}
          onChange={event => change({ isAllDay: event.currentTarget.checked })}
        />
        <div className={styles.pair}>
          <TextInput
            type="date"
            label={t('From')}
            value={first}
            onChange={({ currentTarget: { value } }) =>
              change({ first: value, last: last < value ? value : last })
            }
          />
          <TextInput
            type="date"
            label={t('Until')}
            error={last < first && t('The end is before the beginning.')}
            {...field('last')}
          />
        </div>
        {!isAllDay && (
          <div className={styles.pair}>
            <TextInput type="time" label={t('From, time')} {...field('from')} />
            <TextInput type="time" label={t('Until, time')} {...field('until')} />
          </div>
        )}
        <div className={styles.pair}>
          <Select
            label={t('Repeats')}
            allowDeselect={false}
            data={repeats.map(value => ({ value, label: repeatNames()[value] }))}
            value={repeat}
            onChange={value => change({ repeat: value ?? 'never' })}
          />
          {repeat !== 'never' && (
            <TextInput type="date" label={t('Until (not required)')} min={first} {...field('end')} />
          )}
        </div>
        <p className={styles.note}>{t('Times are those of {zone}.', { zone: zoneWords(zone) })}</p>
      </div>
    </ConfirmDialog>
  )
}
