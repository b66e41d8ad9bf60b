import { useState } from 'react'
import type { z } from 'zod'
import type { Overlaps } from '../../../src/features/meetings/schema/meetings.ts'
import { ApiProblem } from '../../ui/api.ts'

export type Overlap = z.infer<typeof Overlaps>[number]

/**
 * Sends what may lie over another meeting of the host: the first refusal tells over which, and the same, sent once more,
 * confirms it.
 */
export function useOverlap() {
  const [asked, setAsked] = useState<{ about: string; overlaps: Overlap[] }>()
  const overlapsOf = (about: string) => (asked?.about === about ? asked.overlaps : [])
  return {
    /** The host's other meetings then, once they were told. @param about the host and the time. */
    overlapsOf,
    send: async <Answer>(about: string, work: (confirmOverlap: boolean) => Promise<Answer>) => {
      try {
        return await work(overlapsOf(about).length > 0)
      } catch (error) {
        if (error instanceof ApiProblem && error.code === 'overlap_not_confirmed')
          setAsked({ about, overlaps: error.rest.overlaps as Overlap[] })
        throw error
      }
    },
  }
}
