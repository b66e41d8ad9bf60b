import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { z } from 'zod'
import type { ReportOptions } from '../../../src/features/reports/schema.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { InvitesReport } from './InvitesReport.tsx'
import { MeetingsReport } from './MeetingsReport.tsx'
import { csvAddress, useReportOptions } from './queries.ts'
import { ReportBar } from './ReportBar.tsx'
import { useChoice } from './useChoice.ts'

/** What came of meetings and invites, as far as the reader's reach goes. */
export function ReportsPage() {
  const query = useReportOptions()
  if (query.data) return <Chosen options={query.data} />
  return (
    <Page title={t('Reports')}>
      <Loaded query={query}>{() => null}</Loaded>
    </Page>
  )
}

function Chosen({ options }: { options: z.infer<typeof ReportOptions> }) {
  const choice = useChoice(options)
  if (!choice)
    return (
      <Page title={t('Reports')}>
        <EmptyState text={t('Reports of your meetings and invites appear here once you have some.')} />
      </Page>
    )
  return (
    <Page
      title={t('Reports')}
      action={
        <Button
          component="a"
          variant="default"
          leftSection={<IconDownload />}
          href={csvAddress(choice)}
          download
        >
          {t('Export CSV')}
        </Button>
      }
    >
      <ReportBar choice={choice} />
      {choice.about === 'meetings' ? <MeetingsReport choice={choice} /> : <InvitesReport choice={choice} />}
    </Page>
  )
}
