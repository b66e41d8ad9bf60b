import { ColorInput, Radio, Select, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Consequences } from '../../../src/features/members/schema.ts'
import type { Organization } from '../../../src/features/settings/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ConflictDialog } from '../../ui/ConflictDialog.tsx'
import { ConsequencesPanel } from '../../ui/ConsequencesPanel.tsx'
import { Facts, Section } from '../../ui/Detail.tsx'
import { languages, t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { toast } from '../../ui/toast.tsx'
import { useVersionedForm } from '../../ui/useVersionedForm.ts'
import { meQuery, useMay } from '../shell/session.ts'
import styles from './OrganizationPage.module.css'

type Given = { organization: Organization }
type Words = Pick<Organization, 'name' | 'timeZone' | 'language' | 'color' | 'contact'>
type Rules = Pick<Organization, 'ungroupedOperations' | 'groupsManagedBy'>

export function OrganizationPage() {
  const may = useMay()
  const query = useQuery({
    queryKey: ['/organization'],
    queryFn: ({ signal }) => api.get<Organization>('/organization', undefined, signal),
  })
  return (
    <Page title={t('Organisation')}>
      <Loaded query={query}>
        {organization =>
          may('organization.update') ? (
            <>
              <Profile organization={organization} />
              <Access organization={organization} />
            </>
          ) : (
            <ReadOnly organization={organization} />
          )
        }
      </Loaded>
    </Page>
  )
}

function ReadOnly({ organization }: Given) {
  const { name, timeZone, language, contact, ungroupedOperations, groupsManagedBy } = organization
  return (
    <Section title={t('Profile')}>
      <Facts
        facts={[
          [t('Name'), name],
          [t('Time zone'), timeZone],
          [t('Language'), languages[language]],
          [t('How clients reach you'), contact || '–'],
          [t('Operations members who were never put in a group'), sightNames()[ungroupedOperations]],
          [t('Groups are filled and changed by'), managerNames()[groupsManagedBy]],
        ]}
      />
    </Section>
  )
}

function useChange() {
  const queryClient = useQueryClient()
  return async (change: object, version: number) => {
    const saved = await api.patch<Organization>('/organization', change, { ifMatch: version })
    await queryClient.invalidateQueries({ queryKey: ['/organization'] })
    void queryClient.invalidateQueries(meQuery)
    return saved
  }
}

function Profile({ organization }: Given) {
  const change = useChange()
  const { form, theirs, overwrite, discard, closeConflict } = useVersionedForm<Organization, Words>({
    thing: organization,
    valuesOf: ({ name, timeZone, language, color, contact }) => ({
      name,
      timeZone,
      language,
      color,
      contact,
    }),
    checks: { name: value => (value.trim() ? null : t('Fill this in.')) },
    save: change,
  })
  const { name, timeZone, language, color, contact } = form.values
  return (
    <Section title={t('Profile')}>
      <SaveForm form={form}>
        <TextInput label={t('Name')} {...form.field('name')} />
        <Select
          label={t('Time zone')}
          data={['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]}
          searchable
          nothingFoundMessage={t('Nothing found.')}
          {...form.field('timeZone')}
        />
        <Select
          label={t('Language')}
          description={t('For whoever has not chosen one.')}
          data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          {...form.field('language')}
        />
        <ColorInput
          label={t('Colour')}
          description={t('Of the pages and mails your clients see.')}
          format="hex"
          withEyeDropper={false}
          {...form.field('color')}
          onChange={value => form.set('color', value.toLowerCase())}
        />
        <TextInput
          label={t('How clients reach you')}
          description={t('A phone number or an address, shown where a booking page has no free time.')}
          {...form.field('contact')}
        />
      </SaveForm>
      {theirs && (
        <ConflictDialog
          name={organization.name}
          differences={[
            { label: t('Name'), mine: name, theirs: theirs.name },
            { label: t('Time zone'), mine: timeZone, theirs: theirs.timeZone },
            { label: t('Language'), mine: languages[language], theirs: languages[theirs.language] },
            { label: t('Colour'), mine: color, theirs: theirs.color },
            { label: t('How clients reach you'), mine: contact, theirs: theirs.contact },
          ].filter(({ mine, theirs: other }) => mine !== other)}
          overwrite={overwrite}
          discard={discard}
          onClose={closeConflict}
        />
      )}
    </Section>
  )
}

/** The two settings that move the wall: saved after showing what they do. */
function Access({ organization }: Given) {
  const change = useChange()
  const [preview, setPreview] = useState<{ consequences: Consequences; version: number }>()
  const { form, theirs, overwrite, discard, closeConflict } = useVersionedForm<Organization, Rules>({
    thing: organization,
    valuesOf: ({ ungroupedOperations, groupsManagedBy }) => ({ ungroupedOperations, groupsManagedBy }),
    previews: true,
    save: async (values, version) => {
      const body = { ...values, dryRun: true }
      const { consequences } = await api.patch<{ consequences: Consequences }>('/organization', body, {
        ifMatch: version,
      })
      setPreview({ consequences, version })
    },
  })
  const save = async () => {
    if (!preview) return
    await change(form.values, preview.version)
    form.renew(form.values)
    toast(t('Saved.'))
  }
  return (
    <Section title={t('Who sees and who manages')}>
      <SaveForm form={form} verb={t('Preview and save')}>
        <Radio.Group
          label={t('Operations members who were never put in a group')}
          description={t(
            '{count, plural, =0 {At present there are none.} one {At present there is # of them.} other {At present there are # of them.}}',
            { count: organization.ungroupedMembers },
          )}
          {...form.field('ungroupedOperations')}
        >
          <div className={styles.choices}>
            {Object.entries(sightNames()).map(([value, label]) => (
              <Radio key={value} value={value} label={label} />
            ))}
          </div>
        </Radio.Group>
        <Radio.Group label={t('Groups are filled and changed by')} {...form.field('groupsManagedBy')}>
          <div className={styles.choices}>
            {Object.entries(managerNames()).map(([value, label]) => (
              <Radio key={value} value={value} label={label} />
            ))}
          </div>
        </Radio.Group>
      </SaveForm>
      <ConfirmDialog
        opened={preview !== undefined}
        wide
        title={t('Before this is saved')}
        verb={t('Save')}
        onConfirm={save}
        onClose={() => setPreview(undefined)}
      >
        {preview && <ConsequencesPanel {...preview.consequences} />}
      </ConfirmDialog>
      {theirs && (
        <ConflictDialog
          name={organization.name}
          differences={differences(form.values, theirs)}
          overwrite={overwrite}
          discard={discard}
          onClose={closeConflict}
        />
      )}
    </Section>
  )
}

const differences = (mine: Rules, theirs: Rules) =>
  [
    {
      label: t('Operations members who were never put in a group'),
      mine: sightNames()[mine.ungroupedOperations],
      theirs: sightNames()[theirs.ungroupedOperations],
    },
    {
      label: t('Groups are filled and changed by'),
      mine: managerNames()[mine.groupsManagedBy],
      theirs: managerNames()[theirs.groupsManagedBy],
    },
  ].filter(each => each.mine !== each.theirs)

const sightNames = (): Record<Rules['ungroupedOperations'], string> => ({
  all: t('See every client'),
  organization_only: t('See only clients of no group'),
})

const managerNames = (): Record<Rules['groupsManagedBy'], string> => ({
  managers: t('Admins, Managers and group managers'),
  admins: t('Admins only'),
})
