import type { z } from 'zod'
import type { HostCandidates } from '../../../src/features/meetings/schema/meetings.ts'
import type { UpcomingMeeting } from '../../../src/features/members/schema.ts'
import { api } from '../../ui/api.ts'

export type Candidate = z.infer<typeof HostCandidates>['items'][number]
/** What becomes of a meeting whose host goes: it goes to whoever is free, to this member, or it is cancelled. */
export type Fate = 'free' | 'cancel' | { hostId: string; isFree: boolean }

export const getCandidates = async (meetingId: string, signal?: AbortSignal) =>
  (await api.get<{ items: Candidate[] }>(`/meetings/${meetingId}/hosts`, undefined, signal)).items

/** Whether it was done: not so where nobody is free of those who stay. */
export async function settle(
  meeting: UpcomingMeeting,
  fate: Fate,
  leaving: string[],
  reason: string,
): Promise<boolean> {
  const path = `/meetings/${meeting.id}`
  if (fate === 'cancel') {
    await api.post(`${path}/cancellation`, { reason })
    return true
  }
  if (fate !== 'free') {
    // Whoever is chosen although they are busy was chosen knowing it.
    await api.post(`${path}/reassignment`, { hostId: fate.hostId, reason, confirmOverlap: !fate.isFree })
    return true
  }
  const free = (await getCandidates(meeting.id)).find(
    ({ id, available }) => available && !leaving.includes(id),
  )
  if (!free) return false
  await api.post(`${path}/reassignment`, { hostId: free.id, reason })
  return true
}
