import { ColorInput, Radio, Select, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Consequences } from '../../../src/features/members/schema.ts'
import type { Organization } from '../../../src/features/settings/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ConsequencesPanel } from '../../ui/ConsequencesPanel.tsx'
import { Section } from '../../ui/Detail.tsx'
import { type Language, languages, t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { meQuery } from '../shell/session.ts'
import styles from './OrganizationPage.module.css'

export function OrganizationPage() {
  const query = useQuery({
    queryKey: ['/organization'],
    queryFn: ({ signal }) => api.get<Organization>('/organization', undefined, signal),
  })
  return (
    <Page title={t('Organisation')}>
      <Loaded query={query}>
        {organization => (
          <>
            <Profile key={`profile ${organization.version}`} organization={organization} />
            <Access key={`access ${organization.version}`} organization={organization} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function useSave(organization: Organization) {
  const queryClient = useQueryClient()
  return async (change: object) => {
    await api.patch('/organization', change, { ifMatch: organization.version })
    await queryClient.invalidateQueries({ queryKey: ['/organization'] })
    void queryClient.invalidateQueries(meQuery)
  }
}

function Profile({ organization }: { organization: Organization }) {
  const save = useSave(organization)
  const { name, timeZone, language, color } = organization
  const form = useSaveForm({
    values: { name, timeZone, language: language as Language, color },
    checks: { name: value => (value.trim() ? null : t('Fill this in.')) },
    save,
  })
  return (
    <Section title={t('Profile')}>
      <SaveForm form={form}>
        <TextInput label={t('Name')} {...form.field('name')} />
        <Select
          label={t('Time zone')}
          data={['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]}
          searchable
          allowDeselect={false}
          {...form.field('timeZone')}
        />
        <Select
          label={t('Language')}
          description={t('For whoever has not chosen one.')}
          data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          allowDeselect={false}
          {...form.field('language')}
        />
        <ColorInput
          label={t('Colour')}
          description={t('Of the pages and mails your clients see.')}
          format="hex"
          {...form.field('color')}
        />
      </SaveForm>
    </Section>
  )
}

/** The two settings that move the wall: saved after showing what they do. */
function Access({ organization }: { organization: Organization }) {
  const save = useSave(organization)
  const { ungroupedOperations, groupsManagedBy, ungroupedMembers } = organization
  const [consequences, setConsequences] = useState<Consequences>()
  const form = useSaveForm({
    values: { ungroupedOperations, groupsManagedBy },
    save: async values => {
      const answer = await api.patch<{ consequences: Consequences }>(
        '/organization',
        { ...values, dryRun: true },
        { ifMatch: organization.version },
      )
      setConsequences(answer.consequences)
    },
  })
  return (
    <Section title={t('Who sees and who manages')}>
      <SaveForm form={form} verb={t('Preview and save')} creates unguarded>
        <Radio.Group
          label={t('Operations members who were never put in a group')}
          description={t(
            '{count, plural, =0 {At present there are none.} one {At present there is # of them.} other {At present there are # of them.}}',
            { count: ungroupedMembers },
          )}
          {...form.field('ungroupedOperations')}
        >
          <div className={styles.choices}>
            <Radio value="all" label={t('see every client')} />
            <Radio value="organization_only" label={t('see only clients of no group')} />
          </div>
        </Radio.Group>
        <Radio.Group
          label={t('Groups are created, filled and changed by')}
          {...form.field('groupsManagedBy')}
        >
          <div className={styles.choices}>
            <Radio value="managers" label={t('Managers and group managers; Admins create them')} />
            <Radio value="admins" label={t('Admins only')} />
          </div>
        </Radio.Group>
      </SaveForm>
      <ConfirmDialog
        opened={consequences !== undefined}
        wide
        title={t('Before this is saved')}
        verb={t('Save')}
        onConfirm={() => save(form.values)}
        onClose={() => setConsequences(undefined)}
      >
        {consequences && <ConsequencesPanel {...consequences} />}
      </ConfirmDialog>
    </Section>
  )
}
