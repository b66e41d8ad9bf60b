import { useEffect, useRef } from 'react'

export type KeyBinding = { key: string; label: string; run: () => void }

const bound = new Set<{ current: KeyBinding[] }>()

/** Keys that work while this is on the page, outside of fields and dialogs; `?` lists them. */
export function useKeys(bindings: KeyBinding[]) {
  const latest = useRef(bindings)
  useEffect(() => {
    latest.current = bindings
  })
  useEffect(() => {
    bound.add(latest)
    return () => {
      bound.delete(latest)
    }
  }, [])
}

export const boundKeys = () => [...bound].flatMap(({ current }) => current)

/** Call once, where the page starts. */
export function listenToKeys() {
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (isTyping(event.target) || document.querySelector('[role=dialog], [role=menu]')) return
    const binding = boundKeys().findLast(({ key }) => key === event.key)
    if (!binding) return
    event.preventDefault()
    binding.run()
  })
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select'))
