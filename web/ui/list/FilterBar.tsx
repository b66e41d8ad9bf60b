import { ActionIcon, Button, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconFilter, IconSearch, IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { type ActionItem, ActionMenu } from '../ActionMenu.tsx'
import { useKeys } from '../keys.ts'
import { t } from '../language.ts'
import { useUrlState } from '../url.ts'
import styles from './FilterBar.module.css'

export type FilterOption = { value: string; label: string; icon?: ReactNode; hint?: string; section?: string }
/** A filter of one URL parameter; without options it is a switch, whose value is `true`. */
export type Filter = { key: string; label: string; options?: FilterOption[] }

type FilterBarProps = { search?: string; filters: Filter[]; aside?: ReactNode }

export function FilterBar({ search, filters, aside }: FilterBarProps) {
  const [url, setUrl] = useUrlState()
  const active = filters.filter(({ key }) => url[key])
  const clear = () => setUrl(Object.fromEntries([['search'], ...filters.map(({ key }) => [key])]))
  return (
    <div className={styles.bar} role="search">
      {search && <SearchField label={search} />}
      {active.map(filter => (
        <Chip
          key={filter.key}
          filter={filter}
          value={url[filter.key]!}
          set={value => setUrl({ [filter.key]: value })}
        />
      ))}
      {active.length < filters.length && (
        <ActionMenu
          items={filters
            .filter(({ key }) => !url[key])
            .map(filter => toMenu(filter, url[filter.key], value => setUrl({ [filter.key]: value })))}
        >
          <Button variant="subtle" color="gray" className={styles.add} leftSection={<IconFilter />}>
            {t('Filter')}
          </Button>
        </ActionMenu>
      )}
      {active.length > 1 && (
        <Button variant="subtle" color="gray" className={styles.add} onClick={clear}>
          {t('Clear filters')}
        </Button>
      )}
      {aside && <span className={styles.aside}>{aside}</span>}
    </div>
  )
}

function toMenu(filter: Filter, value: string | undefined, set: (value: string) => void): ActionItem {
  if (!filter.options) return { label: filter.label, onSelect: () => set('true') }
  return { label: filter.label, items: toChoices(filter.options, value, set) }
}

const toChoices = (
  options: FilterOption[],
  chosen: string | undefined,
  set: (value: string) => void,
): ActionItem[] =>
  options.map(({ value, ...rest }) => ({
    ...rest,
    id: value,
    checked: value === chosen,
    onSelect: () => set(value),
  }))

function Chip({
  filter,
  value,
  set,
}: {
  filter: Filter
  value: string
  set: (value: string | undefined) => void
}) {
  const words = filter.options?.find(option => option.value === value)?.label ?? value
  return (
    <span className={styles.chip}>
      {filter.options ? (
        <ActionMenu items={toChoices(filter.options, value, set)}>
          <button type="button" className={styles.value}>
            <span className={styles.key}>{filter.label}</span> {words}
          </button>
        </ActionMenu>
      ) : (
        <span className={styles.value}>{filter.label}</span>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('Remove the filter {filter}', { filter: filter.label })}
        onClick={() => set(undefined)}
      >
        <IconX />
      </ActionIcon>
    </span>
  )
}

function SearchField({ label }: { label: string }) {
  const [url, setUrl] = useUrlState<'search'>()
  const [typed, setTyped] = useState(url.search ?? '')
  const field = useRef<HTMLInputElement>(null)
  const apply = useDebouncedCallback((search: string) => setUrl({ search: search.trim() || undefined }), 200)
  useEffect(() => {
    // Back and "Clear filters" change the address; what is being typed is not overwritten.
    if (document.activeElement !== field.current) setTyped(url.search ?? '')
  }, [url.search])
  useKeys([{ key: '/', label: t('Search'), run: () => field.current?.focus() }])
  return (
    <TextInput
      ref={field}
      type="search"
      className={styles.search}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch />}
      value={typed}
      onChange={event => {
        setTyped(event.currentTarget.value)
        apply(event.currentTarget.value)
      }}
      onKeyDown={event => event.key === 'Escape' && event.currentTarget.blur()}
    />
  )
}
