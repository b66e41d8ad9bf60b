import { useSearch } from '@tanstack/react-router'
import type { z } from 'zod'
import type { ReportOptions } from '../../../src/features/reports/schema.ts'
import { addDays, type Day, readingIn } from '../../ui/calendar/days.ts'
import { useNow } from '../../ui/useNow.ts'
import { type Search, useUrlState } from '../../ui/url.ts'
import { useMe } from '../shell/session.ts'
import { isPreset, type Period, periodOf, type Preset } from './period.ts'

export type About = 'meetings' | 'invites'
export type By = 'type' | 'host' | 'group' | 'flow'
type Options = z.infer<typeof ReportOptions>
type Key = 'about' | 'reach' | 'period' | 'from' | 'to' | 'by'

export const bys: Record<About, By[]> = {
  meetings: ['type', 'host', 'group'],
  invites: ['flow', 'host', 'group'],
}

/** A report as the address names it; what it leaves out, or may not be asked for, is the widest there is. */
export type Choice = {
  about: About
  abouts: About[]
  reach: string
  options: Options[About]
  preset: Preset
  period: Period
  by: By
  set: (change: Search<Key>) => void
}

export function useChoice(options: Options): Choice | undefined {
  const url = useSearch({ from: '/framed/reports' })
  const [, set] = useUrlState<Key>()
  const { organization } = useMe()
  // Everybody who reads a report of one day means the same day.
  const today = readingIn(organization.timeZone, useNow()).day
  const abouts = (['meetings', 'invites'] as const).filter(each => reachesOf(options[each]).length > 0)
  const about = abouts.find(each => each === url.about) ?? abouts[0]
  if (!about) return undefined
  const reaches = reachesOf(options[about])
  const preset = isPreset(url.period) ? url.period : '4weeks'
  return {
    about,
    abouts,
    reach: reaches.find(each => each === url.reach) ?? (reaches[0] as string),
    options: options[about],
    preset,
    period: preset === 'custom' ? customOf(url.from, url.to, today) : periodOf(preset, today),
    by: bys[about].find(each => each === url.by) ?? (bys[about][0] as By),
    set,
  }
}

/** The widest first. */
const reachesOf = ({ reaches, groups }: Options[About]) => [
  ...reaches.filter(each => each === 'all'),
  ...groups.map(({ id }) => `group:${id}`),
  ...reaches.filter(each => each === 'own'),
]

const isDay = (value: string | undefined): value is Day => /^\d{4}-\d\d-\d\d$/.test(value ?? '')
const longest = 1100

/** As much of it as may be asked for, and never backwards. */
function customOf(from: string | undefined, to: string | undefined, today: Day): Period {
  const last = isDay(to) ? to : today
  const first = isDay(from) ? from : addDays(last, -27)
  const earliest = addDays(last, 1 - longest)
  return { from: first > last ? last : first < earliest ? earliest : first, to: last }
}
