import { useCallback, useState } from 'preact/hooks'
import type { BookingDoor } from '../../src/features/slots/schema.ts'
import { asProblem } from '../public/problems.ts'
import { api, type ApiProblem } from '../ui/api.ts'

/** What can be booked at this address, and a way to ask anew. */
export function useDoor(path: string, given: BookingDoor) {
  const [door, setDoor] = useState(given)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const reopen = useCallback(async () => {
    setProblem(null)
    try {
      setDoor(await api.get<BookingDoor>(path))
    } catch (error) {
      setProblem(asProblem(error))
    }
  }, [path])
  return { door, problem, reopen }
}
