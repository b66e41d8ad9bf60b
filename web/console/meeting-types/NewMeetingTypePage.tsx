import { Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { MeetingTypeItem } from '../../../src/features/meeting-types/schema.ts'
import { api } from '../../ui/api.ts'
import { Detail } from '../../ui/Detail.tsx'
import { DurationInput } from '../../ui/DurationInput.tsx'
import { t } from '../../ui/language.ts'
import { NotAllowed } from '../../ui/NotAllowed.tsx'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { addressOf, linkOf } from '../groups/linkOf.ts'
import { useMay, useMe } from '../shell/session.ts'
import { type PlaceKind, placeNames } from './words.ts'

export function NewMeetingTypePage() {
  const may = useMay()
  return may('meeting-types.write') ? <NewMeetingType /> : <NotAllowed title={t('Create meeting type')} />
}

type Asked = {
  name: string
  link: string
  durationMinutes: number | null
  place: { kind: PlaceKind; text: string }
  groupIds: string | null
}

/** The few things without which there is no meeting type; hosts come next, and everything else has a usual value. */
function NewMeetingType() {
  const { reach, groups: mine } = useMe()
  const { groupId } = useSearch({ from: '/framed/meeting-types/new' })
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const inGroupOnly = reach['meeting-types.write'] === 'group'
  const groups = mine.filter(({ groupRole }) => groupRole === 'manager')
  const first = groups.find(({ id }) => id === groupId) ?? (groups.length === 1 ? groups[0] : undefined)
  const form = useSaveForm<Asked>({
    values: {
      name: '',
      link: '',
      durationMinutes: 30,
      place: { kind: 'video_room', text: '' },
      groupIds: first?.id ?? null,
    },
    checks: {
      name: name => (name.trim() ? null : t('Fill this in.')),
      durationMinutes: minutes => (minutes === null ? t('Fill this in.') : null),
      groupIds: id => (inGroupOnly && id === null ? t('Choose a group of yours.') : null),
    },
    save: async ({ groupIds: chosen, link, ...values }) => {
      const groupIds = inGroupOnly ? [chosen] : groupId ? [groupId] : []
      const type = await api.create<MeetingTypeItem>('/meeting-types', {
        ...values,
        link: link || null,
        groupIds,
      })
      await queryClient.invalidateQueries()
      form.reset()
      toast(t('{name} is created.', { name: type.name }))
      await navigate({
        to: '/meeting-types/$meetingTypeId',
        params: { meetingTypeId: type.id },
        search: { tab: 'hosts' },
      })
    },
  })
  const { name, link, place } = form.values
  return (
    <Detail title={t('Create meeting type')} back={{ label: t('Meeting types'), to: '/meeting-types' }}>
      <SaveForm form={form} verb={t('Create meeting type')} creates>
        <TextInput
          label={t('Name')}
          data-autofocus
          {...form.field('name')}
          onChange={event => {
            const typed = event.currentTarget.value
            // The link follows the name until somebody writes their own.
            if (link === linkOf(name)) form.set('link', linkOf(typed))
            form.set('name', typed)
          }}
        />
        <TextInput
          label={t('Link')}
          description={link ? addressOf(link, 'm') : t('Empty: it has no page of its own.')}
          dir="ltr"
          spellCheck={false}
          {...form.field('link')}
        />
        <DurationInput label={t('Duration')} {...form.field('durationMinutes')} />
        <Select
          label={t('Where it takes place')}
          data={Object.entries(placeNames()).map(([value, label]) => ({ value, label }))}
          {...form.field('place.kind')}
        />
        {(place.kind === 'address' || place.kind === 'url') && (
          <TextInput
            label={place.kind === 'url' ? t('Link to the place') : t('Address')}
            {...form.field('place.text')}
          />
        )}
        {inGroupOnly && (
          <Select
            label={t('Group')}
            description={t('Its members host it.')}
            data={groups.map(({ id, name: label }) => ({ value: id, label }))}
            {...form.field('groupIds')}
          />
        )}
      </SaveForm>
    </Detail>
  )
}
