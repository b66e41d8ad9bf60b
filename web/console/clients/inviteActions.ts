import { useQueryClient } from '@tanstack/react-query'
import type { ClientDetail, InviteItem } from '../../../src/features/clients/schema.ts'
import { api } from '../../ui/api.ts'
import { isOpen } from './words.ts'

export const getClient = (id: string, signal?: AbortSignal) =>
  api.get<ClientDetail>(`/clients/${id}`, undefined, signal)

/** The invite that the client can still walk, if there is one. */
export const openInvite = ({ invites }: Pick<ClientDetail, 'invites'>) => invites.find(isOpen)

export const sendAgain = (inviteId: string) =>
  api.create<InviteItem>(`/invites/${inviteId}/deliveries`, { method: 'email' })

/** The client's link; the server notes that it was handed out. */
export const takeLink = async (inviteId: string) =>
  (await api.create<InviteItem>(`/invites/${inviteId}/deliveries`, { method: 'link' })).url

export const revoke = (inviteId: string) => api.post<InviteItem>(`/invites/${inviteId}/revocation`)

/** Everything shown of clients is asked for anew. */
export function useRenewClients() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['/clients'] })
}
