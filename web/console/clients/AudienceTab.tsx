import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Audience, ClientDetail } from '../../../src/features/clients/schema.ts'
import { api } from '../../ui/api.ts'
import { Section } from '../../ui/Detail.tsx'
import { formatMonth, t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { type Reason, WhyPanel } from '../../ui/WhyPanel.tsx'

type Answer = z.infer<typeof Audience>
type Seer = Answer['items'][number]
type Opening = Seer['groups'][number]

export function AudienceTab({ client }: { client: ClientDetail }) {
  const query = useQuery({
    queryKey: ['/clients', client.id, 'audience'],
    queryFn: ({ signal }) => api.get<Answer>(`/clients/${client.id}/audience`, undefined, signal),
  })
  return (
    <Loaded query={query}>
      {({ items, others }) => (
        <Section
          title={t(
            '{count, plural, one {# member can see this client} other {# members can see this client}}',
            {
              count: items.length + others,
            },
          )}
        >
          <WhyPanel
            others={others}
            seers={items.map(seer => ({
              memberId: seer.memberId,
              name: seer.name,
              reasons: reasonsOf(seer),
            }))}
          />
        </Section>
      )}
    </Loaded>
  )
}

/** Every way in, in words, each leading to where it can be changed. */
function reasonsOf({ memberId, because, groups }: Seer): Reason[] {
  const reasons: Reason[] = []
  const member = pageOf(`/members/${memberId}`)
  if (because.includes('role'))
    reasons.push({ text: t('by their role, which sees every client'), link: member })
  if (because.includes('ungrouped'))
    reasons.push({ text: t('was never put in a group, and so sees every client'), link: member })
  if (because.includes('own')) reasons.push({ text: t('invited this client') })
  if (because.includes('cc')) reasons.push({ text: t('it was shared with them (Cc), to look at') })
  for (const group of groups) {
    reasons.push({ text: groupReason(group), link: pageOf(`/groups/${group.id}`) })
  }
  const isInGroup = because.includes('group') || because.includes('group_role')
  if (isInGroup && groups.length === 0) reasons.push({ text: t('in a group that you cannot see') })
  return reasons
}

const pageOf = (path: string) => ({ to: path }) as Reason['link']

function groupReason({ name: group, groupRole, since, addedBy }: Opening) {
  const month = formatMonth(since)
  const values = { group, month, adder: addedBy }
  if (groupRole === 'manager')
    return addedBy
      ? t('manager of group {group}, in it since {month}, added by {adder}', values)
      : t('manager of group {group}, in it since {month}', values)
  if (groupRole === 'operator')
    return addedBy
      ? t('operator of group {group}, in it since {month}, added by {adder}', values)
      : t('operator of group {group}, in it since {month}', values)
  return addedBy
    ? t('in group {group} since {month}, added by {adder}', values)
    : t('in group {group} since {month}', values)
}
