import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Journey, JourneyDoor } from '../../src/features/journeys/schema.ts'
import type { Answers } from '../public/checks.ts'
import { asProblem } from '../public/problems.ts'
import { speak } from '../public/speak.ts'
import { api, ApiProblem } from '../ui/api.ts'
import { browserLanguage, type Language, language } from '../ui/language.ts'
import { recall, remember } from './memory.ts'

export type Place =
  | { at: 'loading' }
  | { at: 'nowhere'; problem: ApiProblem }
  | { at: 'door'; door: JourneyDoor }
  | { at: 'step'; journey: Journey; key: string }

/** Where the client is in the journey of this link, and the ways on. What goes wrong on the way is thrown. */
export function useJourney(token: string) {
  const [place, setPlace] = useState<Place>({ at: 'loading' })
  const journey = useRef<Journey>(undefined)
  const path = `/public/journeys/${token}`

  const show = useCallback((key: string) => {
    const now = journey.current
    if (now) setPlace({ at: 'step', journey: now, key: now.completedAt ? now.current : key })
  }, [])

  const open = useCallback(async () => {
    setPlace({ at: 'loading' })
    try {
      const door = await api.get<JourneyDoor>(path)
      await speak(recall(token).language ?? door.language)
      setPlace({ at: 'door', door })
      return door
    } catch (error) {
      await speak(recall(token).language ?? browserLanguage())
      setPlace({ at: 'nowhere', problem: asProblem(error) })
      return undefined
    }
  }, [path, token])

  const enter = useCallback(async () => {
    const entered = await api.post<Journey>(`${path}/entry`, { language: language() })
    journey.current = entered
    remember(token, { entered: true })
    history.replaceState({ step: entered.current }, '')
    show(entered.current)
  }, [path, token, show])

  useEffect(() => {
    void (async () => {
      const door = await open()
      // Entering tells the sender that the client came: without a press of the button only where one was before.
      if (door?.state === 'open' && recall(token).entered) await enter().catch(() => undefined)
    })()
    const onBack = (event: PopStateEvent) => {
      const key = (event.state as { step?: string } | null)?.step
      if (key) show(key)
    }
    addEventListener('popstate', onBack)
    return () => removeEventListener('popstate', onBack)
  }, [open, enter, show, token])

  const go = (key: string) => {
    history.pushState({ step: key }, '')
    show(key)
  }

  /** Answers the faults of single fields; a journey that ended meanwhile shows its end. */
  const submit = async (key: string, answers: Answers) => {
    try {
      journey.current = await api.post<Journey>(`${path}/steps/${key}`, { language: language(), answers })
    } catch (error) {
      if (isEnded(error) && (await open())?.state !== 'open') return
      if (isEnded(error)) await enter()
      throw error
    }
    const { [key]: _sent, ...drafts } = recall(token).drafts
    remember(token, { drafts: journey.current.completedAt ? {} : drafts })
    go(journey.current.completedAt ? journey.current.current : after(journey.current, key))
  }

  const changeLanguage = async (wanted: Language) => {
    remember(token, { language: wanted })
    await speak(wanted)
    if (place.at !== 'step') return
    journey.current = await api.post<Journey>(`${path}/entry`, { language: wanted })
    show(place.key)
  }

  return { place, open, enter, submit, go, changeLanguage }
}

/** The step after this one; never past the one the server waits for. */
function after({ steps, current }: Journey, key: string) {
  const indexOf = (wanted: string) => steps.findIndex(step => step.key === wanted)
  return steps[Math.min(indexOf(key) + 1, indexOf(current))]?.key ?? current
}

/** Refused as a whole, and not for what was filled in, how often, or by a fault of ours. */
const isEnded = (error: unknown) =>
  error instanceof ApiProblem && [401, 403, 404, 409, 410].includes(error.status)
