import { useRef, useState } from 'react'
import type { InviteItem } from '../../../src/features/clients/schema.ts'
import type { InviteOptions } from '../../../src/features/invites/schema.ts'
import { api } from '../../ui/api.ts'
import { t } from '../../ui/language.ts'
import { announce } from '../../ui/LiveRegion.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import type { Named } from '../clients/MemberPicker.tsx'

/** As the options name it; null in what is sent. */
export const organization = 'organization'

export type InviteValues = {
  method: 'email' | 'link'
  firstName: string
  lastName: string
  email: string
  phone: string
  /** A group's id, `organization`, or null while none is chosen. */
  groupId: string | null
  flowId: string | null
  externalId: string
  ccMemberIds: Named[]
  language: string
}

export type InviteForm = ReturnType<typeof useInviteForm>

export function useInviteForm(
  options: InviteOptions,
  onSent: (invite: InviteItem, values: InviteValues) => void,
) {
  const sent = useRef<InviteItem>(undefined)
  const [cleared, setCleared] = useState<string>()
  const flowsOf = (groupId: string | null) => (groupId === null ? [] : (options.flows[groupId] ?? []))
  /** The only flow, or the one that was chosen as long as the group offers it. */
  const flowIn = (groupId: string | null, chosen: string | null) => {
    const flows = flowsOf(groupId)
    if (flows.some(({ id }) => id === chosen)) return chosen
    return flows.length === 1 ? (flows[0]?.id ?? null) : null
  }
  const form = useSaveForm<InviteValues>({
    values: {
      method: 'email',
      firstName: '',
      lastName: '',
      email: '',
      phone: '',
      groupId: options.preselected,
      flowId: flowIn(options.preselected, null),
      externalId: '',
      ccMemberIds: [],
      language: options.language,
    },
    checks: {
      firstName: name => (name.trim() ? null : t('Fill this in.')),
      email: (email, { method }) =>
        method === 'email' && !email.trim()
          ? t('Fill in the email address, or copy the link instead.')
          : null,
      groupId: groupId =>
        groupId === null ? t('Choose the group whose members shall see this client.') : null,
      flowId: flowId => (flowId === null ? t('Choose what the client is asked to do.') : null),
    },
    save: async values => {
      sent.current = await api.create<InviteItem>('/invites', bodyOf(values))
    },
    onSaved: values => sent.current && onSent(sent.current, values),
  })

  const chooseGroup = (groupId: string | null) => {
    const { flowId } = form.values
    const kept = flowIn(groupId, flowId)
    const lost = kept === flowId ? undefined : flowsOf(form.values.groupId).find(({ id }) => id === flowId)
    form.set('groupId', groupId)
    form.set('flowId', kept)
    const words = lost && t('This group does not offer “{flow}”. Choose another flow.', { flow: lost.name })
    setCleared(words)
    if (words) announce(words)
  }
  const chooseFlow = (flowId: string | null) => {
    form.set('flowId', flowId)
    setCleared(undefined)
  }
  return { ...form, chooseGroup, chooseFlow, cleared, flows: flowsOf(form.values.groupId) }
}

const orNull = (text: string) => text.trim() || null

const bodyOf = ({ groupId, email, phone, externalId, ccMemberIds, ...values }: InviteValues) => ({
  ...values,
  email: orNull(email),
  phone: orNull(phone),
  externalId: orNull(externalId),
  groupId: groupId === organization ? null : groupId,
  ccMemberIds: ccMemberIds.map(({ id }) => id),
})
