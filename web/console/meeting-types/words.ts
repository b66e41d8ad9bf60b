import type { MeetingTypeItem, Question } from '../../../src/features/meeting-types/schema.ts'
import { t } from '../../ui/language.ts'

export type PlaceKind = MeetingTypeItem['place']['kind']
export type QuestionKind = Question['kind']
export type Recording = MeetingTypeItem['recording']

export const placeNames = (): Record<PlaceKind, string> => ({
  video_room: t('Video room'),
  phone: t('Phone'),
  address: t('At an address'),
  url: t('Link of your own'),
})

export const questionKinds = (): Record<QuestionKind, string> => ({
  text: t('Short text'),
  long_text: t('Long text'),
  choice: t('Choice'),
  checkbox: t('Tick box'),
  phone: t('Phone number'),
})

export const recordingNames = (): Record<Recording, string> => ({
  off: t('Never'),
  manual: t('When the host starts it'),
  automatic: t('From the beginning'),
})
