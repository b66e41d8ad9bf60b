import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { InviteItem } from '../../../src/features/clients/schema.ts'
import type { InviteOptions } from '../../../src/features/invites/schema.ts'
import { languages, t } from '../../ui/language.ts'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { MemberPicker } from '../clients/MemberPicker.tsx'
import { DuplicateHint } from './DuplicateHint.tsx'
import { GroupField } from './GroupField.tsx'
import { InvitePreview } from './InvitePreview.tsx'
import styles from './NewInvitePage.module.css'
import { type InviteValues, useInviteForm } from './useInviteForm.ts'

type InviteFormProps = { options: InviteOptions; onSent: (invite: InviteItem, values: InviteValues) => void }

export function InviteForm({ options, onSent }: InviteFormProps) {
  const form = useInviteForm(options, onSent)
  const { values, field, set } = form
  const byMail = values.method === 'email'
  return (
    <div className={styles.columns}>
      <SaveForm
        form={form}
        creates
        verb={byMail ? t('Send invite') : t('Make the link')}
        aside={
          <Button component={Link} to="/connections" variant="subtle" color="gray">
            {t('Cancel')}
          </Button>
        }
      >
        <SegmentedControl
          aria-label={t('How the client gets the invite')}
          fullWidth
          data={[
            { value: 'email', label: t('By email') },
            { value: 'link', label: t('Copy a link') },
          ]}
          value={values.method}
          onChange={method => set('method', method)}
        />
        <div className={styles.pair}>
          <TextInput label={t('First name')} data-autofocus autoComplete="off" {...field('firstName')} />
          <TextInput label={t('Last name')} autoComplete="off" {...field('lastName')} />
        </div>
        <div>
          <TextInput
            label={byMail ? t('Email address') : t('Email address (not required)')}
            type="email"
            autoComplete="off"
            {...field('email')}
          />
          <DuplicateHint email={values.email} />
        </div>
        <GroupField
          options={options}
          value={values.groupId}
          onChange={form.chooseGroup}
          error={field('groupId').error}
        />
        <FlowField form={form} />
        <Select
          label={t('Language')}
          description={t('Of the mail and the pages; the client can choose another.')}
          data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          {...field('language')}
        />
        <MemberPicker
          withoutMe
          label={t('Cc (not required)')}
          description={t('Members who may look at this client too, whatever their groups.')}
          chosen={values.ccMemberIds}
          onChange={chosen => set('ccMemberIds', chosen)}
          error={values.ccMemberIds.map((_, index) => field(`ccMemberIds.${index}`).error).find(Boolean)}
        />
        <div className={styles.pair}>
          <TextInput
            label={t('Phone number (not required)')}
            type="tel"
            autoComplete="off"
            placeholder="+31 30 123 45 67"
            {...field('phone')}
          />
          <TextInput label={t('External id (not required)')} autoComplete="off" {...field('externalId')} />
        </div>
      </SaveForm>
      <InvitePreview values={values} />
    </div>
  )
}

function FlowField({ form }: { form: ReturnType<typeof useInviteForm> }) {
  const { values, flows, cleared, chooseFlow, field } = form
  const isNothingOffered = values.groupId !== null && flows.length === 0
  return (
    <Select
      label={t('Flow')}
      description={
        isNothingOffered
          ? t(
              'Every flow of this group is switched off, so nothing can be sent in it. Ask an Admin to assign one.',
            )
          : (cleared ?? t('What the client is asked to do.'))
      }
      classNames={cleared || isNothingOffered ? { description: styles.said } : undefined}
      placeholder={values.groupId === null ? t('Choose the group first') : t('Choose a flow')}
      disabled={flows.length === 0}
      data={flows.map(({ id, name }) => ({ value: id, label: name }))}
      value={values.flowId}
      onChange={chooseFlow}
      error={field('flowId').error}
      searchable={flows.length > 8}
    />
  )
}
