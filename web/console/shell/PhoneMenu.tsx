import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import { t } from '../../ui/language.ts'
import styles from './PhoneMenu.module.css'

export function PhoneMenu({
  opened,
  close,
  children,
}: {
  opened: boolean
  close: () => void
  children: ReactNode
}) {
  return (
    <Drawer
      opened={opened}
      onClose={close}
      size="xs"
      title={t('Menu')}
      classNames={{ content: styles.content, body: styles.body }}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      {children}
    </Drawer>
  )
}
