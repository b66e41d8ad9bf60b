import { useQuery } from '@tanstack/react-query'
import type { MeetingTypeHosts, MeetingTypeItem } from '../../../src/features/meeting-types/schema.ts'
import { api } from '../../ui/api.ts'
import { Section } from '../../ui/Detail.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { WhyPanel } from '../../ui/WhyPanel.tsx'
import { HostChips, HostsForm } from './HostsForm.tsx'
import styles from './hosts.module.css'
import { reasonsOf } from './reasons.ts'

/** Who can host this meeting: the one setting, and below it everybody who can by it, each with every route. */
export function HostsTab({ type }: { type: MeetingTypeItem }) {
  const query = useQuery({
    queryKey: ['/meeting-types', type.id, 'hosts'],
    queryFn: ({ signal }) => api.get<MeetingTypeHosts>(`/meeting-types/${type.id}/hosts`, undefined, signal),
  })
  return (
    <Loaded query={query}>
      {hosts => (
        <>
          <Section title={t('Who can host this meeting?')}>
            <p className={styles.intro}>
              {t('Members named here, and the members of groups named here for as long as they are in them.')}
            </p>
            {type.may.setHosts ? <HostsForm type={type} hosts={hosts} /> : <HostChips {...hosts} />}
            <OtherEntries {...hosts} />
          </Section>
          <Section
            title={t('{count, plural, =0 {Nobody can host it now} one {# host now} other {# hosts now}}', {
              count: hosts.items.length + hosts.others,
            })}
          >
            <WhyPanel
              others={hosts.others}
              seers={hosts.items.map(host => ({
                memberId: host.memberId,
                name: host.name,
                reasons: reasonsOf(host),
              }))}
            />
          </Section>
        </>
      )}
    </Loaded>
  )
}

function OtherEntries({ otherMembers, otherGroups }: Pick<MeetingTypeHosts, 'otherMembers' | 'otherGroups'>) {
  if (otherMembers + otherGroups === 0) return null
  return (
    <p className={styles.others}>
      {t(
        '{members, plural, =0 {} one {# member} other {# members}}{both, plural, =0 {} other { and }}{groups, plural, =0 {} one {# group} other {# groups}} besides, which you cannot see, stay as they are.',
        { members: otherMembers, groups: otherGroups, both: otherMembers > 0 && otherGroups > 0 ? 1 : 0 },
      )}
    </p>
  )
}
