import { type PointerEvent, type RefObject, useState } from 'react'
import { endingAt, type Hours, inOrder, movedTo, startingAt, stepMinutes } from './weekly.ts'

type Grip = 'new' | 'whole' | 'start' | 'end'
type Drag = { grip: Grip; rest: Hours[]; hours: Hours; grabbedAt: number; hasMoved: boolean }
type Pointer = PointerEvent<HTMLElement>

/**
 * Draws hours with the pointer: from an empty place new ones, from the middle of some these are moved, from an edge made
 * longer or shorter. Nothing is changed before the pointer is let go; Escape lets go of everything.
 */
export function useHoursDrag(
  body: RefObject<HTMLDivElement | null>,
  hours: readonly Hours[],
  onChange: (hours: Hours[]) => void,
) {
  const [drag, setDrag] = useState<Drag>()

  const placeOf = ({ clientX, clientY }: Pointer) => {
    const columns = [...(body.current?.querySelectorAll<HTMLElement>('[data-column]') ?? [])]
    const boxes = columns.map(column => column.getBoundingClientRect())
    const at = boxes.findIndex(({ left, right }) => clientX >= left && clientX < right)
    const box = boxes[Math.max(at, 0)]
    const minute = box ? ((clientY - box.top) / box.height) * 1440 : 0
    return { day: at === -1 ? undefined : at + 1, minute }
  }

  const start = (event: Pointer, grip: Grip, day: number, grabbed?: Hours) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const { minute } = placeOf(event)
    const from = Math.floor(minute / stepMinutes) * stepMinutes
    const made = grabbed ?? { day, from, to: from + stepMinutes }
    setDrag({
      grip,
      rest: hours.filter(each => each !== grabbed),
      hours: made,
      grabbedAt: minute - made.from,
      hasMoved: false,
    })
  }

  const move = (event: Pointer) => {
    if (!drag) return
    const { day = drag.hours.day, minute } = placeOf(event)
    const next = {
      new: () => endingAt(drag.hours, Math.min(minute, 1440)),
      whole: () => movedTo(drag.hours, day, minute - drag.grabbedAt),
      start: () => startingAt(drag.hours, minute),
      end: () => endingAt(drag.hours, Math.min(minute, 1440)),
    }[drag.grip]()
    setDrag({ ...drag, hours: next, hasMoved: drag.hasMoved || !isSame(next, drag.hours) })
  }

  const end = () => {
    // A click alone, on hours that are there, is a click.
    if (drag && (drag.hasMoved || drag.grip === 'new')) onChange(inOrder([...drag.rest, drag.hours]))
    setDrag(undefined)
  }

  return {
    /** What is drawn while something is dragged. */
    drawn: drag ? [...drag.rest, drag.hours] : hours,
    dragged: drag?.hours,
    start,
    follow: { onPointerMove: move, onPointerUp: end, onPointerCancel: () => setDrag(undefined) },
    letGo: () => setDrag(undefined),
  }
}

const isSame = (one: Hours, other: Hours) =>
  one.day === other.day && one.from === other.from && one.to === other.to
