import { NumberInput, Select } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { OpenHours } from '../../../src/features/availability/schema.ts'
import { api } from '../../ui/api.ts'
import { hoursOf, weeklyOf } from '../../ui/calendar/weekly.ts'
import { WeeklyHours } from '../../ui/calendar/WeeklyHours.tsx'
import { ConflictDialog } from '../../ui/ConflictDialog.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { FormSection, SaveForm } from '../../ui/SaveForm.tsx'
import { media } from '../../ui/theme.ts'
import { useVersionedForm } from '../../ui/useVersionedForm.ts'
import styles from './availability.module.css'
import { OverridesField } from './OverridesField.tsx'
import { TypeHoursField } from './TypeHoursField.tsx'
import { useOpenHours } from './useOpenHours.ts'
import { useRenewAvailability } from './useRenewAvailability.ts'
import { WeekList } from './WeekList.tsx'

type Values = Pick<OpenHours, 'timeZone' | 'weekly' | 'overrides' | 'typeHours'> & {
  dayLimit: number | ''
  weekLimit: number | ''
}

/** When a member can be booked, by the wall clock of their zone. */
export function HoursTab({ memberId, isMe }: { memberId: string; isMe: boolean }) {
  const query = useOpenHours(memberId)
  return <Loaded query={query}>{hours => <HoursForm hours={hours} isMe={isMe} />}</Loaded>
}

const valuesOf = ({ timeZone, weekly, overrides, typeHours, dayLimit, weekLimit }: OpenHours): Values => ({
  timeZone,
  weekly,
  overrides,
  typeHours,
  dayLimit: dayLimit ?? '',
  weekLimit: weekLimit ?? '',
})

function HoursForm({ hours, isMe }: { hours: OpenHours; isMe: boolean }) {
  const renew = useRenewAvailability()
  const isPhone = useMediaQuery(media.phone, undefined, { getInitialValueInEffect: false })
  const path = `/members/${hours.memberId}/open-hours`
  const { form, theirs, overwrite, discard, closeConflict } = useVersionedForm<OpenHours, Values>({
    thing: hours,
    valuesOf,
    save: async (values, version) => {
      const body = { ...values, dayLimit: values.dayLimit || null, weekLimit: values.weekLimit || null }
      const saved = await api.put<OpenHours>(path, body, { ifMatch: version })
      await renew()
      return saved
    },
  })
  const { values, set, field } = form
  const weekly = hoursOf(values.weekly)
  const editor = {
    label: t('Open hours of the week'),
    hours: weekly,
    onChange: (next: typeof weekly) => set('weekly', weeklyOf(next)),
  }
  return (
    <SaveForm form={form} long>
      <FormSection
        title={t('Every week')}
        hint={[
          hours.isDefault && t('Nobody has set these hours yet: Monday to Friday, nine to five.'),
          !isPhone &&
            t('Draw hours with the pointer; or move them with the arrow keys, their end with Shift as well.'),
        ]
          .filter(Boolean)
          .join(' ')}
      >
        <Select
          label={t('Time zone')}
          description={isMe ? t('Where you work: these hours are by its clock.') : undefined}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          searchable
          allowDeselect={false}
          data={zones()}
          {...field('timeZone')}
        />
        {isPhone && <WeekList {...editor} />}
      </FormSection>
      {!isPhone && (
        <div className={styles.week}>
          <WeeklyHours {...editor} />
        </div>
      )}
      <FormSection
        title={t('Single days')}
        hint={t('Other hours on one date, or none: these take the place of the week’s.')}
      >
        <OverridesField value={values.overrides} onChange={overrides => set('overrides', overrides)} />
      </FormSection>
      <FormSection
        title={t('Single meeting types')}
        hint={t('A type that can be booked in a part of these hours only.')}
      >
        <TypeHoursField
          memberId={hours.memberId}
          value={values.typeHours}
          onChange={typeHours => set('typeHours', typeHours)}
        />
      </FormSection>
      <FormSection title={t('Limits')} hint={t('Left empty, the group or the meeting type says how many.')}>
        <div className={styles.pair}>
          <NumberInput label={t('Meetings a day')} min={1} max={100} {...field('dayLimit')} />
          <NumberInput label={t('Meetings a week')} min={1} max={500} {...field('weekLimit')} />
        </div>
      </FormSection>
      {theirs && (
        <ConflictDialog
          name={t('Open hours')}
          differences={[
            { label: t('Every week'), mine: told(values.weekly), theirs: told(theirs.weekly) },
            { label: t('Time zone'), mine: values.timeZone, theirs: theirs.timeZone },
          ].filter(({ mine, theirs: other }) => mine !== other)}
          overwrite={overwrite}
          discard={discard}
          onClose={closeConflict}
        />
      )}
    </SaveForm>
  )
}

const told = (weekly: OpenHours['weekly']) =>
  weekly.map(({ day, start, end }) => `${day}: ${start}–${end}`).join(', ') || t('None')

const zones = () => {
  const all = Intl.supportedValuesOf('timeZone')
  return all.includes('UTC') ? all : ['UTC', ...all]
}
