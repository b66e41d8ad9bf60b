import { MultiSelect, Select, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { GroupItem } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Detail } from '../../ui/Detail.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { NotAllowed } from '../../ui/NotAllowed.tsx'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { useGroupsQuery } from '../groups/useGroups.ts'
import { useMeetingTypes } from '../meeting-types/useMeetingTypes.ts'
import { useMay, useMe } from '../shell/session.ts'
import styles from './dialogs.module.css'
import { GroupRoleSelect } from './GroupRoleSelect.tsx'
import { type InvitationAnswer, InvitationPreview, outcomeOf } from './InvitationPreview.tsx'
import { type GroupRole, roleHints, type Role, roleNames, rolesGivenBy } from './words.ts'

type Asked = {
  addresses: string
  role: Role
  groupIds: string[]
  groupRole: GroupRole | null
  meetingTypeIds: string[]
}

export function InvitePage() {
  const { groupId } = useSearch({ from: '/framed/members/invite' })
  const query = useGroupsQuery()
  const may = useMay()
  if (!may('members.invite')) return <NotAllowed title={t('Invite members')} />
  return (
    <Loaded query={query}>
      {groups => {
        const fillable = groups.filter(group => group.may.setMembers)
        const group = fillable.find(({ id }) => id === groupId)
        return (
          <Detail
            title={group ? t('Invite members to {group}', { group: group.name }) : t('Invite members')}
            back={
              group
                ? {
                    label: group.name,
                    to: '/groups/$groupId',
                    params: { groupId: group.id },
                    search: { tab: 'members' },
                  }
                : { label: t('Members'), to: '/members' }
            }
          >
            <InviteForm groups={fillable} group={group} />
          </Detail>
        )
      }}
    </Loaded>
  )
}

/** People by the lines of a spreadsheet or a mail: first what each line means, then, once confirmed, the invitations. */
function InviteForm({ groups, group }: { groups: GroupItem[]; group: GroupItem | undefined }) {
  const { member, reach } = useMe()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [preview, setPreview] = useState<InvitationAnswer>()
  const inGroupOnly = reach['members.invite'] === 'group'
  const mayNameHosts = reach['meeting-types.write'] === 'all'
  const types = useMeetingTypes({ enabled: mayNameHosts })
  const first = group ?? (inGroupOnly && groups.length === 1 ? groups[0] : undefined)
  const form = useSaveForm<Asked>({
    values: {
      addresses: '',
      role: 'operations',
      groupIds: first ? [first.id] : [],
      groupRole: null,
      meetingTypeIds: [],
    },
    checks: {
      addresses: text => (text.trim() ? null : t('Paste at least one address.')),
      groupIds: ids => (inGroupOnly && ids.length === 0 ? t('Choose a group of yours.') : null),
    },
    previews: true,
    save: async values =>
      setPreview(await api.post<InvitationAnswer>('/members/invitations', { ...values, dryRun: true })),
  })
  const { groupIds, groupRole, role } = form.values
  const mayGiveRoles =
    groupIds.length > 0 && groupIds.every(id => groups.find(one => one.id === id)?.may.setRoles)
  const outcome = preview && outcomeOf(preview, groupIds.length > 0)
  const invite = async () => {
    const done = outcomeOf(await api.create('/members/invitations', form.values), groupIds.length > 0)
    await queryClient.invalidateQueries()
    form.reset()
    toast(done.told)
    await navigate(
      group
        ? { to: '/groups/$groupId', params: { groupId: group.id }, search: { tab: 'members' } }
        : { to: '/members' },
    )
  }
  return (
    <div className={styles.wide}>
      <SaveForm form={form} verb={t('Preview')} creates>
        <Textarea
          label={t('Names and email addresses')}
          description={t('Paste them from a spreadsheet, a CSV file or a mail: one or several to a line.')}
          placeholder={'Mila Mulder; mila@northbank.example\n"Bram Çelik" <bram@northbank.example>'}
          autosize
          minRows={6}
          maxRows={14}
          spellCheck={false}
          data-autofocus
          {...form.field('addresses')}
        />
        <Select
          label={t('Role')}
          description={roleHints()[role]}
          data={rolesGivenBy(member.role, inGroupOnly).map(value => ({ value, label: roleNames()[value] }))}
          {...form.field('role')}
        />
        <MultiSelect
          label={t('Groups')}
          description={
            inGroupOnly ? undefined : t('Without a group they belong to the organisation as a whole.')
          }
          data={groups.map(({ id, name }) => ({ value: id, label: name }))}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('Clear') }}
          nothingFoundMessage={t('Nothing found.')}
          {...form.field('groupIds')}
          onChange={ids => {
            form.set('groupIds', ids)
            if (ids.length === 0) form.set('groupRole', null)
          }}
        />
        {mayGiveRoles && (
          <GroupRoleSelect value={groupRole} onChange={value => form.set('groupRole', value)} />
        )}
        {mayNameHosts && (
          <MultiSelect
            label={t('Meeting types')}
            description={t('What they host by name, besides what their groups host.')}
            data={(types.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('Clear') }}
            nothingFoundMessage={t('Nothing found.')}
            {...form.field('meetingTypeIds')}
          />
        )}
      </SaveForm>
      <ConfirmDialog
        opened={preview !== undefined}
        wide
        title={t('Before anybody is invited')}
        verb={outcome?.verb ?? ''}
        waiting={outcome?.isNothing}
        onConfirm={invite}
        onClose={() => setPreview(undefined)}
      >
        {preview && <InvitationPreview answer={preview} />}
        {outcome?.sendsMail && (
          <p className={styles.note}>
            {t('Whoever is new gets a mail with a link that works once, for 7 days.')}
          </p>
        )}
      </ConfirmDialog>
    </div>
  )
}
