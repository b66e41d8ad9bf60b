import { useQuery } from '@tanstack/react-query'
import type { OpenHours } from '../../../src/features/availability/schema.ts'
import { api } from '../../ui/api.ts'

export const useOpenHours = (memberId: string) =>
  useQuery({
    queryKey: ['/members', memberId, 'open-hours'],
    queryFn: ({ signal }) => api.get<OpenHours>(`/members/${memberId}/open-hours`, undefined, signal),
  })
