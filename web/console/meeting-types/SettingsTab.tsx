import { useQueryClient } from '@tanstack/react-query'
import type { MeetingTypeItem } from '../../../src/features/meeting-types/schema.ts'
import { api } from '../../ui/api.ts'
import { ConflictDialog } from '../../ui/ConflictDialog.tsx'
import { Facts, Section } from '../../ui/Detail.tsx'
import { t } from '../../ui/language.ts'
import { FormSection, SaveForm } from '../../ui/SaveForm.tsx'
import { useVersionedForm } from '../../ui/useVersionedForm.ts'
import { BookingFields, LinkFields, NameFields, PlaceFields, RecordingFields } from './fields.tsx'
import { QuestionsField } from './QuestionsField.tsx'
import { RemindersField } from './RemindersField.tsx'
import { bodyOf, checks, differences, inWords, type Settings, settingsOf } from './settings.ts'
import { LimitFields, TimeFields } from './TimeFields.tsx'

export function SettingsTab({ type }: { type: MeetingTypeItem }) {
  if (type.may.update) return <Form type={type} />
  return (
    <Section title={t('Settings')}>
      <Facts facts={inWords(settingsOf(type)).map(([label, words]) => [label, words || '–'])} />
    </Section>
  )
}

function Form({ type }: { type: MeetingTypeItem }) {
  const queryClient = useQueryClient()
  const { form, theirs, overwrite, discard, closeConflict } = useVersionedForm<MeetingTypeItem, Settings>({
    thing: type,
    valuesOf: settingsOf,
    checks,
    save: async (values, version) => {
      const path = `/meeting-types/${type.id}`
      const saved = await api.patch<MeetingTypeItem>(path, bodyOf(values), { ifMatch: version })
      await queryClient.invalidateQueries({ queryKey: ['/meeting-types'] })
      return saved
    },
  })
  const { questions, reminders } = form.values
  return (
    <>
      <SaveForm form={form} long>
        <FormSection title={t('Basics')}>
          <NameFields form={form} />
        </FormSection>
        <FormSection title={t('Times')} hint={t('How long it takes, and when it can start.')}>
          <TimeFields form={form} />
        </FormSection>
        <FormSection
          title={t('Limits')}
          hint={t('How many a host takes, where neither the host nor the group says otherwise.')}
        >
          <LimitFields form={form} />
        </FormSection>
        <FormSection title={t('Place')}>
          <PlaceFields form={form} />
        </FormSection>
        <FormSection
          title={t('Questions')}
          hint={t('Asked while booking, besides the name and the email address.')}
        >
          <QuestionsField
            questions={questions}
            onChange={changed => form.set('questions', changed)}
            at={path => ({ error: form.field(`questions.${path}`).error, 'data-path': `questions.${path}` })}
          />
        </FormSection>
        <FormSection title={t('Guests and confirmation')}>
          <BookingFields form={form} />
        </FormSection>
        <FormSection title={t('Reminders')} hint={t('Mails to client and host before the meeting.')}>
          <RemindersField
            reminders={reminders}
            onChange={changed => form.set('reminders', changed)}
            errorAt={index => form.field(`reminders.${index}`).error}
          />
        </FormSection>
        <FormSection title={t('Recording and consent')}>
          <RecordingFields form={form} />
        </FormSection>
        <FormSection
          title={t('Public link')}
          hint={t(
            'A page of its own, where any of its hosts can be booked. Groups and members have theirs besides.',
          )}
        >
          <LinkFields form={form} type={type} />
        </FormSection>
      </SaveForm>
      {theirs && (
        <ConflictDialog
          name={type.name}
          differences={differences(form.values, settingsOf(theirs))}
          overwrite={overwrite}
          discard={() => {
            discard()
            void queryClient.invalidateQueries({ queryKey: ['/meeting-types'] })
          }}
          onClose={closeConflict}
        />
      )}
    </>
  )
}
