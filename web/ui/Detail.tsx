import { Tabs } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { Link, type LinkProps, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { formatNumber } from './language.ts'
import { useUrlState } from './url.ts'
import styles from './Detail.module.css'

export type DetailTab = { key: string; label: string; count?: number; content: () => ReactNode }

type DetailProps = {
  title: string
  /** Before the title: a group's dot, a face. */
  mark?: ReactNode
  /** Under the title, dimmed: an address, when it came. */
  subtitle?: ReactNode
  status?: ReactNode
  actions?: ReactNode
  /** Between header and tabs, whichever is open: what is special about this one. */
  notice?: ReactNode
  back: { label: string } & Pick<LinkProps, 'to' | 'params' | 'search'>
  /** The first is shown without `?tab`; without tabs, `children` is the content. */
  tabs?: DetailTab[]
  children?: ReactNode
}

export function Detail(props: DetailProps) {
  const { title, mark, subtitle, status, actions, notice, back, tabs, children } = props
  const { label, ...link } = back
  return (
    <article className={styles.page}>
      <title>{title}</title>
      <header className={styles.header}>
        <Link {...link} className={styles.back}>
          <IconChevronLeft aria-hidden />
          {label}
        </Link>
        <div className={styles.titleLine}>
          <div className={styles.heading}>
            <h1 className={styles.title}>
              <span className={styles.named}>
                {mark}
                <span className={styles.name}>{title}</span>
              </span>
              {status}
            </h1>
            {subtitle && <p className={styles.subtitle}>{subtitle}</p>}
          </div>
          {actions && <div className={styles.actions}>{actions}</div>}
        </div>
        {notice && <div className={styles.notice}>{notice}</div>}
      </header>
      {tabs ? <DetailTabs tabs={tabs} /> : <div className={styles.content}>{children}</div>}
    </article>
  )
}

function DetailTabs({ tabs }: { tabs: DetailTab[] }) {
  const [url] = useUrlState<'tab'>()
  const navigate = useNavigate()
  const list = useRef<HTMLDivElement>(null)
  const shown = tabs.find(({ key }) => key === url.tab) ?? tabs[0]
  const shownKey = shown?.key
  useEffect(() => {
    if (shownKey === undefined) return
    // On a phone the tabs are wider than the screen.
    list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [shownKey])
  if (!shown) return null
  // Only the tab stays in the address: the filters of one tab mean nothing in another.
  const open = (key: string | null) =>
    void navigate({ to: '.', search: key === tabs[0]?.key ? {} : { tab: key }, replace: true } as never)
  return (
    <Tabs value={shown.key} onChange={open} keepMounted={false} className={styles.tabs}>
      <Tabs.List ref={list} className={styles.tabList}>
        {tabs.map(({ key, label, count }) => (
          <Tabs.Tab key={key} value={key}>
            {label} {count !== undefined && <span className={styles.count}>{formatNumber(count)}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={shown.key} className={styles.content} tabIndex={0}>
        {shown.content()}
      </Tabs.Panel>
    </Tabs>
  )
}

/** A part of a detail page: a heading and what belongs to it. */
export function Section({
  title,
  aside,
  children,
}: {
  title: string
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <section className={styles.section}>
      <div className={styles.sectionLine}>
        <h2 className={styles.sectionTitle}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}

/** Facts as pairs of a word and a value. */
export function Facts({ facts }: { facts: [label: string, value: ReactNode][] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([label, value]) => (
        <div key={label} className={styles.fact}>
          <dt>{label}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  )
}
