import { Button, Checkbox, Select, Textarea } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { t } from '../../ui/language.ts'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { organization } from '../invites/useInviteForm.ts'
import styles from './meetings.module.css'
import { Overlapped } from './Overlapped.tsx'
import { PeopleFields } from './PeopleFields.tsx'
import { type Changed, type Options } from './queries.ts'
import { TimeField } from './TimeField.tsx'
import { type Given, usePlanForm } from './usePlanForm.ts'

type PlanFormProps = { options: Options; given: Given; onPlanned: (meeting: Changed) => void }

export function PlanForm({ options, given, onPlanned }: PlanFormProps) {
  const form = usePlanForm(options, given, onPlanned)
  const { values, field, set, types, type, overlaps } = form
  const lengths = type ? [type.durationMinutes, ...type.otherDurations] : []
  return (
    <SaveForm
      form={form}
      creates
      verb={overlaps.length > 0 ? t('Plan it over the other meeting') : t('Schedule the meeting')}
      aside={
        <Button
          renderRoot={props =>
            given.client ? (
              <Link {...props} to="/connections/$clientId" params={{ clientId: given.client.id }} />
            ) : (
              <Link {...props} to="/meetings" />
            )
          }
          variant="subtle"
          color="gray"
        >
          {t('Cancel')}
        </Button>
      }
    >
      <div className={styles.pair}>
        <Select
          label={t('Host')}
          placeholder={t('Choose who holds it')}
          searchable
          allowDeselect={false}
          nothingFoundMessage={t('Nobody of that name')}
          data={options.hosts.map(({ id, name }) => ({ value: id, label: name }))}
          {...field('hostId')}
          onChange={hostId => form.chooseHost(hostId ?? '')}
        />
        <Select
          label={t('Meeting type')}
          searchable={types.length > 8}
          allowDeselect={false}
          placeholder={values.hostId ? t('Choose a type') : t('Choose the host first')}
          disabled={types.length === 0}
          data={types.map(({ id, name }) => ({ value: id, label: name }))}
          {...field('meetingTypeId')}
          onChange={meetingTypeId => form.chooseType(meetingTypeId ?? '')}
        />
      </div>
      <div className={styles.pair}>
        <Select
          label={t('Duration')}
          allowDeselect={false}
          placeholder={t('Choose the type first')}
          disabled={lengths.length < 2}
          data={lengths.map(minutes => ({
            value: String(minutes),
            label: t('{count, plural, one {# minute} other {# minutes}}', { count: minutes }),
          }))}
          value={values.durationMinutes ? String(values.durationMinutes) : null}
          onChange={minutes => set('durationMinutes', Number(minutes))}
        />
        <Select
          label={t('Group')}
          description={t('In whose reports it counts, and whose client it is.')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          allowDeselect={false}
          placeholder={t('Choose a group')}
          data={form.groups.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.groupId}
          onChange={groupId => set('groupId', groupId)}
          error={field('groupId').error}
        />
      </div>
      <TimeField
        hostId={values.hostId}
        meetingTypeId={values.meetingTypeId}
        durationMinutes={values.durationMinutes}
        groupId={values.groupId === organization ? undefined : values.groupId}
        value={values.startsAt || undefined}
        onChange={startsAt => set('startsAt', startsAt)}
        error={field('startsAt').error}
      />
      <PeopleFields form={form} client={given.client} />
      <Textarea
        label={t('Message to the client (not required)')}
        autosize
        minRows={2}
        maxLength={2000}
        {...field('message')}
      />
      <Overlapped overlaps={overlaps} />
      <div className={styles.mails}>
        <Checkbox
          label={t('Mail the client, with the meeting for their calendar')}
          disabled={given.client?.email === null}
          {...form.tick('mailClient')}
        />
        <Checkbox label={t('Mail the host')} {...form.tick('mailHost')} />
      </div>
    </SaveForm>
  )
}
