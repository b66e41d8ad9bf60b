import { useCallback, useEffect, useState } from 'preact/hooks'

/**
 * What was chosen so far, kept in the address behind the #, so that Back, a reload and another tab find it: nothing of it
 * is about a person.
 */
export type Choice = {
  typeId?: string
  durationMinutes?: number
  memberId?: string
  startsAt?: string
  isBooked?: boolean
}

const names = { typeId: 'type', memberId: 'with', startsAt: 'at' } as const

function readChoice(hash: string): Choice {
  const given = new URLSearchParams(hash.replace(/^#/, ''))
  const startsAt = given.get(names.startsAt) ?? ''
  return {
    typeId: given.get(names.typeId) ?? undefined,
    durationMinutes: Number(given.get('minutes')) || undefined,
    memberId: given.get(names.memberId) ?? undefined,
    startsAt: Number.isNaN(Date.parse(startsAt)) ? undefined : new Date(startsAt).toISOString(),
    isBooked: given.has('booked') || undefined,
  }
}

export function writeChoice({ typeId, durationMinutes, memberId, startsAt, isBooked }: Choice) {
  const given = new URLSearchParams()
  if (typeId) given.set(names.typeId, typeId)
  if (durationMinutes) given.set('minutes', String(durationMinutes))
  if (memberId) given.set(names.memberId, memberId)
  if (startsAt) given.set(names.startsAt, startsAt)
  if (isBooked) given.set('booked', '')
  return given.size > 0 ? `#${given}` : ''
}

/** The choice, and the two ways to another: a step that Back undoes, or a change of this one. */
export function useChoice() {
  const [choice, setChoice] = useState(() => readChoice(location.hash))
  useEffect(() => {
    const onMove = () => setChoice(readChoice(location.hash))
    addEventListener('popstate', onMove)
    return () => removeEventListener('popstate', onMove)
  }, [])
  const show = useCallback((wanted: Choice, how: 'pushState' | 'replaceState') => {
    history[how](null, '', location.pathname + location.search + writeChoice(wanted))
    setChoice(readChoice(location.hash))
  }, [])
  const go = useCallback((wanted: Choice) => show(wanted, 'pushState'), [show])
  const replace = useCallback((wanted: Choice) => show(wanted, 'replaceState'), [show])
  return { choice, go, replace }
}
