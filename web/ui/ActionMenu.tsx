import { Menu, TextInput } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import {
  createContext,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  use,
  useId,
  useRef,
  useState,
} from 'react'
import { t } from './language.ts'
import styles from './ActionMenu.module.css'

export type ActionItem = {
  label: string
  /** Tells two items of one label apart; the label otherwise. */
  id?: string
  icon?: ReactNode
  /** A second text, dimmed. */
  hint?: string
  danger?: boolean
  checked?: boolean
  /** Why it cannot be chosen now, in words. */
  disabled?: string
  /** Starts a part of the menu with this heading. */
  section?: string
  onSelect?: () => void
  items?: ActionItem[]
}

const searchableFrom = 8
const shownAtMost = 100
const isSearchable = (items: ActionItem[]) => items.length >= searchableFrom
const hasSearch = (items: ActionItem[]): boolean =>
  isSearchable(items) || items.some(({ items: below }) => below !== undefined && hasSearch(below))

/**
 * A menu may hold nothing but choices, so one with a search field in it or below it is a dialog, in which an
 * empty element with the role of a menu owns the choices. Mantine writes its role once and never again, which
 * is why it can be changed on the element.
 */
function asDialog(node: HTMLElement | null, items: ActionItem[]) {
  if (!node || !hasSearch(items)) return
  node.setAttribute('role', 'dialog')
  node.removeAttribute('aria-orientation')
}

/** The button of the menu. A dialog that a choice opens gives the focus back to it, since the choice is gone by then. */
const Opener = createContext<{ current: HTMLElement | null }>({ current: null })

type ActionMenuProps = { children: ReactElement; items: ActionItem[]; label?: string }

/** A menu on whatever button is inside. Submenus open by hover, click and Enter, and have a search when long. */
export function ActionMenu({ children, items, label }: ActionMenuProps) {
  const opener = useRef<HTMLElement>(null)
  const rememberOpener = () => {
    opener.current = document.activeElement as HTMLElement | null
  }
  return (
    <Menu
      withinPortal
      width="max-content"
      menuItemTabIndex={0}
      withInitialFocusPlaceholder={false}
      onOpen={rememberOpener}
    >
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown ref={node => asDialog(node, items)} className={styles.dropdown} aria-label={label}>
        <Opener value={opener}>
          <Items items={items} label={label} />
        </Opener>
      </Menu.Dropdown>
    </Menu>
  )
}

function Items({ items, label }: { items: ActionItem[]; label?: string }) {
  const ids = useId()
  const [wanted, setWanted] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const found = items.filter(({ label }) => label.toLocaleLowerCase().includes(wanted.toLocaleLowerCase()))
  const shown = found.slice(0, shownAtMost)
  const choices = () => [
    ...(list.current?.querySelectorAll<HTMLElement>('[data-menu-item]:not([data-disabled])') ?? []),
  ]
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') choices()[0]?.focus()
    else if (event.key === 'Enter') choices()[0]?.click()
    else if (event.key === 'Escape' || event.key === 'Tab') return
    else return event.stopPropagation()
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <>
      {isSearchable(items) && (
        <TextInput
          className={styles.search}
          data-menu-search
          aria-label={t('Search')}
          placeholder={t('Search')}
          value={wanted}
          onChange={event => setWanted(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      )}
      {hasSearch(items) && shown.length > 0 && (
        <div role="menu" aria-label={label} aria-owns={shown.map((_, index) => `${ids}${index}`).join(' ')} />
      )}
      <div ref={list} className={styles.items} role="none">
        {shown.map((item, index) => (
          <Entry key={item.id ?? item.label} id={`${ids}${index}`} item={item} first={index === 0} />
        ))}
        {found.length === 0 && <p className={styles.none}>{t('Nothing found.')}</p>}
        {found.length > shown.length && <p className={styles.none}>{t('Type to find more.')}</p>}
      </div>
    </>
  )
}

type EntryProps = { id: string; item: ActionItem }

function Entry({ id, item, first }: EntryProps & { first: boolean }) {
  const heading = item.section && (
    <>
      {!first && <Menu.Divider />}
      <Menu.Label>{item.section}</Menu.Label>
    </>
  )
  return (
    <>
      {heading}
      {item.items && !item.disabled ? (
        <Submenu id={id} item={item} items={item.items} />
      ) : (
        <Choice id={id} item={item} />
      )}
    </>
  )
}

function Choice({ id, item }: EntryProps) {
  const opener = use(Opener)
  const choose = () => {
    opener.current?.focus()
    item.onSelect?.()
  }
  return (
    <Menu.Item
      id={id}
      color={item.danger ? 'red' : undefined}
      leftSection={item.icon}
      rightSection={item.checked ? <IconCheck aria-label={t('chosen')} /> : undefined}
      disabled={item.disabled !== undefined}
      onClick={choose}
    >
      <Words label={item.label} hint={item.disabled ?? item.hint} />
    </Menu.Item>
  )
}

function Submenu({ id, item, items }: EntryProps & { items: ActionItem[] }) {
  const [opened, setOpened] = useState(false)
  const dropdown = useRef<HTMLDivElement>(null)
  const open = () => {
    setOpened(true)
    // The dropdown is placed in the next frame; before that nothing in it can take the focus.
    setTimeout(
      () =>
        dropdown.current?.querySelector<HTMLElement>('input, [data-menu-item]:not([data-disabled])')?.focus(),
      32,
    )
  }
  const place = (node: HTMLDivElement | null) => {
    dropdown.current = node
    asDialog(node, items)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ' && event.key !== 'ArrowRight') return
    event.preventDefault()
    event.stopPropagation()
    open()
  }
  return (
    <Menu.Sub opened={opened} onChange={setOpened} closeDelay={120}>
      <div id={id} role="none">
        <Menu.Sub.Target>
          <Menu.Sub.Item
            leftSection={item.icon}
            onClick={open}
            onKeyDown={onKeyDown}
            aria-haspopup={hasSearch(items) ? 'dialog' : 'menu'}
            aria-expanded={opened}
          >
            <Words label={item.label} hint={item.hint} />
          </Menu.Sub.Item>
        </Menu.Sub.Target>
      </div>
      <Menu.Sub.Dropdown ref={place} className={styles.dropdown} aria-label={item.label}>
        <Items items={items} label={item.label} />
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  )
}

function Words({ label, hint }: { label: string; hint?: string }) {
  return (
    <span className={styles.words}>
      <span className={styles.label}>{label}</span>
      {hint && <span className={styles.hint}>{hint}</span>}
    </span>
  )
}
