import { VisuallyHidden } from '@mantine/core'
import { useSyncExternalStore } from 'react'

let said = ''
const listeners = new Set<() => void>()

/** Says a count or a result to people who do not see it appear. */
export function announce(message: string) {
  // A screen reader stays silent when the same words are set again.
  said = said === message ? `${message}\u00a0` : message
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

export function LiveRegion() {
  const message = useSyncExternalStore(subscribe, () => said)
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {message}
    </VisuallyHidden>
  )
}
