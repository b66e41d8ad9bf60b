import { Tabs } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { useUrlState } from '../../ui/url.ts'
import styles from './availability.module.css'
import { BlocksPanel } from './BlocksPanel.tsx'
import { CalendarsTab } from './CalendarsTab.tsx'
import { HoursTab } from './HoursTab.tsx'
import { useOpenHours } from './useOpenHours.ts'
import { WeekTab } from './WeekTab.tsx'
import { WhyTab } from './WhyTab.tsx'

/** One member's time: what their week looks like, and what makes it so. */
export function MemberPanel({ memberId, isMe }: { memberId: string; isMe: boolean }) {
  const [{ tab = 'week' }, setUrl] = useUrlState<'tab' | 'date'>()
  const tabs = [
    { key: 'week', label: t('Week'), content: <WeekTab memberId={memberId} /> },
    { key: 'hours', label: t('Open hours'), content: <HoursTab memberId={memberId} isMe={isMe} /> },
    {
      key: 'blocks',
      label: t('Blocks'),
      content: <MemberBlocks memberId={memberId} />,
    },
    { key: 'calendars', label: t('Calendars'), content: <CalendarsTab memberId={memberId} isMe={isMe} /> },
    { key: 'why', label: t('Why is this time (not) offered?'), content: <WhyTab memberId={memberId} /> },
  ]
  const shown = tabs.find(({ key }) => key === tab) ?? tabs[0]
  const list = useRef<HTMLDivElement>(null)
  const shownKey = shown?.key
  useEffect(() => {
    if (shownKey === undefined) return
    // On a phone the tabs are wider than the screen.
    list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [shownKey])
  return (
    <>
      {!isMe && (
        <p className={styles.note}>{t('The member concerned is told of every change you make here.')}</p>
      )}
      <Tabs
        value={shown?.key ?? null}
        onChange={key => setUrl({ tab: key === 'week' ? undefined : (key ?? undefined), date: undefined })}
        keepMounted={false}
        className={styles.tabs}
      >
        <Tabs.List ref={list} className={styles.tabList}>
          {tabs.map(({ key, label }) => (
            <Tabs.Tab key={key} value={key}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown && (
          <Tabs.Panel value={shown.key} className={styles.panel} data-tab={shown.key}>
            {shown.content}
          </Tabs.Panel>
        )}
      </Tabs>
    </>
  )
}

/** By the member's own clock, as their open hours are. */
function MemberBlocks({ memberId }: { memberId: string }) {
  const query = useOpenHours(memberId)
  return (
    <Loaded query={query}>
      {({ timeZone }) => (
        <BlocksPanel
          level="member"
          memberId={memberId}
          zone={timeZone}
          intro={t(
            'A block keeps clients from booking then: a holiday, a course, a school run. Colleagues who plan see it and may plan over it.',
          )}
        />
      )}
    </Loaded>
  )
}
