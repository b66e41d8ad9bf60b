import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMemo } from 'react'
import { encode } from 'uqr'
import { t } from './language.ts'
import styles from './QrCode.module.css'
import { colors } from './theme.ts'

/** Around the code, in its own squares: scanners need as much (ISO/IEC 18004). */
const border = 4

/** An address to be scanned from paper or a screen; always dark on white, since many scanners read nothing else. */
export function QrCode({ value, label, fileName }: { value: string; label: string; fileName: string }) {
  const { size, path } = useMemo(() => drawingOf(value), [value])
  const save = () => {
    const { 'scan-ink': ink, 'scan-paper': paper } = colors.light
    const drawing = [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">`,
      `<path fill="${paper}" d="M0 0h${size}v${size}H0z"/><path fill="${ink}" d="${path}"/></svg>`,
    ].join('')
    const url = URL.createObjectURL(new Blob([drawing], { type: 'image/svg+xml' }))
    const link = document.createElement('a')
    link.href = url
    link.download = `${fileName}.svg`
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <div className={styles.code}>
      <svg className={styles.drawing} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
        <path d={path} shapeRendering="crispEdges" />
      </svg>
      <Button variant="default" leftSection={<IconDownload />} onClick={save}>
        {t('Download QR code')}
      </Button>
    </div>
  )
}

/** Each dark square as one piece of a single path. */
function drawingOf(value: string) {
  const { size, data } = encode(value, { ecc: 'M', border })
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return { size, path }
}
