import { useEffect, useState } from 'preact/hooks'

const slowAfter = 6_000

export type Sending = {
  isSending: boolean
  /** It takes longer than it should: say so before somebody closes the page. */
  isSlow: boolean
  error: unknown
  submit: (event: Event) => void
}

/** Sends once, whatever is pressed meanwhile, and keeps what went wrong. */
export function useSending(send: () => Promise<void>): Sending {
  const [isSending, setSending] = useState(false)
  const [isSlow, setSlow] = useState(false)
  const [error, setError] = useState<unknown>()
  useEffect(() => {
    if (!isSending) return
    const timer = setTimeout(() => setSlow(true), slowAfter)
    return () => {
      clearTimeout(timer)
      setSlow(false)
    }
  }, [isSending])
  const submit = (event: Event) => {
    event.preventDefault()
    if (isSending) return
    setSending(true)
    setError(undefined)
    send()
      .catch(setError)
      .finally(() => setSending(false))
  }
  return { isSending, isSlow, error, submit }
}
