import { Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import type { MeetingTypeItem } from '../../../src/features/meeting-types/schema.ts'
import { t } from '../../ui/language.ts'
import { NumberField } from '../../ui/NumberField.tsx'
import { PublicAddress } from '../../ui/PublicAddress.tsx'
import { addressOf } from '../groups/linkOf.ts'
import type { SettingsForm } from './settings.ts'
import { type PlaceKind, placeNames, recordingNames } from './words.ts'

type Given = { form: SettingsForm }

export function NameFields({ form }: Given) {
  return (
    <>
      <TextInput label={t('Name')} {...form.field('name')} />
      <Textarea
        label={t('Description')}
        description={t('Clients read it before they choose a time.')}
        autosize
        minRows={3}
        maxRows={8}
        {...form.field('description')}
      />
    </>
  )
}

export function PlaceFields({ form }: Given) {
  const words: Record<PlaceKind, { label: string; description?: string }> = {
    video_room: {
      label: t('Note for the client'),
      description: t('The room itself is made with the meeting.'),
    },
    phone: {
      label: t('Note for the client'),
      description: t('The host calls the number that the client gives.'),
    },
    address: { label: t('Address') },
    url: { label: t('Link'), description: t('Everybody who books it gets this link.') },
  }
  return (
    <>
      <Select
        label={t('Where it takes place')}
        data={optionsOf(placeNames())}
        {...form.field('place.kind')}
      />
      <TextInput {...words[form.values.place.kind]} {...form.field('place.text')} />
    </>
  )
}

export function BookingFields({ form }: Given) {
  return (
    <>
      <NumberField
        label={t('Guests at most')}
        description={t('How many people a client may bring.')}
        {...form.field('maxGuests')}
      />
      <Checkbox
        label={t('Confirm by mail')}
        description={t('A booking counts once its address has confirmed it.')}
        {...form.field('confirmsEmail', { type: 'checkbox' })}
      />
    </>
  )
}

export function RecordingFields({ form }: Given) {
  return (
    <>
      <Select
        label={t('Recording')}
        description={t('Only with everyone’s consent.')}
        data={optionsOf(recordingNames())}
        {...form.field('recording')}
      />
      {form.values.recording !== 'off' && (
        <Textarea
          label={t('Text of consent')}
          description={t('What everyone agrees to before anything is recorded.')}
          autosize
          minRows={3}
          maxRows={8}
          {...form.field('consent')}
        />
      )}
    </>
  )
}

export function LinkFields({ form, type }: Given & { type: MeetingTypeItem }) {
  return (
    <>
      <TextInput
        label={t('Link')}
        description={
          form.values.link ? addressOf(form.values.link, 'm') : t('Empty: it has no page of its own.')
        }
        dir="ltr"
        spellCheck={false}
        {...form.field('link')}
      />
      {type.link && (
        <PublicAddress
          label={t('Where clients book it')}
          address={addressOf(type.link, 'm')}
          name={type.link}
        />
      )}
    </>
  )
}

const optionsOf = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))
