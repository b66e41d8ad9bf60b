import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { GroupAudience, GroupItem } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'
import { Section } from '../../ui/Detail.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { type Reason, WhyPanel } from '../../ui/WhyPanel.tsx'
import styles from './groups.module.css'

type Audience = z.infer<typeof GroupAudience>
type Seer = Audience['items'][number]

/** Who sees this group's clients, whoever invited them, and why. */
export function AudienceTab({ group }: { group: GroupItem }) {
  const query = useQuery({
    queryKey: ['/groups', group.id, 'access'],
    queryFn: ({ signal }) => api.get<Audience>(`/groups/${group.id}/access`, undefined, signal),
  })
  return (
    <Section title={t('Who sees the clients of this group?')}>
      <Loaded query={query}>
        {({ items, others }) => (
          <WhyPanel
            others={others}
            seers={items.map(seer => ({
              memberId: seer.memberId,
              name: seer.name,
              reasons: seer.because.map(way => reasonOf(group, seer, way)),
            }))}
          />
        )}
      </Loaded>
      <p className={styles.aside}>
        {t('Besides, whoever invited a client sees that one, and so does whoever is Cc’d on it.')}
      </p>
    </Section>
  )
}

/** In words, and the page where it can be changed. */
function reasonOf(group: GroupItem, { memberId, name }: Seer, way: Seer['because'][number]): Reason {
  const member = { to: '/members/$memberId', params: { memberId }, search: {} } as const
  const members = {
    to: '/groups/$groupId',
    params: { groupId: group.id },
    search: { tab: 'members', search: name },
  } as const
  const hasAbove = group.parentId !== null
  switch (way) {
    case 'role':
      return { text: t('by their role'), link: member }
    case 'ungrouped':
      return { text: t('never put in a group'), link: member }
    case 'group':
      return hasAbove
        ? { text: t('in {group}, or in a group above it', { group: group.name }), link: member }
        : { text: t('in {group}', { group: group.name }), link: members }
    case 'group_role':
      return hasAbove
        ? { text: t('group role in {group}, or in a group above it', { group: group.name }), link: member }
        : { text: t('group role in {group}', { group: group.name }), link: members }
  }
}
