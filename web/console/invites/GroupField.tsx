import { Select, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { InviteOptions } from '../../../src/features/invites/schema.ts'
import { GroupDot, GroupLabel } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'
import { organization } from './useInviteForm.ts'

type GroupFieldProps = {
  options: InviteOptions
  value: string | null
  onChange: (groupId: string | null) => void
  error: ReactNode
}

const consequence = (choice: string) =>
  choice === organization
    ? t('Only you and members who see every client will see this one.')
    : t('Its members will see this client.')

/** Whose client it becomes: the one thing that decides who will see it. */
export function GroupField({ options, value, onChange, error }: GroupFieldProps) {
  const choices = [
    ...(options.organizationGroup
      ? [{ value: organization, label: t('Organization (no particular group)') }]
      : []),
    ...options.groups.map(({ id, name }) => ({ value: id, label: name })),
  ]
  const [only, ...others] = choices
  const dotOf = (choice: string | null) => <GroupDot id={choice === organization ? null : choice} />
  if (only && others.length === 0) {
    return (
      <TextInput
        label={t('Group')}
        description={`${consequence(only.value)} ${t('It is the only one you can send in.')}`}
        leftSection={dotOf(only.value)}
        value={only.label}
        readOnly
        error={error}
      />
    )
  }
  return (
    <Select
      label={t('Group')}
      description={value === null ? t('It decides who will see this client.') : consequence(value)}
      placeholder={t('Choose a group')}
      leftSection={value === null ? undefined : dotOf(value)}
      data={choices}
      value={value}
      onChange={onChange}
      error={error}
      searchable={choices.length > 8}
      nothingFoundMessage={t('Nothing found.')}
      renderOption={({ option }) => (
        <GroupLabel id={option.value === organization ? null : option.value} name={option.label} />
      )}
    />
  )
}
