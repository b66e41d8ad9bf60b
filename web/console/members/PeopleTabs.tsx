import { t } from '../../ui/language.ts'
import { SectionTabs } from '../../ui/SectionTabs.tsx'

/** The tabs of the section Members & Groups. */
export function PeopleTabs() {
  return (
    <SectionTabs
      label={t('Members & Groups')}
      tabs={[
        { label: t('Members'), to: '/members' },
        { label: t('Groups'), to: '/groups' },
        { label: t('Roles'), to: '/roles' },
      ]}
    />
  )
}
