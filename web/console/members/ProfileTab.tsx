import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { MemberItem } from '../../../src/features/members/schema.ts'
import { api } from '../../ui/api.ts'
import { Facts, Section } from '../../ui/Detail.tsx'
import { GroupLabel } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import styles from './dialogs.module.css'
import { groupRoleNames, roleHints, roleNames } from './words.ts'

export function ProfileTab({ member }: { member: MemberItem }) {
  return (
    <>
      <Section title={t('Profile')}>
        {member.may.update && <NameForm key={member.name} member={member} />}
        <Facts
          facts={[
            [t('Email address'), member.email],
            [
              t('Role'),
              <span key="role">
                {roleNames()[member.role]}
                <br />
                <small className={styles.note}>{roleHints()[member.role]}</small>
              </span>,
            ],
            [t('Member since'), <RelativeTime key="since" value={member.createdAt} />],
            ...(member.invitationExpiresAt
              ? [
                  [
                    t('Invitation valid until'),
                    <RelativeTime key="until" value={member.invitationExpiresAt} />,
                  ] as [string, React.ReactNode],
                ]
              : []),
          ]}
        />
      </Section>
      <Section title={t('Groups')}>
        {member.groups.length === 0 ? (
          <p className={styles.note}>{withoutGroup(member)}</p>
        ) : (
          <ul className={styles.groups}>
            {member.groups.map(({ id, name, groupRole, deleted }) => (
              <li key={id} className={styles.person}>
                <Link
                  to="/groups/$groupId"
                  params={{ groupId: id }}
                  search={{ tab: 'members', search: member.name }}
                  className={styles.link}
                >
                  <GroupLabel
                    id={id}
                    name={name}
                    deleted={deleted}
                    note={groupRole ? groupRoleNames()[groupRole] : undefined}
                  />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  )
}

const withoutGroup = ({ role, sight }: MemberItem) =>
  role !== 'operations'
    ? t('In no group.')
    : sight === 'organization'
      ? t('Never put in a group, and so sees the clients of the whole organisation.')
      : t('In no group any more, and so sees only clients they invited or are Cc’d on.')

function NameForm({ member }: { member: MemberItem }) {
  const queryClient = useQueryClient()
  const form = useSaveForm({
    values: { name: member.name },
    checks: { name: name => (name.trim() ? null : t('Fill this in.')) },
    save: values => api.patch(`/members/${member.id}`, values),
    onSaved: () => void queryClient.invalidateQueries({ queryKey: ['/members'] }),
  })
  return (
    <div className={styles.form}>
      <SaveForm form={form}>
        <TextInput label={t('Name')} {...form.field('name')} />
      </SaveForm>
    </div>
  )
}
