import { MultiSelect } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { MemberItem } from '../../../src/features/members/schema.ts'
import { api } from '../../ui/api.ts'
import { t } from '../../ui/language.ts'
import { MemberName } from '../../ui/MemberName.tsx'
import { useMe } from '../shell/session.ts'

export type Named = { id: string; name: string }
type MemberPickerProps = {
  label: string
  description?: string
  error?: ReactNode
  chosen: Named[]
  onChange: (chosen: Named[]) => void
  /** Where choosing oneself would mean nothing. */
  withoutMe?: boolean
  /** Whose members are left out, as they are there already. */
  withoutGroup?: string
}

/** Members by a part of their name or address, among those the reader may see. */
export function MemberPicker(props: MemberPickerProps) {
  const { label, description, error, chosen, onChange, withoutMe, withoutGroup } = props
  const { member: me } = useMe()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 150)
  const { data } = useQuery({
    queryKey: ['/members', 'picker', search],
    queryFn: ({ signal }) => api.get<{ items: MemberItem[] }>('/members', { search, limit: 20 }, signal),
    placeholderData: keepPreviousData,
  })
  const found = (data?.items ?? []).filter(
    ({ id, status, groups }) =>
      !(withoutMe && id === me.id) &&
      !groups.some(group => group.id === withoutGroup) &&
      status !== 'suspended',
  )
  const known = new Map<string, Named & { email?: string }>([
    ...chosen.map(member => [member.id, member] as const),
    ...found.map(({ id, name, email }) => [id, { id, name: name || email, email }] as const),
  ])
  return (
    <MultiSelect
      label={label}
      description={description}
      error={error}
      data={[...known.values()].map(({ id, name }) => ({ value: id, label: name }))}
      value={chosen.map(({ id }) => id)}
      onChange={ids => onChange(ids.flatMap(id => known.get(id) ?? []))}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has searched already, by address too, which is not in the label.
      filter={({ options }) => options}
      nothingFoundMessage={t('Nothing found.')}
      renderOption={({ option }) => {
        const member = known.get(option.value)
        return member ? <MemberName name={member.name} detail={member.email} /> : option.value
      }}
      hidePickedOptions
      clearButtonProps={{ 'aria-label': t('Clear') }}
    />
  )
}
