import { Select, TextInput } from '@mantine/core'
import type { ClientDetail } from '../../../src/features/clients/schema.ts'
import { api } from '../../ui/api.ts'
import { Facts, Section } from '../../ui/Detail.tsx'
import { GroupLabel } from '../../ui/GroupLabel.tsx'
import { formatDay, formatList, formatMoment, languages, t } from '../../ui/language.ts'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import styles from './ClientPage.module.css'
import { useRenewClients } from './inviteActions.ts'
import { groupWords, originWords } from './words.ts'

export function DetailsTab({ client }: { client: ClientDetail }) {
  const answered = client.steps.filter(({ answers }) => answers.length > 0)
  return (
    <>
      {answered.map(step => (
        <Section key={step.key} title={step.title} aside={<When step={step} />}>
          <Facts facts={step.answers.map(({ label, value }) => [label, dateOr(value)])} />
        </Section>
      ))}
      {answered.length === 0 && (
        <Section title={t('Answers')}>
          <p className={styles.none}>{t('This client has not answered anything yet.')}</p>
        </Section>
      )}
      <Section title={t('Contact')}>
        {client.may.update ? <ContactForm client={client} /> : <Contact client={client} />}
      </Section>
      <Section title={t('Connection')}>
        <Facts
          facts={[
            [
              t('Group'),
              <GroupLabel
                key="group"
                id={client.group?.id}
                name={groupWords(client)}
                deleted={client.group?.deleted}
              />,
            ],
            [t('Flow'), client.flow?.name],
            [t('Invited by'), client.invitedBy?.name],
            [t('Came through'), originWords()[client.origin]],
            [t('Shared with'), sharedWith(client.cc)],
            [t('Here since'), formatMoment(client.createdAt)],
          ]}
        />
      </Section>
    </>
  )
}

type Step = ClientDetail['steps'][number]

function When({ step }: { step: Step }) {
  return (
    <span className={styles.answered}>{step.submittedAt && <RelativeTime value={step.submittedAt} />}</span>
  )
}

/** Forms give dates as ISO 8601 days; everything else is shown as it was written. */
const dateOr = (value: string) => (/^\d{4}-\d\d-\d\d$/.test(value) ? formatDay(value) : value)

function sharedWith({ members, others }: ClientDetail['cc']) {
  const names = members.map(({ name }) => name)
  if (others > 0) names.push(t('{count, plural, one {# other} other {# others}}', { count: others }))
  return names.length > 0 ? formatList(names) : undefined
}

function Contact({ client }: { client: ClientDetail }) {
  return (
    <Facts
      facts={[
        [t('First name'), client.firstName],
        [t('Last name'), client.lastName || undefined],
        [t('Email address'), client.email],
        [t('Phone number'), client.phone],
        [t('External id'), client.externalId],
        [t('Language'), languages[client.language]],
      ]}
    />
  )
}

type ContactValues = ReturnType<typeof valuesOf>

const valuesOf = ({ firstName, lastName, email, phone, externalId, language }: ClientDetail) => ({
  firstName,
  lastName,
  email: email ?? '',
  phone: phone ?? '',
  externalId: externalId ?? '',
  language: language as string,
})

function ContactForm({ client }: { client: ClientDetail }) {
  const renew = useRenewClients()
  const form = useSaveForm({
    values: valuesOf(client),
    checks: { firstName: name => (name.trim() ? null : t('Fill this in.')) },
    save: values => api.patch(`/clients/${client.id}`, changed(valuesOf(client), values)),
    onSaved: () => void renew(),
  })
  return (
    <SaveForm form={form}>
      <TextInput label={t('First name')} {...form.field('firstName')} />
      <TextInput label={t('Last name')} {...form.field('lastName')} />
      <TextInput label={t('Email address')} type="email" {...form.field('email')} />
      <TextInput
        label={t('Phone number')}
        type="tel"
        description={t('With its country, such as +31 30 123 45 67.')}
        {...form.field('phone')}
      />
      <TextInput
        label={t('External id')}
        description={t('The number of this client in your other systems.')}
        {...form.field('externalId')}
      />
      <Select
        label={t('Language')}
        data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
        {...form.field('language')}
      />
    </SaveForm>
  )
}

/** Only what is different, so that the timeline tells what was changed; an emptied field is null. */
const changed = (before: ContactValues, after: ContactValues) =>
  Object.fromEntries(
    Object.entries(after)
      .filter(([key, value]) => value !== before[key as keyof ContactValues])
      .map(([key, value]) => [key, value === '' && key !== 'lastName' ? null : value]),
  )
