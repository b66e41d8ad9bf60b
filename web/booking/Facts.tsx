import type { ComponentChildren } from 'preact'
import { t } from '../ui/language.ts'
import { dayOf, formatDay, formatTimes } from './clock.ts'
import { nameOfZone, townOf } from './zones.ts'

type FactsProps = {
  startsAt: string
  endsAt: string
  zone: string
  host?: string
  where?: ComponentChildren
  /** Further lines, each a term and what it says. */
  more?: [term: string, says: ComponentChildren][]
}

/** When, in whose clock, with whom and where. */
export function Facts({ startsAt, endsAt, zone, host, where, more = [] }: FactsProps) {
  const lines: [string, ComponentChildren][] = [
    [
      t('When'),
      <>
        <time dateTime={startsAt}>
          {formatDay(dayOf(Date.parse(startsAt), zone))}
          <br />
          {formatTimes(startsAt, endsAt, zone)}
        </time>
        <span class="small">
          {t('Times in {town} ({zone})', { town: townOf(zone), zone: nameOfZone(zone) })}
        </span>
      </>,
    ],
    ...(host ? [[t('With'), host] as [string, string]] : []),
    ...(where ? [[t('Where'), where] as [string, ComponentChildren]] : []),
    ...more,
  ]
  return (
    <dl class="facts">
      {lines.map(([term, says]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{says}</dd>
        </div>
      ))}
    </dl>
  )
}
