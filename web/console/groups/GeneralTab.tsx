import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { GroupItem, GroupLinks } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'
import { ConflictDialog } from '../../ui/ConflictDialog.tsx'
import { Facts, Section } from '../../ui/Detail.tsx'
import { t } from '../../ui/language.ts'
import { PublicAddress } from '../../ui/PublicAddress.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { useVersionedForm } from '../../ui/useVersionedForm.ts'
import { useMay } from '../shell/session.ts'
import { BookingSettings } from './BookingSettings.tsx'
import styles from './groups.module.css'
import { addressOf } from './linkOf.ts'
import { ParentSettings } from './ParentSettings.tsx'

type Links = z.infer<typeof GroupLinks>
type Values = { name: string; link: string; description: string }

export function GeneralTab({ group }: { group: GroupItem }) {
  const isLive = group.deletedAt === null
  return (
    <>
      <Section title={t('Settings')}>
        {group.may.update && isLive ? (
          <SettingsForm group={group} />
        ) : (
          <Facts
            facts={[
              [t('Name'), group.name],
              [t('Description'), group.description || '–'],
              [t('Created'), <RelativeTime key="created" value={group.createdAt} />],
            ]}
          />
        )}
      </Section>
      {isLive && (
        <Section title={t('Address')}>
          <div className={styles.stack}>
            <PublicAddress
              label={t('Where clients reach the group')}
              address={addressOf(group.link)}
              name={group.link}
            />
            {!group.bookable && (
              <p className={styles.note}>{t('At present it says that nothing can be booked there.')}</p>
            )}
            <RetiredLinks group={group} />
          </div>
        </Section>
      )}
      {isLive && <BookingSettings group={group} />}
      {isLive && <ParentSettings group={group} />}
    </>
  )
}

function SettingsForm({ group }: { group: GroupItem }) {
  const queryClient = useQueryClient()
  const { form, theirs, overwrite, discard, closeConflict } = useVersionedForm<GroupItem, Values>({
    thing: group,
    valuesOf: ({ name, link, description }) => ({ name, link, description }),
    checks: { name: name => (name.trim() ? null : t('Fill this in.')) },
    save: async (values, version) => {
      const saved = await api.patch<GroupItem>(`/groups/${group.id}`, values, { ifMatch: version })
      await queryClient.invalidateQueries({ queryKey: ['/groups'] })
      return saved
    },
  })
  return (
    <>
      <SaveForm form={form}>
        <TextInput label={t('Name')} {...form.field('name')} />
        <TextInput
          label={t('Group link')}
          description={t('After a change the old link goes on leading here.')}
          dir="ltr"
          spellCheck={false}
          {...form.field('link')}
        />
        <TextInput label={t('Description')} {...form.field('description')} />
      </SaveForm>
      {theirs && (
        <ConflictDialog
          name={group.name}
          differences={[
            { label: t('Name'), mine: form.values.name, theirs: theirs.name },
            { label: t('Group link'), mine: form.values.link, theirs: theirs.link },
            { label: t('Description'), mine: form.values.description, theirs: theirs.description },
          ].filter(({ mine, theirs: other }) => mine !== other)}
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

function RetiredLinks({ group }: { group: GroupItem }) {
  const may = useMay()
  const queryClient = useQueryClient()
  const path = `/groups/${group.id}/links`
  const { data } = useQuery({
    queryKey: ['/groups', group.id, 'links'],
    queryFn: ({ signal }) => api.get<Links>(path, undefined, signal),
  })
  if (!data || data.items.length === 0) return null
  const free = async (link: string) => {
    try {
      await api.delete(`${path}/${link}`)
      await queryClient.invalidateQueries({ queryKey: ['/groups', group.id, 'links'] })
      toast(t('/g/{link} is free for another group.', { link }))
    } catch (error) {
      toastProblem(error)
    }
  }
  return (
    <div>
      <p className={styles.note}>{t('Earlier links, which lead here too:')}</p>
      <ul className={styles.rows}>
        {data.items.map(({ link, retiredAt }) => (
          <li key={link} className={styles.row}>
            <span className={styles.words}>
              /g/{link}{' '}
              <span className={styles.note}>
                {t('replaced')} <RelativeTime value={retiredAt} />
              </span>
            </span>
            {may('groups.delete') && (
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                aria-label={t('Free it: {link}', { link })}
                onClick={() => void free(link)}
              >
                {t('Free it')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
