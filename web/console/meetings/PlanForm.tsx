import { ActionIcon, Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { t } from '../../ui/language.ts'
import { SaveForm } from '../../ui/SaveForm.tsx'
import styles from './meetings.module.css'
import { type Changed, type Options } from './queries.ts'
import { TimeField } from './TimeField.tsx'
import { type Given, usePlanForm } from './usePlanForm.ts'

type PlanFormProps = { options: Options; given: Given; onPlanned: (meeting: Changed) => void }

export function PlanForm({ options, given, onPlanned }: PlanFormProps) {
  const form = usePlanForm(options, given, onPlanned)
  const { values, field, set, types, type, overlaps } = form
  const lengths = type ? [type.durationMinutes, ...type.otherDurations] : []
  const guests = values.clients.length - 1
  return (
    <SaveForm
      form={form}
      creates
      verb={overlaps.length > 0 ? t('Plan it over the other meeting') : t('Schedule the meeting')}
      aside={
        <Button component={Link} to="/meetings" variant="subtle" color="gray">
          {t('Cancel')}
        </Button>
      }
    >
      <div className={styles.pair}>
        <Select
          label={t('Host')}
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
          label={t('Length')}
          allowDeselect={false}
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
          data={[
            { value: '', label: t('Organization') },
            ...options.groups.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={values.groupId}
          onChange={groupId => set('groupId', groupId ?? '')}
          error={field('groupId').error}
        />
      </div>
      <TimeField
        hostId={values.hostId}
        meetingTypeId={values.meetingTypeId}
        durationMinutes={values.durationMinutes}
        groupId={values.groupId || undefined}
        value={values.startsAt || undefined}
        onChange={startsAt => set('startsAt', startsAt)}
        error={field('startsAt').error}
      />
      {values.clients.map((_, index) => (
        <fieldset key={index} className={styles.person}>
          <legend>{index === 0 ? t('Client') : t('Guest {number}', { number: index })}</legend>
          <div className={styles.pair}>
            <TextInput label={t('Name')} autoComplete="off" {...field(`clients.${index}.name`)} />
            <TextInput
              label={t('Email')}
              type="email"
              autoComplete="off"
              {...field(`clients.${index}.email`)}
            />
          </div>
          {index > 0 && (
            <ActionIcon
              variant="subtle"
              color="gray"
              className={styles.removePerson}
              aria-label={t('Remove guest {number}', { number: index })}
              onClick={() =>
                set(
                  'clients',
                  values.clients.filter((__, at) => at !== index),
                )
              }
            >
              <IconX aria-hidden />
            </ActionIcon>
          )}
        </fieldset>
      ))}
      {type && guests < type.maxGuests && (
        <Button
          variant="subtle"
          color="gray"
          className={styles.add}
          leftSection={<IconPlus />}
          onClick={() => set('clients', [...values.clients, { name: '', email: '' }])}
        >
          {t('Add guest')}
        </Button>
      )}
      <Textarea
        label={t('Message to the client (not required)')}
        autosize
        minRows={2}
        maxLength={2000}
        {...field('message')}
      />
      <div className={styles.mails}>
        <Checkbox
          label={t('Mail the client, with the meeting for their calendar')}
          {...form.tick('mailClient')}
        />
        <Checkbox label={t('Mail the host')} {...form.tick('mailHost')} />
      </div>
    </SaveForm>
  )
}
