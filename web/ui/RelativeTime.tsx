import { Tooltip } from '@mantine/core'
import { useEffect, useState } from 'react'
import { formatMoment, formatRelative } from './language.ts'

const minute = 60_000

/** "3 days ago", with the full time and its zone on hover and focus; keeps up while the page is open. */
export function RelativeTime({ value }: { value: string | Date }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minute)
    return () => clearInterval(timer)
  }, [])
  return (
    <Tooltip label={formatMoment(value)}>
      <time dateTime={new Date(value).toISOString()}>{formatRelative(value, now)}</time>
    </Tooltip>
  )
}
