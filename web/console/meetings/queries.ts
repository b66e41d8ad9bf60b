import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  ChangedMeeting,
  MeetingCount,
  MeetingDetail,
  MeetingRange,
  PlanOptions,
} from '../../../src/features/meetings/schema/meetings.ts'
import { api } from '../../ui/api.ts'

export type Changed = z.infer<typeof ChangedMeeting>
export type Options = z.infer<typeof PlanOptions>
type Filter = Record<string, string | undefined>

export const useMeeting = (id: string) =>
  useQuery({
    queryKey: ['/meetings', id],
    queryFn: ({ signal }) => api.get<MeetingDetail>(`/meetings/${id}`, undefined, signal),
  })

/** "1,000+" where the server stopped counting. */
export function useMeetingCount(filter: Filter): string | number | undefined {
  const { data } = useQuery({
    queryKey: ['/meetings', 'count', filter],
    queryFn: ({ signal }) => api.get<z.infer<typeof MeetingCount>>('/meetings/count', filter, signal),
  })
  return data?.capped ? `${data.count.toLocaleString()}+` : data?.count
}

export const useMeetingRange = (filter: Filter & { from: string; to: string }) =>
  useQuery({
    queryKey: ['/meetings', 'range', filter],
    queryFn: ({ signal }) => api.get<z.infer<typeof MeetingRange>>('/meetings/range', filter, signal),
    placeholderData: before => before,
  })

/** Whom and what this member may plan with. */
export const usePlanOptions = (enabled = true) =>
  useQuery({
    queryKey: ['/meetings', 'options'],
    queryFn: ({ signal }) => api.get<Options>('/meetings/options', undefined, signal),
    enabled,
  })

/** Asks for everything that tells of meetings once more. */
export function useRenewMeetings() {
  const client = useQueryClient()
  return () =>
    Promise.all(
      ['/meetings', '/members', '/reports', '/clients'].map(path =>
        client.invalidateQueries({ queryKey: [path] }),
      ),
    )
}
