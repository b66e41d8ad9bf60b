import type { Virtualizer } from '@tanstack/react-virtual'
import { useKeys } from '../keys.ts'
import { t } from '../language.ts'

type RowKeys = {
  count: number
  virtualizer: Virtualizer<HTMLDivElement, Element>
  toggle?: (index: number) => void
}

const focusedRow = () => {
  const row = document.activeElement?.closest<HTMLElement>('[data-index]')
  return row ? Number(row.dataset.index) : -1
}

/** Moves the real focus, onto the row's own link: Enter, screen readers and the browser's menus then just work. */
export function useRowKeys({ count, virtualizer, toggle }: RowKeys) {
  const go = (index: number) => {
    if (count === 0) return
    const wanted = Math.min(Math.max(index, 0), count - 1)
    virtualizer.scrollToIndex(wanted)
    // A row out of sight is only drawn after the scroll.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const row = virtualizer.scrollElement?.querySelector(`[data-index="${wanted}"]`)
        const target =
          row?.querySelector<HTMLElement>('[data-row-link]') ?? row?.querySelector<HTMLElement>('input')
        target?.focus({ preventScroll: true })
      }),
    )
  }
  useKeys([
    { key: 'j', label: t('Next row'), run: () => go(focusedRow() + 1) },
    { key: 'k', label: t('Previous row'), run: () => go(focusedRow() - 1) },
    ...(toggle
      ? [{ key: 'x', label: t('Tick the row'), run: () => void (focusedRow() >= 0 && toggle(focusedRow())) }]
      : []),
  ])
}
