import { useRef } from 'react'
import { api } from '../../ui/api.ts'
import { t } from '../../ui/language.ts'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { organization } from '../invites/useInviteForm.ts'
import { useMe } from '../shell/session.ts'
import type { Changed, Options } from './queries.ts'
import { useOverlap } from './useOverlap.ts'

export type KnownClient = { id: string; name: string; email: string | null; groupId: string | null }
/** What the page was opened with. */
export type Given = {
  startsAt?: string | undefined
  hostId?: string | undefined
  client?: KnownClient | undefined
}

type PlanValues = {
  hostId: string
  meetingTypeId: string
  durationMinutes: number
  /** A group's id, `organization`, or null while none is chosen. */
  groupId: string | null
  startsAt: string
  /** The first is whose meeting it is, unless the client is known already; the others are guests. */
  clients: { name: string; email: string }[]
  message: string
  mailClient: boolean
  mailHost: boolean
}

export function usePlanForm(options: Options, given: Given, onPlanned: (meeting: Changed) => void) {
  const { member } = useMe()
  const planned = useRef<Changed>(undefined)
  const typesOf = (hostId: string) => {
    const hosted = options.hosts.find(({ id }) => id === hostId)?.meetingTypeIds ?? []
    return options.meetingTypes.filter(({ id }) => hosted.includes(id))
  }
  /** The only type there is, or the one chosen as long as the host can hold it. */
  const typeFor = (hostId: string, chosen: string) => {
    const types = typesOf(hostId)
    return types.find(({ id }) => id === chosen) ?? (types.length === 1 ? types[0] : undefined)
  }
  const isHost = (id: string | undefined) => options.hosts.some(host => host.id === id)
  const only = options.hosts.length === 1 ? options.hosts[0]?.id : undefined
  const hostId = [given.hostId, member.id, only].find(isHost) ?? ''
  const type = typeFor(hostId, '')
  const overlap = useOverlap()
  const form = useSaveForm<PlanValues>({
    values: {
      hostId,
      meetingTypeId: type?.id ?? '',
      durationMinutes: type?.durationMinutes ?? 0,
      groupId: firstGroup(options, given, hostId),
      startsAt: given.startsAt ?? '',
      clients: given.client ? [] : [{ name: '', email: '' }],
      message: '',
      mailClient: given.client?.email !== null,
      mailHost: true,
    },
    checks: {
      hostId: value => (value ? null : t('Choose who holds the meeting.')),
      meetingTypeId: value => (value ? null : t('Choose a type.')),
      groupId: value =>
        value ? null : (options.refusal ?? t('Choose the group whose members shall see this client.')),
      startsAt: value => (value ? null : t('Choose a time.')),
    },
    save: values =>
      overlap.send(aboutOf(values), async confirmOverlap => {
        planned.current = await api.create<Changed>('/meetings', {
          ...bodyOf(values),
          clientId: given.client?.id,
          confirmOverlap,
        })
      }),
    onSaved: () => planned.current && onPlanned(planned.current),
  })
  const { values, set } = form
  const chooseType = (meetingTypeId: string, of = values.hostId) => {
    set('meetingTypeId', meetingTypeId)
    set('durationMinutes', typeFor(of, meetingTypeId)?.durationMinutes ?? 0)
  }
  return {
    ...form,
    overlaps: overlap.overlapsOf(aboutOf(values)),
    groups: groupsOf(options, given, values.hostId),
    types: typesOf(values.hostId),
    type: typeFor(values.hostId, values.meetingTypeId),
    chooseType: (meetingTypeId: string) => chooseType(meetingTypeId),
    chooseHost: (hostId: string) => {
      set('hostId', hostId)
      if (!groupsOf(options, given, hostId).some(({ id }) => id === values.groupId))
        set('groupId', firstGroup(options, given, hostId))
      chooseType(typeFor(hostId, values.meetingTypeId)?.id ?? '', hostId)
    },
    tick: (key: 'mailClient' | 'mailHost') => ({
      checked: values[key],
      onChange: (event: { currentTarget: { checked: boolean } }) => set(key, event.currentTarget.checked),
    }),
  }
}

/** What there is to choose with a host; who is a client already becomes nobody else's by it. */
const groupsOf = ({ hosts, groups, organizationGroup }: Options, { client }: Given, hostId: string) => [
  ...(organizationGroup || client ? [{ id: organization, name: t('Organization') }] : []),
  ...groups,
  ...(hosts.find(({ id }) => id === hostId)?.groups ?? []),
]

/** The client's own group, or what the host's choice begins with. */
function firstGroup(options: Options, given: Given, hostId: string): string | null {
  const own = given.client && (given.client.groupId ?? organization)
  if (groupsOf(options, given, hostId).some(({ id }) => id === own)) return own ?? null
  return options.hosts.find(({ id }) => id === hostId)?.preselected ?? null
}

const aboutOf = ({ hostId, startsAt, durationMinutes }: PlanValues) =>
  `${hostId} ${startsAt} ${durationMinutes}`

const bodyOf = ({ mailClient, mailHost, groupId, ...values }: PlanValues) => ({
  ...values,
  groupId: groupId === organization ? null : groupId,
  mails: { client: mailClient, host: mailHost },
})
