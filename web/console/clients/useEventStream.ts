import { useEffect, useRef, useState } from 'react'

const retryMs = 5_000
/** A break shorter than this is not worth a word. */
const patienceMs = 3_000

type Handlers = Record<string, (data: unknown) => void> & { open: () => void }

/**
 * Server-sent events while the page is in sight. A hidden tab lets go of its connection: a browser has six per
 * server in all, and what was missed is loaded when the tab comes back.
 * @returns whether it has been cut off for a while.
 */
export function useEventStream(url: string, handlers: Handlers): boolean {
  const latest = useRef(handlers)
  latest.current = handlers
  const [isBehind, setBehind] = useState(false)
  useEffect(() => {
    let source: EventSource | undefined
    let retry: ReturnType<typeof setTimeout> | undefined
    let doubt: ReturnType<typeof setTimeout> | undefined
    const wonder = () => {
      doubt ??= setTimeout(() => setBehind(true), patienceMs)
    }
    const beSure = () => {
      clearTimeout(doubt)
      doubt = undefined
      setBehind(false)
    }
    const close = () => {
      source?.close()
      source = undefined
      clearTimeout(retry)
    }
    const connect = () => {
      close()
      source = new EventSource(url)
      for (const name of Object.keys(latest.current)) {
        if (name === 'open') continue
        source.addEventListener(name, ({ data }: MessageEvent<string>) =>
          latest.current[name]?.(JSON.parse(data)),
        )
      }
      source.onopen = () => {
        beSure()
        latest.current.open()
      }
      source.onerror = () => {
        wonder()
        // After an answer that is not a stream, such as 503, a browser does not try again by itself.
        if (source?.readyState === EventSource.CLOSED) retry = setTimeout(connect, retryMs)
      }
    }
    const onVisibility = () => {
      if (!document.hidden) return connect()
      close()
      beSure()
    }
    onVisibility()
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      close()
      beSure()
    }
  }, [url])
  return isBehind
}
