import { t } from '../../ui/language.ts'

/** How often a block comes again, as the dialog offers it. */
export const repeats = ['never', 'DAILY', 'WEEKLY', 'FORTNIGHTLY', 'MONTHLY', 'YEARLY'] as const
export type Repeat = (typeof repeats)[number]

export const repeatNames = (): Record<Repeat, string> => ({
  never: t('Does not repeat'),
  DAILY: t('Every day'),
  WEEKLY: t('Every week'),
  FORTNIGHTLY: t('Every two weeks'),
  MONTHLY: t('Every month'),
  YEARLY: t('Every year'),
})

/** RFC 5545 §3.3.10. @param until a day, `YYYY-MM-DD`, the last on which it may begin. */
export function ruleOf(repeat: Repeat, until: string): string | null {
  if (repeat === 'never') return null
  const every = repeat === 'FORTNIGHTLY' ? 'FREQ=WEEKLY;INTERVAL=2' : `FREQ=${repeat}`
  return until ? `${every};UNTIL=${until.replaceAll('-', '')}T235959` : every
}

/** What is known of a rule in words; others are told as they are written. */
export function repeatWords(rule: string): string {
  const parts = new Map(rule.split(';').map(part => part.split('=') as [string, string]))
  const isFortnightly = parts.get('FREQ') === 'WEEKLY' && parts.get('INTERVAL') === '2'
  const repeat = isFortnightly ? 'FORTNIGHTLY' : (parts.get('FREQ') as Repeat)
  const isPlain = [...parts.keys()].every(
    key => key === 'FREQ' || key === 'UNTIL' || (isFortnightly && key === 'INTERVAL'),
  )
  const name = isPlain ? repeatNames()[repeat] : rule
  const until = parts.get('UNTIL')
  const day = until && `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`
  return day && isPlain ? t('{repeat} until {day}', { repeat: name, day }) : name
}
