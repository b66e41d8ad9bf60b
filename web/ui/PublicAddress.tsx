import { CopyField } from './CopyField.tsx'
import { t } from './language.ts'
import styles from './PublicAddress.module.css'
import { QrCode } from './QrCode.tsx'

/** A public address to hand on: to copy, and to print as a code that leads there. */
export function PublicAddress({ label, address, name }: { label: string; address: string; name: string }) {
  return (
    <div className={styles.address}>
      <CopyField label={label} value={address} />
      <QrCode value={address} label={t('QR code that leads to {address}', { address })} fileName={name} />
    </div>
  )
}
