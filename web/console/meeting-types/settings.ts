import type {
  MeetingTypeItem,
  MeetingTypeSettings,
  Question,
} from '../../../src/features/meeting-types/schema.ts'
import type { Difference } from '../../ui/ConflictDialog.tsx'
import { formatList, formatMinutes, t } from '../../ui/language.ts'
import type { useVersionedForm } from '../../ui/useVersionedForm.ts'
import { placeNames, recordingNames } from './words.ts'

type Numbers =
  | 'durationMinutes'
  | 'bufferBeforeMinutes'
  | 'bufferAfterMinutes'
  | 'noticeMinutes'
  | 'windowDays'
  | 'maxGuests'
/** As they are typed: a number may be missing for a while, and no link is an empty text. */
export type Settings = Omit<MeetingTypeSettings, 'active' | 'link' | 'reminders' | Numbers> &
  Record<Numbers, number | null> & { link: string; reminders: (number | null)[] }
export type SettingsForm = ReturnType<typeof useVersionedForm<MeetingTypeItem, Settings>>['form']

/** Always in one order of keys: what is typed and what is saved are compared as they are written. */
export const settingsOf = (type: MeetingTypeItem): Settings => ({
  name: type.name,
  description: type.description,
  link: type.link ?? '',
  durationMinutes: type.durationMinutes,
  otherDurations: type.otherDurations,
  stepMinutes: type.stepMinutes,
  bufferBeforeMinutes: type.bufferBeforeMinutes,
  bufferAfterMinutes: type.bufferAfterMinutes,
  noticeMinutes: type.noticeMinutes,
  windowDays: type.windowDays,
  place: { kind: type.place.kind, text: type.place.text },
  questions: type.questions.map(inOrder),
  reminders: type.reminders,
  recording: type.recording,
  consent: type.consent,
  maxGuests: type.maxGuests,
  dayLimit: type.dayLimit,
  weekLimit: type.weekLimit,
  confirmsEmail: type.confirmsEmail,
})

const inOrder = ({ key, kind, label, help, required, choices, visibleTo }: Question): Question => ({
  key,
  kind,
  label,
  help,
  required,
  choices,
  visibleTo,
})

export const bodyOf = (settings: Settings) => ({
  ...settings,
  link: settings.link.trim() || null,
  questions: settings.questions.map(question =>
    question.kind === 'choice' ? question : { ...question, choices: [] },
  ),
})

const given = (value: number | null) => (value === null ? t('Fill this in.') : null)
export const checks = {
  name: (name: string) => (name.trim() ? null : t('Fill this in.')),
  durationMinutes: given,
  bufferBeforeMinutes: given,
  bufferAfterMinutes: given,
  noticeMinutes: given,
  windowDays: given,
  maxGuests: given,
}

const minutes = (value: number | null) => (value === null ? '' : formatMinutes(value))
const allMinutes = (values: (number | null)[]) => formatList(values.map(minutes))
const number = (value: number | null) => (value === null ? '' : String(value))

/** Each setting in words, for the one who reads and for two who changed it. */
export const inWords = (settings: Settings): [label: string, words: string][] => [
  [t('Name'), settings.name],
  [t('Description'), settings.description],
  [t('Duration'), minutes(settings.durationMinutes)],
  [t('Other durations to choose'), allMinutes(settings.otherDurations)],
  [t('Starts every'), minutes(settings.stepMinutes)],
  [t('Buffer before'), minutes(settings.bufferBeforeMinutes)],
  [t('Buffer after'), minutes(settings.bufferAfterMinutes)],
  [t('Minimum notice'), minutes(settings.noticeMinutes)],
  [t('Booking window in days'), number(settings.windowDays)],
  [t('Meetings a day'), number(settings.dayLimit)],
  [t('Meetings a week'), number(settings.weekLimit)],
  [t('Place'), [placeNames()[settings.place.kind], settings.place.text].filter(Boolean).join(' · ')],
  [t('Questions'), formatList(settings.questions.map(questionWords))],
  [t('Guests at most'), number(settings.maxGuests)],
  [t('Confirm by mail'), settings.confirmsEmail ? t('yes') : t('no')],
  [t('Reminders'), allMinutes(settings.reminders)],
  [t('Recording'), recordingNames()[settings.recording]],
  [t('Text of consent'), settings.consent],
  [t('Public link'), settings.link],
]

const questionWords = ({ label, required }: Question) =>
  required ? t('{label} (required)', { label }) : label

export function differences(mine: Settings, theirs: Settings): Difference[] {
  const others = inWords(theirs)
  return inWords(mine).flatMap(([label, words], index) => {
    const other = others[index]?.[1] ?? ''
    return words === other ? [] : [{ label, mine: words, theirs: other }]
  })
}
