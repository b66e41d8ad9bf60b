import { Checkbox, Skeleton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { ErrorState } from './EmptyState.tsx'
import { t } from './language.ts'
import styles from './PickList.module.css'

export type Pick = { id: string; name: string; content?: ReactNode; note?: string }

type PickListProps<One extends Pick> = {
  /** Names the list and its search field. */
  label: string
  search: string
  onSearch: (search: string) => void
  /** Those found; undefined while they are being looked for. */
  items: One[] | undefined
  /** There are more than these, which a longer search would find. */
  hasMore?: boolean
  error?: Error | null
  retry?: () => void
  /** What to say where there is nothing to choose from and nothing is searched. */
  empty: string
  ticked: One[]
  onChange: (ticked: One[]) => void
}

/** Some of many, by search and tick. What is ticked stays so while something else is searched. */
export function PickList<One extends Pick>(props: PickListProps<One>) {
  const { label, search, onSearch, items, hasMore, error, retry, empty, ticked, onChange } = props
  const toggle = (one: One) =>
    onChange(
      ticked.some(({ id }) => id === one.id) ? ticked.filter(({ id }) => id !== one.id) : [...ticked, one],
    )
  return (
    <div className={styles.pick}>
      <TextInput
        type="search"
        aria-label={t('Search: {what}', { what: label })}
        placeholder={t('Search')}
        leftSection={<IconSearch />}
        value={search}
        onChange={event => onSearch(event.currentTarget.value)}
        // The dialog around it is a form, which Enter here would send.
        onKeyDown={event => event.key === 'Enter' && event.preventDefault()}
        data-autofocus
      />
      <div className={styles.list} role="group" aria-label={label} aria-busy={!items && !error}>
        {error && !items ? (
          <ErrorState error={error} retry={retry} />
        ) : !items ? (
          Array.from({ length: 5 }, (_, index) => <Skeleton key={index} className={styles.waiting} />)
        ) : (
          items.map(one => (
            <Checkbox
              key={one.id}
              classNames={{ root: styles.row, body: styles.body, labelWrapper: styles.words }}
              label={
                <span className={styles.label}>
                  {one.content ?? one.name}
                  {one.note && <span className={styles.note}>{one.note}</span>}
                </span>
              }
              checked={ticked.some(({ id }) => id === one.id)}
              onChange={() => toggle(one)}
            />
          ))
        )}
        {items?.length === 0 && <p className={styles.note}>{search ? t('Nothing found.') : empty}</p>}
        {hasMore && <p className={styles.note}>{t('Type to find more.')}</p>}
      </div>
    </div>
  )
}

/** Those of which a part of the name is this, however its letters are marked. */
export function foundBy<One extends { name: string }>(items: One[], search: string): One[] {
  const wanted = folded(search)
  return items.filter(({ name }) => folded(name).includes(wanted))
}

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase().trim()
