import type { ComponentProps } from 'preact'
import type { OpenDoor } from '../../src/features/slots/schema.ts'
import { Heading } from '../public/Heading.tsx'
import { t } from '../ui/language.ts'
import { BackButton } from './BackButton.tsx'
import type { Choice } from './choice.ts'
import { Contact } from './Contact.tsx'
import type { DoorType } from './fields.ts'
import { TimeChoice } from './TimeChoice.tsx'
import { formatMinutes, lengthAndPlace } from './words.ts'

type TimeStepProps = {
  door: OpenDoor
  type: DoorType
  choice: Choice
  change: (choice: Choice) => void
  back: (() => void) | undefined
  times: Omit<ComponentProps<typeof TimeChoice>, 'children'>
  /** The start that somebody else was given first. */
  taken: string | undefined
}

export function TimeStep({ door, type, choice, change, back, times, taken }: TimeStepProps) {
  const { organization, people } = door
  const person = people?.find(({ id }) => id === choice.memberId)
  const withType = { ...choice, typeId: type.id }
  return (
    <>
      {back && <BackButton onClick={back} />}
      {!back && door.name !== type.name && <p class="eyebrow">{door.name}</p>}
      <Heading text={type.name} />
      <p class="small">{lengthAndPlace(type)}</p>
      {type.description && <p class="text">{type.description}</p>}
      {taken && (
        <div class="summary" role="alert">
          <p>{t('This time was just taken. Please choose another one.')}</p>
          <p class="plain">{t('What you filled in is kept.')}</p>
        </div>
      )}
      {type.otherDurations.length > 0 && (
        <Pick
          id="length"
          label={t('Length')}
          value={String(choice.durationMinutes ?? type.durationMinutes)}
          options={[...new Set([type.durationMinutes, ...type.otherDurations])]
            .sort((a, b) => a - b)
            .map(minutes => ({ value: String(minutes), label: formatMinutes(minutes) }))}
          onChange={value => {
            const minutes = Number(value)
            change({ ...withType, durationMinutes: minutes === type.durationMinutes ? undefined : minutes })
          }}
        />
      )}
      {people && people.length > 0 && (
        <Pick
          id="person"
          label={t('With')}
          value={choice.memberId ?? ''}
          options={[
            { value: '', label: t('Anyone available') },
            ...people.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={memberId => change({ ...withType, memberId: memberId || undefined })}
        />
      )}
      <TimeChoice {...times}>
        <div class="none">
          <p>
            {t('{name} has no free time in the next {count, plural, one {day} other {# days}}.', {
              name: person?.name ?? door.name,
              count: type.windowDays,
            })}
          </p>
          {person && (
            <button type="button" class="button" onClick={() => change({ ...withType, memberId: undefined })}>
              {t('Show times with anyone available')}
            </button>
          )}
        </div>
      </TimeChoice>
      <Contact organization={organization} />
    </>
  )
}

type PickProps = {
  id: string
  label: string
  value: string
  options: { value: string; label: string }[]
  onChange: (value: string) => void
}

function Pick({ id, label, value, options, onChange }: PickProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={event => onChange(event.currentTarget.value)}>
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
