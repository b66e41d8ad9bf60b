import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { Me } from '../../../src/features/accounts/schema.ts'
import { api, authApi } from '../../ui/api.ts'

export const meQuery = queryOptions({
  queryKey: ['/me'],
  queryFn: ({ signal }) => api.get<Me>('/me', undefined, signal),
  staleTime: 60_000,
})

/** Who is signed in, and how far each permission of theirs reaches. Only below the frame, which waits for it. */
export const useMe = () => useSuspenseQuery(meQuery).data

/** Whether to show a way in at all; what it may touch is for the server to say. */
export function useMay() {
  const { reach } = useMe()
  return (permission: string) => (reach[permission] ?? 'none') !== 'none'
}

export function useSignOut() {
  const queryClient = useQueryClient()
  return async () => {
    await authApi.post('/sign-out', {})
    queryClient.clear()
    // A fresh page, so that nothing of one person's stays in memory for the next.
    location.assign('/sign-in')
  }
}
