import { TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { MemberMeetingTypes } from '../../../src/features/meeting-types/schema.ts'
import type { MemberItem } from '../../../src/features/members/schema.ts'
import { api } from '../../ui/api.ts'
import { Section } from '../../ui/Detail.tsx'
import { formatMinutes, t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { PublicAddress } from '../../ui/PublicAddress.tsx'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { addressOf, linkOf } from '../groups/linkOf.ts'
import { reasonsOf } from '../meeting-types/reasons.ts'
import styles from './HostingTab.module.css'
import { nameOf } from './words.ts'

type Types = z.infer<typeof MemberMeetingTypes>

/** What a member can host and by which routes, and where clients book them. */
export function HostingTab({ member }: { member: MemberItem }) {
  const query = useQuery({
    queryKey: ['/members', member.id, 'meeting-types'],
    queryFn: ({ signal }) => api.get<Types>(`/members/${member.id}/meeting-types`, undefined, signal),
  })
  return (
    <>
      <Section title={t('Meeting types')}>
        <Loaded query={query}>{types => <TypeList {...types} member={member} />}</Loaded>
      </Section>
      <Section title={t('Booking link')}>
        {member.may.update && <LinkForm key={member.link} member={member} />}
        {member.link ? (
          <PublicAddress
            label={t('Where clients book {name}', { name: nameOf(member) })}
            address={addressOf(member.link, 'u')}
            name={member.link}
          />
        ) : (
          !member.may.update && <p className={styles.note}>{t('There is none.')}</p>
        )}
      </Section>
    </>
  )
}

function TypeList({ items, others, member }: Types & { member: MemberItem }) {
  return (
    <>
      {items.length + others === 0 && (
        <p className={styles.note}>
          {t('None: they are named for no meeting type, and in no group that hosts one.')}
        </p>
      )}
      <ul className={styles.types}>
        {items.map(type => (
          <li key={type.id} className={styles.type}>
            <span className={styles.name}>
              <Link
                to="/meeting-types/$meetingTypeId"
                params={{ meetingTypeId: type.id }}
                search={{ tab: 'hosts' }}
              >
                {type.name}
              </Link>{' '}
              <span className={styles.note}>{formatMinutes(type.durationMinutes)}</span>{' '}
              {!type.active && <StatusBadge tone="grey">{t('Disabled')}</StatusBadge>}
            </span>
            <ul className={styles.routes}>
              {reasonsOf({ ...type, name: nameOf(member) }).map(({ text, link }) => (
                <li key={text}>{link ? <Link {...link}>{text}</Link> : text}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {others > 0 && (
        <p className={styles.note}>
          {t(
            '{count, plural, one {and # other, which you cannot see} other {and # others, which you cannot see}}',
            { count: others },
          )}
        </p>
      )}
    </>
  )
}

function LinkForm({ member }: { member: MemberItem }) {
  const queryClient = useQueryClient()
  const form = useSaveForm({
    values: { link: member.link ?? '' },
    save: ({ link }) => api.patch(`/members/${member.id}`, { link: link.trim() || null }),
    onSaved: () => void queryClient.invalidateQueries({ queryKey: ['/members'] }),
  })
  const { link } = form.values
  return (
    <div className={styles.form}>
      <SaveForm form={form}>
        <TextInput
          label={t('Link')}
          description={link ? addressOf(link, 'u') : t('Empty: they have no page of their own.')}
          placeholder={linkOf(nameOf(member))}
          dir="ltr"
          spellCheck={false}
          {...form.field('link')}
        />
      </SaveForm>
    </div>
  )
}
