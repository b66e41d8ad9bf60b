import { useEffect, useRef } from 'preact/hooks'

const ways: Record<string, [across: number, down: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Within the element that gets the ref, arrow keys move the focus from one `data-cell` to the next. */
export function useArrowKeys<Grid extends HTMLElement>() {
  const grid = useRef<Grid>(null)
  useEffect(() => {
    const element = grid.current
    if (!element) return
    const onKeyDown = (event: KeyboardEvent) => moveFocus(event, element)
    element.addEventListener('keydown', onKeyDown)
    return () => element.removeEventListener('keydown', onKeyDown)
  }, [])
  return grid
}

/** To the nearest cell that lies that way on the screen, whatever the direction of the script. */
function moveFocus(event: KeyboardEvent, grid: HTMLElement) {
  const way = ways[event.key]
  const isEnd = event.key === 'Home' || event.key === 'End'
  const from = document.activeElement
  if (!from?.matches('[data-cell]') || (!way && !isEnd) || event.altKey || event.metaKey) return
  event.preventDefault()
  const cells = [...grid.querySelectorAll<HTMLElement>('[data-cell]')]
  if (!way) return (event.key === 'Home' ? cells[0] : cells.at(-1))?.focus()
  nearest(cells, from.getBoundingClientRect(), way)?.focus()
}

/** Along the way first; how far aside counts more, so that a column stays a column. */
function nearest(cells: HTMLElement[], from: DOMRect, [across, down]: [number, number]) {
  let best: HTMLElement | undefined
  let least = Infinity
  for (const cell of cells) {
    const at = cell.getBoundingClientRect()
    const right = at.left + at.width / 2 - (from.left + from.width / 2)
    const below = at.top + at.height / 2 - (from.top + from.height / 2)
    const along = across * right + down * below
    const aside = Math.abs(across ? below : right)
    const isBeyond = across ? along > 1 && aside < from.height / 2 : along > from.height / 2
    const distance = along * 4 + aside
    if (isBeyond && distance < least) [best, least] = [cell, distance]
  }
  return best
}
