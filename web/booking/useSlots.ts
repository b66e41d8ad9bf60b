import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import type { Slots } from '../../src/features/slots/schema.ts'
import { asProblem } from '../public/problems.ts'
import { api, type ApiProblem } from '../ui/api.ts'
import { daysOf } from './days.ts'

/** Whose free times, as the API is asked for them. */
export type Asked = {
  path: string
  params: Record<string, string | number | undefined>
  /** How far ahead anything can be booked, where that is known. */
  windowDays?: number
}
type Held = {
  key: string
  starts: string[]
  /** Until when these are all free starts; null: there are no later ones. */
  known: number | null
  problem: ApiProblem | null
}

const dayMs = 86_400_000
const pageMs = 14 * dayMs
/** A day begins at most so long before it does in UTC. */
const furthestAhead = 14 * 3_600_000
const staleAfter = 120_000

const keyOf = (asked: Asked | null) => JSON.stringify(asked)
const askedOf = (key: string) => JSON.parse(key) as Asked | null
const nothing = (key: string): Held => ({ key, starts: [], known: Date.now(), problem: null })

/**
 * The next days with free starts, by the calendar of the zone: at least `wanted` of them, if there are as many.
 * @param given what the page came with, and what it answers.
 */
export function useSlots(
  asked: Asked | null,
  zone: string,
  wanted: number,
  given?: { asked: Asked; to: string; answer: Slots } | null,
) {
  const key = keyOf(asked)
  const [latest, setLatest] = useState<Held>(() =>
    given
      ? withPage(given.asked, nothing(keyOf(given.asked)), Date.parse(given.to), given.answer)
      : nothing(key),
  )
  const held = useMemo(() => (latest.key === key ? latest : nothing(key)), [latest, key])
  const days = useMemo(() => daysOf(held.starts, zone, held.known), [held, zone])
  const isShort = asked !== null && held.known !== null && days.length < wanted
  const isLoading = isShort && held.problem === null

  useEffect(() => {
    const query = askedOf(held.key)
    if (!query || !isLoading) return
    const stop = new AbortController()
    nextPage(query, held, zone, stop.signal).then(setLatest, (error: unknown) => {
      if (!stop.signal.aborted) setLatest({ ...held, problem: asProblem(error) })
    })
    return () => stop.abort()
  }, [held, zone, isLoading])

  useEffect(() => {
    let hiddenAt = 0
    const onVisibility = () => {
      if (document.hidden) hiddenAt = Date.now()
      else if (hiddenAt && Date.now() - hiddenAt > staleAfter) setLatest(nothing(key))
    }
    document.addEventListener('visibilitychange', onVisibility)
    return () => document.removeEventListener('visibilitychange', onVisibility)
  }, [key])

  const retry = useCallback(() => setLatest(held => ({ ...held, problem: null })), [])
  const renew = useCallback(() => setLatest(nothing(key)), [key])
  /** Puts fresh starts in the place of those that `isOld` says are no longer to be believed. */
  const replace = useCallback(
    (isOld: (start: string) => boolean, fresh: string[]) =>
      setLatest(held => ({
        ...held,
        starts: [...new Set([...held.starts.filter(start => !isOld(start)), ...fresh])].sort(),
      })),
    [],
  )
  return { days, isLoading, isWhole: held.known === null, problem: held.problem, retry, renew, replace }
}

async function nextPage(asked: Asked, held: Held, timeZone: string, signal: AbortSignal): Promise<Held> {
  const from = held.known ?? Date.now()
  const to = from + pageMs
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
  const params = { ...asked.params, ...range, timeZone }
  return withPage(asked, held, to, await api.get<Slots>(asked.path, params, signal))
}

function withPage(asked: Asked, held: Held, to: number, { slots, nextAvailable }: Slots): Held {
  const end = asked.windowDays === undefined ? Infinity : Date.now() + (asked.windowDays + 1) * dayMs
  const starts = [...held.starts, ...slots]
  if (slots.length > 0) return { ...held, starts, known: to > end ? null : to }
  const next = nextAvailable === null ? null : Date.parse(nextAvailable) - furthestAhead
  return { ...held, starts, known: next === null ? null : Math.max(to, next) }
}
