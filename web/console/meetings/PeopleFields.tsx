import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { t } from '../../ui/language.ts'
import { MemberName } from '../../ui/MemberName.tsx'
import styles from './meetings.module.css'
import type { KnownClient, usePlanForm } from './usePlanForm.ts'

type PeopleFieldsProps = { form: ReturnType<typeof usePlanForm>; client: KnownClient | undefined }

/** Whom the meeting is with: a client who is known already, or whoever is filled in first; the others are guests. */
export function PeopleFields({ form, client }: PeopleFieldsProps) {
  const { values, field, set, type } = form
  const firstGuest = client ? 0 : 1
  const guests = values.clients.length - firstGuest
  return (
    <>
      {client && (
        <div className={styles.person} role="group" aria-label={t('Client')}>
          <span className={styles.legend}>{t('Client')}</span>
          <MemberName name={client.name} detail={client.email ?? t('No email address')} />
        </div>
      )}
      {values.clients.map((_, index) => {
        const number = index - firstGuest + 1
        const isGuest = index >= firstGuest
        return (
          <fieldset key={index} className={styles.person}>
            <legend className={styles.legend}>
              {isGuest ? t('Guest {number}', { number }) : t('Client')}
            </legend>
            <div className={styles.pair}>
              <TextInput label={t('Name')} autoComplete="off" {...field(`clients.${index}.name`)} />
              <TextInput
                label={t('Email')}
                type="email"
                autoComplete="off"
                {...field(`clients.${index}.email`)}
              />
            </div>
            {isGuest && (
              <ActionIcon
                variant="subtle"
                color="gray"
                className={styles.removePerson}
                aria-label={t('Remove guest {number}', { number })}
                onClick={() =>
                  set(
                    'clients',
                    values.clients.filter((__, at) => at !== index),
                  )
                }
              >
                <IconX aria-hidden />
              </ActionIcon>
            )}
          </fieldset>
        )
      })}
      {type && guests < type.maxGuests && (
        <Button
          variant="subtle"
          color="gray"
          className={styles.add}
          leftSection={<IconPlus />}
          onClick={() => set('clients', [...values.clients, { name: '', email: '' }])}
        >
          {t('Add guest')}
        </Button>
      )}
    </>
  )
}
