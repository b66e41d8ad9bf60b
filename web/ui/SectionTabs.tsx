import { Link, type LinkProps } from '@tanstack/react-router'
import styles from './SectionTabs.module.css'

type SectionTab = { label: string } & Pick<LinkProps, 'to'>

/** The pages of one section as tabs: links, so that each opens in a new window too. */
export function SectionTabs({ label, tabs }: { label: string; tabs: SectionTab[] }) {
  return (
    <nav aria-label={label} className={styles.tabs}>
      {tabs.map(tab => (
        <Link
          key={tab.label}
          to={tab.to}
          className={styles.tab}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  )
}
