import { Kbd } from '@mantine/core'
import { IconDots, IconSearch } from '@tabler/icons-react'
import { Link, useRouterState } from '@tanstack/react-router'
import { ActionMenu } from '../../ui/ActionMenu.tsx'
import { t } from '../../ui/language.ts'
import { MemberName } from '../../ui/MemberName.tsx'
import styles from './Navigation.module.css'
import { type Place, places } from './places.ts'
import { useMay, useMe } from './session.ts'
import { useAccountMenu } from './useAccountMenu.ts'

const commandKey = navigator.platform.startsWith('Mac') ? '⌘ K' : 'Ctrl K'

export function Navigation({ search, help }: { search: () => void; help: () => void }) {
  const { organization, member } = useMe()
  const all = places(useMay())
  const menu = useAccountMenu(help)
  const parts = [...new Set(all.map(({ part }) => part))]
  return (
    <div className={styles.navigation}>
      <div className={styles.organization} title={organization.name}>
        {organization.name}
      </div>
      <button type="button" className={styles.search} onClick={search}>
        <IconSearch aria-hidden />
        {t('Search')}
        <Kbd className={styles.key}>{commandKey}</Kbd>
      </button>
      <nav aria-label={t('Sections')} className={styles.places}>
        {parts.map(part => (
          <div key={part ?? ''} className={styles.part}>
            {part && <span className={styles.heading}>{part}</span>}
            {all
              .filter(place => place.part === part)
              .map(place => (
                <PlaceLink key={place.to} place={place} />
              ))}
          </div>
        ))}
      </nav>
      <ActionMenu items={menu} label={t('Account')}>
        <button type="button" className={styles.account}>
          <MemberName name={member.name} detail={member.email} />
          <IconDots aria-hidden />
        </button>
      </ActionMenu>
    </div>
  )
}

function PlaceLink({ place: { to, also = [], label, icon: Icon } }: { place: Place }) {
  const path = useRouterState({ select: state => state.location.pathname })
  const isHere = [to, ...also].some(prefix => path === prefix || path.startsWith(`${prefix}/`))
  return (
    <Link to={to} className={styles.place} aria-current={isHere ? 'page' : undefined}>
      <Icon aria-hidden />
      {label}
    </Link>
  )
}
