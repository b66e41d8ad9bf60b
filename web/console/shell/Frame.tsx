import { ActionIcon } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { useSuspenseQuery } from '@tanstack/react-query'
import { IconMenu2, IconSearch } from '@tabler/icons-react'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useKeys } from '../../ui/keys.ts'
import { t } from '../../ui/language.ts'
import { media } from '../../ui/theme.ts'
import styles from './Frame.module.css'
import { Navigation } from './Navigation.tsx'
import { switchLanguage } from './preferences.ts'
import { meQuery } from './session.ts'

// Dialogs come after the first paint: the way to the page is short without them.
const CommandMenu = lazy(() => import('./CommandMenu.tsx'))
const KeyHelp = lazy(() => import('./KeyHelp.tsx').then(file => ({ default: file.KeyHelp })))
const PhoneMenu = lazy(() => import('./PhoneMenu.tsx').then(file => ({ default: file.PhoneMenu })))

/** Around every page of a signed-in member. */
export function Frame() {
  const { organization, member } = useSuspenseQuery(meQuery).data
  const isPhone = useMediaQuery(media.phone, undefined, { getInitialValueInEffect: false })
  const [drawer, drawerIs] = useDisclosure()
  const [help, helpIs] = useDisclosure()
  const [command, setCommand] = useState(false)
  const main = useFocusOnArrival(drawerIs.close)
  useEffect(() => void switchLanguage(member.language).catch(() => undefined), [member.language])
  useCommandKey(() => setCommand(true))
  useKeys([{ key: '?', label: t('Keyboard help'), run: helpIs.open }])
  const search = () => {
    drawerIs.close()
    setCommand(true)
  }
  const navigation = <Navigation search={search} help={helpIs.open} />
  return (
    <div className={styles.frame}>
      <a href="#main" className={styles.skip}>
        {t('Skip to the content')}
      </a>
      {isPhone ? (
        <div className={styles.bar}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('Menu')} onClick={drawerIs.open}>
            <IconMenu2 />
          </ActionIcon>
          <span className={styles.organization}>{organization.name}</span>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('Search')}
            onClick={() => setCommand(true)}
          >
            <IconSearch />
          </ActionIcon>
        </div>
      ) : (
        <aside className={styles.sidebar} aria-label={t('Navigation')}>
          {navigation}
        </aside>
      )}
      <main id="main" ref={main} className={styles.main} tabIndex={-1}>
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <Suspense>
        {isPhone && (
          <PhoneMenu opened={drawer} close={drawerIs.close}>
            {navigation}
          </PhoneMenu>
        )}
        <KeyHelp opened={help} close={helpIs.close} />
      </Suspense>
      <Suspense>{command && <CommandMenu close={() => setCommand(false)} />}</Suspense>
    </div>
  )
}

/** A new page takes the focus, as a loaded document would; otherwise a keyboard stays behind in the navigation. */
function useFocusOnArrival(onArrival: () => void) {
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: state => state.location.pathname })
  const before = useRef(path)
  useEffect(() => {
    if (before.current === path) return
    before.current = path
    onArrival()
    main.current?.focus({ preventScroll: true })
  }, [path, onArrival])
  return main
}

function useCommandKey(open: () => void) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey) return
      event.preventDefault()
      open()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [open])
}
