import { SegmentedControl, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { zoneWords } from '../../ui/calendar/days.ts'
import { formatDays, t } from '../../ui/language.ts'
import { useMe } from '../shell/session.ts'
import { type Period, type Preset, presets } from './period.ts'
import styles from './reports.module.css'
import type { Choice } from './useChoice.ts'
import { presetWords } from './words.ts'

/** Of what, of whose, and of when. */
export function ReportBar({ choice }: { choice: Choice }) {
  const { about, abouts, reach, options, preset, period, set } = choice
  const { organization } = useMe()
  const words = presetWords()
  const abouting = { meetings: t('Meetings'), invites: t('Invites') }
  const choosePreset = (next: Preset) =>
    set(
      next === 'custom'
        ? { period: next, ...period }
        : { period: next === '4weeks' ? undefined : next, from: undefined, to: undefined },
    )
  return (
    <div className={styles.bar}>
      {abouts.length > 1 && (
        <SegmentedControl
          aria-label={t('Report of')}
          className={styles.about}
          value={about}
          onChange={next => set({ about: next === abouts[0] ? undefined : next, by: undefined })}
          data={abouts.map(value => ({ value, label: abouting[value] }))}
        />
      )}
      <Select
        aria-label={t('Whose')}
        className={styles.reach}
        searchable={options.groups.length > 8}
        nothingFoundMessage={t('Nothing found.')}
        data={[
          ...(options.reaches.includes('all') ? [{ value: 'all', label: t('Everything') }] : []),
          ...(options.reaches.includes('own') ? [{ value: 'own', label: t('Mine') }] : []),
          ...(options.groups.length > 0
            ? [
                {
                  group: t('Groups'),
                  items: options.groups.map(({ id, name }) => ({ value: `group:${id}`, label: name })),
                },
              ]
            : []),
        ]}
        value={reach}
        onChange={next => set({ reach: next ?? undefined })}
      />
      <Select
        aria-label={t('Period')}
        className={styles.preset}
        data={presets.map(value => ({ value, label: words[value] }))}
        value={preset}
        onChange={next => choosePreset(next as Preset)}
      />
      {preset === 'custom' && <CustomPeriod key={`${period.from} ${period.to}`} period={period} set={set} />}
      <span className={styles.dates}>
        {formatDays(period.from, period.to)}, {zoneWords(organization.timeZone)}
      </span>
    </div>
  )
}

/** A date that is being typed passes through years long ago: nothing is asked before the field is left. */
function CustomPeriod({ period, set }: { period: Period; set: Choice['set'] }) {
  const [typed, setTyped] = useState(period)
  const day = (which: keyof Period, label: string) => (
    <TextInput
      type="date"
      aria-label={label}
      value={typed[which]}
      onChange={({ currentTarget: { value } }) => setTyped({ ...typed, [which]: value })}
      onBlur={() => typed[which] && typed[which] !== period[which] && set(typed)}
      onKeyDown={({ key }) => key === 'Enter' && typed[which] && set(typed)}
    />
  )
  return (
    <span className={styles.custom}>
      {day('from', t('First day'))}
      <span aria-hidden>–</span>
      {day('to', t('Last day'))}
    </span>
  )
}
