import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { GroupAudience, GroupItem } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'
import { Section } from '../../ui/Detail.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { WhyPanel } from '../../ui/WhyPanel.tsx'
import styles from './groups.module.css'

type Audience = z.infer<typeof GroupAudience>

/** Who sees this group's clients, whoever invited them, and why. */
export function AudienceTab({ group }: { group: GroupItem }) {
  const query = useQuery({
    queryKey: ['/groups', group.id, 'access'],
    queryFn: ({ signal }) => api.get<Audience>(`/groups/${group.id}/access`, undefined, signal),
  })
  return (
    <Section title={t('Who sees the clients of this group?')}>
      <p className={styles.note}>
        {t('Besides, whoever invited a client sees that one, and so does whoever is Cc’d on it.')}
      </p>
      <Loaded query={query}>
        {({ items, others }) => (
          <WhyPanel
            others={others}
            seers={items.map(({ memberId, name, because }) => ({
              memberId,
              name,
              reasons: because.map(way => ({
                text: waysInWords(group)[way],
                link: { to: '/members/$memberId', params: { memberId }, search: {} },
              })),
            }))}
          />
        )}
      </Loaded>
    </Section>
  )
}

const waysInWords = (group: GroupItem): Record<Audience['items'][number]['because'][number], string> => ({
  role: t('by their role'),
  group: t('in {group}, or in a group above it', { group: group.name }),
  group_role: t('group role in {group}, or in a group above it', { group: group.name }),
  ungrouped: t('never put in a group'),
})
