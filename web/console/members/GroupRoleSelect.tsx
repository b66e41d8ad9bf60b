import { Select, type SelectProps } from '@mantine/core'
import { t } from '../../ui/language.ts'
import { type GroupRole, groupRoleNames } from './words.ts'

type Given = Omit<SelectProps, 'data' | 'onChange' | 'value'> & {
  value: GroupRole | null
  onChange: (groupRole: GroupRole | null) => void
}

/** One of the group roles, or none. */
export function GroupRoleSelect({ value, onChange, ...rest }: Given) {
  return (
    <Select
      label={rest['aria-label'] ? undefined : t('Group role')}
      placeholder={t('No group role')}
      {...rest}
      data={Object.entries(groupRoleNames()).map(([key, label]) => ({ value: key, label }))}
      value={value}
      onChange={chosen => onChange(chosen as GroupRole | null)}
      clearable
      clearButtonProps={{ 'aria-label': t('Clear') }}
    />
  )
}
