import { Checkbox, Radio } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { GroupItem } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'
import { ConflictDialog } from '../../ui/ConflictDialog.tsx'
import { Facts, Section } from '../../ui/Detail.tsx'
import { t } from '../../ui/language.ts'
import { NumberField } from '../../ui/NumberField.tsx'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { useVersionedForm } from '../../ui/useVersionedForm.ts'
import styles from './groups.module.css'

type Policy = GroupItem['policy']
type Values = Pick<GroupItem, 'bookable' | 'policy' | 'dayLimit' | 'weekLimit'>

export const policies = (): Record<Policy, { label: string; hint: string }> => ({
  balanced: {
    label: t('Balanced'),
    hint: t('Whoever has the fewest meetings of this group gets the next one.'),
  },
  priority: {
    label: t('By priority'),
    hint: t('Whoever is free and has the highest priority in the group gets it.'),
  },
  customer_chooses: {
    label: t('The client chooses'),
    hint: t('Clients pick a person, or anyone available.'),
  },
})

const inWords = ({ bookable, policy, dayLimit, weekLimit }: Values): [string, string][] => [
  [t('Clients can book through its link'), bookable ? t('yes') : t('no')],
  [t('Who gets a meeting'), policies()[policy].label],
  [t('Meetings a day'), dayLimit === null ? t('As the meeting type says') : String(dayLimit)],
  [t('Meetings a week'), weekLimit === null ? t('As the meeting type says') : String(weekLimit)],
]

/** How clients book through the group. */
export function BookingSettings({ group }: { group: GroupItem }) {
  return (
    <Section title={t('Booking')}>
      {group.may.update ? <Form group={group} /> : <Facts facts={inWords(group)} />}
    </Section>
  )
}

function Form({ group }: { group: GroupItem }) {
  const queryClient = useQueryClient()
  const { form, theirs, overwrite, discard, closeConflict } = useVersionedForm<GroupItem, Values>({
    thing: group,
    valuesOf: ({ bookable, policy, dayLimit, weekLimit }) => ({ bookable, policy, dayLimit, weekLimit }),
    save: async (values, version) => {
      const saved = await api.patch<GroupItem>(`/groups/${group.id}`, values, { ifMatch: version })
      await queryClient.invalidateQueries({ queryKey: ['/groups'] })
      return saved
    },
  })
  return (
    <>
      <SaveForm form={form} verb={t('Save booking settings')}>
        <Checkbox
          label={t('Clients can book through its link')}
          description={t('Otherwise the page says plainly that it is not available.')}
          {...form.field('bookable', { type: 'checkbox' })}
        />
        <Radio.Group label={t('Who gets a meeting')} {...form.field('policy')}>
          <div className={styles.choices}>
            {Object.entries(policies()).map(([value, { label, hint }]) => (
              <Radio key={value} value={value} label={label} description={hint} />
            ))}
          </div>
        </Radio.Group>
        <NumberField
          label={t('Meetings a day')}
          description={t('What a host takes at most, unless they say otherwise themselves.')}
          placeholder={t('As the meeting type says')}
          {...form.field('dayLimit')}
        />
        <NumberField
          label={t('Meetings a week')}
          placeholder={t('As the meeting type says')}
          {...form.field('weekLimit')}
        />
      </SaveForm>
      {theirs && (
        <ConflictDialog
          name={group.name}
          differences={inWords(form.values)
            .map(([label, mine], index) => ({ label, mine, theirs: inWords(theirs)[index]![1] }))
            .filter(({ mine, theirs: other }) => mine !== other)}
          overwrite={overwrite}
          discard={() => {
            discard()
            void queryClient.invalidateQueries({ queryKey: ['/groups'] })
          }}
          onClose={closeConflict}
        />
      )}
    </>
  )
}
