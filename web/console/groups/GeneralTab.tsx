import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { GroupItem, GroupLinks } from '../../../src/features/groups/schema.ts'
import { api, ApiProblem } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { CopyField } from '../../ui/CopyField.tsx'
import { Facts, Section } from '../../ui/Detail.tsx'
import { t } from '../../ui/language.ts'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { toastProblem } from '../../ui/toast.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { useMay } from '../shell/session.ts'
import styles from './groups.module.css'
import { addressOf } from './linkOf.ts'

type Links = z.infer<typeof GroupLinks>
type Values = { name: string; link: string; description: string }

export function GeneralTab({ group }: { group: GroupItem }) {
  if (!group.may.update || group.deletedAt)
    return (
      <Section title={t('Settings')}>
        <Facts
          facts={[
            [t('Group link'), group.link ? addressOf(group.link) : '–'],
            [t('Description'), group.description || '–'],
            [t('Created'), <RelativeTime key="created" value={group.createdAt} />],
          ]}
        />
      </Section>
    )
  return (
    <>
      <Section title={t('Settings')}>
        <SettingsForm group={group} />
      </Section>
      <Section title={t('Group link')}>
        <CopyField label={t('Where clients reach the group')} value={addressOf(group.link)} />
        <RetiredLinks group={group} />
      </Section>
    </>
  )
}

function SettingsForm({ group }: { group: GroupItem }) {
  const queryClient = useQueryClient()
  const [theirs, setTheirs] = useState<GroupItem>()
  const path = `/groups/${group.id}`
  const save = async (values: Values, version: number) => {
    await api.patch(path, values, { ifMatch: version })
    await queryClient.invalidateQueries({ queryKey: ['/groups'] })
  }
  const form = useSaveForm<Values>({
    values: { name: group.name, link: group.link, description: group.description },
    checks: { name: name => (name.trim() ? null : t('Fill this in.')) },
    save: async values => {
      try {
        await save(values, group.version)
      } catch (error) {
        if (error instanceof ApiProblem && error.code === 'version_mismatch')
          setTheirs(await api.get<GroupItem>(path))
        throw error
      }
    },
  })
  return (
    <>
      <SaveForm form={form}>
        <TextInput label={t('Name')} {...form.field('name')} />
        <TextInput
          label={t('Group link')}
          description={t('After a change the old link goes on leading here.')}
          {...form.field('link')}
        />
        <TextInput label={t('Description')} {...form.field('description')} />
      </SaveForm>
      {theirs && (
        <ConfirmDialog
          opened
          title={t('Somebody else changed {name} meanwhile', { name: group.name })}
          verb={t('Save mine over theirs')}
          onConfirm={() => save(form.values, theirs.version)}
          onClose={() => {
            setTheirs(undefined)
            form.reset()
            void queryClient.invalidateQueries({ queryKey: ['/groups'] })
          }}
        >
          <div className={styles.versions}>
            <Section title={t('Yours')}>
              <Facts facts={factsOf(form.values)} />
            </Section>
            <Section title={t('Theirs')}>
              <Facts facts={factsOf(theirs)} />
            </Section>
          </div>
        </ConfirmDialog>
      )}
    </>
  )
}

const factsOf = ({ name, link, description }: Values): [string, string][] => [
  [t('Name'), name],
  [t('Group link'), link],
  [t('Description'), description || '–'],
]

function RetiredLinks({ group }: { group: GroupItem }) {
  const may = useMay()
  const queryClient = useQueryClient()
  const path = `/groups/${group.id}/links`
  const { data } = useQuery({
    queryKey: ['/groups', group.id, 'links', group.version],
    queryFn: ({ signal }) => api.get<Links>(path, undefined, signal),
  })
  if (!data || data.items.length === 0) return null
  const free = async (link: string) => {
    try {
      await api.delete(`${path}/${link}`)
      await queryClient.invalidateQueries({ queryKey: ['/groups', group.id] })
    } catch (error) {
      toastProblem(error)
    }
  }
  return (
    <>
      <p className={styles.note}>{t('Earlier links, which lead here too:')}</p>
      <ul className={styles.rows}>
        {data.items.map(({ link, retiredAt }) => (
          <li key={link} className={styles.row}>
            <span>
              /g/{link} <RelativeTime value={retiredAt} />
            </span>
            {may('groups.delete') && (
              <Button variant="subtle" color="gray" size="compact-sm" onClick={() => void free(link)}>
                {t('Free it')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
