import { Kbd, Modal } from '@mantine/core'
import { boundKeys } from '../../ui/keys.ts'
import { t } from '../../ui/language.ts'
import styles from './KeyHelp.module.css'

/** The keys that work on the page one is on. */
export function KeyHelp({ opened, close }: { opened: boolean; close: () => void }) {
  const command = navigator.platform.startsWith('Mac') ? '⌘ K' : 'Ctrl K'
  const keys: [key: string, label: string][] = [
    [command, t('Go to a group, member or client')],
    ...boundKeys().map(({ key, label }): [string, string] => [key, label]),
    ['Enter', t('Open the row')],
    ['Esc', t('Close, or leave a field')],
  ]
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('Keyboard help')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <dl className={styles.keys}>
        {keys.map(([key, label]) => (
          <div key={key} className={styles.key}>
            <dt>{label}</dt>
            <dd>
              <Kbd>{key}</Kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
