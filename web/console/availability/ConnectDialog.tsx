import { PasswordInput, Radio, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { Authorization, CalendarItem, CalendarKind } from '../../../src/features/calendars/schema.ts'
import { api, ApiProblem } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { t } from '../../ui/language.ts'
import { toast } from '../../ui/toast.tsx'
import styles from './availability.module.css'
import { calendarKindNames } from './calendarWords.ts'
import { leaveFor } from './leaving.ts'

type ConnectDialogProps = { kinds: CalendarKind[]; memberId: string | undefined; close: () => void }
type Found = { id: string; name: string }

/** A CalDAV server, a feed, or an account of Google or Microsoft, which their own page asks about. */
export function ConnectDialog({ kinds, memberId, close }: ConnectDialogProps) {
  const queryClient = useQueryClient()
  const [kind, setKind] = useState<CalendarKind>(kinds[0] ?? 'ics')
  const [values, setValues] = useState({ url: '', username: '', password: '' })
  const [found, setFound] = useState<Found[]>([])
  const field = (key: keyof typeof values) => ({
    value: values[key],
    onChange: (event: { currentTarget: { value: string } }) =>
      setValues({ ...values, [key]: event.currentTarget.value }),
  })
  const goesElsewhere = kind === 'google' || kind === 'microsoft'
  const connect = async () => {
    if (goesElsewhere) {
      const { url } = await api.post<z.infer<typeof Authorization>>('/calendars/authorizations', {
        kind,
        memberId,
      })
      leaveFor(kind)
      location.assign(url)
      // Stays open until the browser has gone.
      return new Promise(() => undefined)
    }
    const { url, ...login } = values
    try {
      const made = await api.create<CalendarItem>('/calendars', {
        kind,
        url,
        memberId,
        ...(kind === 'caldav' && login),
      })
      await queryClient.invalidateQueries({ queryKey: ['/calendars'] })
      toast(t('{name} is connected and is being read.', { name: made.name }))
    } catch (error) {
      if (error instanceof ApiProblem && Array.isArray(error.rest.calendars))
        setFound(error.rest.calendars as Found[])
      throw error
    }
  }
  return (
    <ConfirmDialog
      opened
      title={t('Connect a calendar')}
      verb={goesElsewhere ? t('Go on to {name}', { name: calendarKindNames()[kind] }) : t('Connect')}
      waiting={!goesElsewhere && !values.url.trim()}
      onConfirm={connect}
      onClose={close}
    >
      <div className={styles.stack}>
        <SegmentedControl
          aria-label={t('Kind of calendar')}
          fullWidth
          data={kinds.map(value => ({ value, label: calendarKindNames()[value] }))}
          value={kind}
          onChange={value => {
            setKind(value)
            setFound([])
          }}
        />
        {goesElsewhere ? (
          <p>{t('Their page asks whether Guildhall may see when you are busy and write your meetings.')}</p>
        ) : (
          <TextInput
            label={t('Address')}
            type="url"
            dir="ltr"
            placeholder={
              kind === 'ics' ? 'https://calendar.example/feed.ics' : 'https://dav.example/calendars/'
            }
            {...field('url')}
          />
        )}
        {kind === 'caldav' && (
          <div className={styles.pair}>
            <TextInput label={t('User name')} autoComplete="off" {...field('username')} />
            <PasswordInput
              label={t('Password')}
              description={t('An app password where the server has them. Kept encrypted.')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              autoComplete="off"
              visibilityToggleButtonProps={{ 'aria-label': t('Show the password') }}
              {...field('password')}
            />
          </div>
        )}
        {found.length > 0 && (
          <Radio.Group
            label={t('Which of these?')}
            value={values.url}
            onChange={url => setValues({ ...values, url })}
          >
            <Stack gap="xs" mt="xs">
              {found.map(({ id, name }) => (
                <Radio key={id} value={id} label={name} />
              ))}
            </Stack>
          </Radio.Group>
        )}
      </div>
    </ConfirmDialog>
  )
}
