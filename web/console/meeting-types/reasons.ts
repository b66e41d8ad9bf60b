import type { MeetingTypeHosts } from '../../../src/features/meeting-types/schema.ts'
import { t } from '../../ui/language.ts'
import type { Reason } from '../../ui/WhyPanel.tsx'

type Host = MeetingTypeHosts['items'][number]

/** Every route, and where it can be changed. */
export function reasonsOf({
  name,
  routes,
  otherRoutes,
}: Pick<Host, 'name' | 'routes' | 'otherRoutes'>): Reason[] {
  const known = routes.map((route): Reason =>
    route.kind === 'direct'
      ? { text: t('named directly') }
      : {
          text: t('via {group}', { group: route.name }),
          link: {
            to: '/groups/$groupId',
            params: { groupId: route.groupId },
            search: { tab: 'members', search: name },
          },
        },
  )
  const others = t('{count, plural, one {via # other group} other {via # other groups}}', {
    count: otherRoutes,
  })
  return otherRoutes > 0 ? [...known, { text: others }] : known
}
