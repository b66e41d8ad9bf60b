import type { z } from 'zod'
import type { ClientDetail, TimelineItem } from '../../../src/features/clients/schema.ts'
import { formatList, formatSpan, t } from '../../ui/language.ts'
import { nameOf } from './words.ts'

type Item = z.infer<typeof TimelineItem>
type Words = { name: string; member: string; step: string; fields: string; method: unknown; time: string }

/** What happened, as a colleague would tell it. */
export function sentenceOf(item: Item, client: ClientDetail): string {
  const tell = tales[item.name]
  if (!tell) return item.name
  const { step: key, fields, method, after, before } = item.data
  return tell({
    name: item.actor.kind === 'client' ? nameOf(client) : (item.actor.name ?? t('A colleague')),
    member: item.member?.name ?? t('a colleague'),
    step: client.steps.find(step => step.key === key)?.title ?? String(key ?? ''),
    fields: Array.isArray(fields) ? formatList(fields.map(fieldWords)) : '',
    method,
    time: timeWords(after) ?? timeWords(before) ?? '–',
  })
}

/** When a meeting is, as an event keeps it. */
function timeWords(state: unknown): string | undefined {
  const { startsAt, endsAt } = (state ?? {}) as { startsAt?: string; endsAt?: string }
  return startsAt && endsAt ? formatSpan(startsAt, endsAt) : undefined
}

/** The client of one page is clear, so that only who did it and what needs a word. */
const tales: Record<string, (words: Words) => string> = {
  'client.changed': ({ name, fields }) =>
    fields ? t('{name} changed {fields}', { name, fields }) : t('{name} changed the details', { name }),
  'client.shared': ({ name, member }) => t('{name} shared this client with {member}', { name, member }),
  'client.unshared': ({ name, member }) =>
    t('{name} stopped sharing this client with {member}', { name, member }),
  'invite.sent': ({ name, method }) =>
    method === 'link'
      ? t('{name} made the invite and its link', { name })
      : t('{name} sent the invite', { name }),
  'invite.sent_again': ({ name, method }) =>
    method === 'link' ? t('{name} copied the link', { name }) : t('{name} sent the invite again', { name }),
  'invite.delivered': () => t('The mail was handed over'),
  'invite.undelivered': () => t('The mail could not be delivered'),
  'invite.initiated': ({ name }) => t('{name} started', { name }),
  'invite.revoked': ({ name }) => t('{name} revoked the invite', { name }),
  'step.completed': ({ name, step }) => t('{name} completed “{step}”', { name, step }),
  'invite.completed': ({ name }) => t('{name} completed everything', { name }),
  'meeting.held': ({ name, time }) => t('{name} asked for a meeting, {time}', { name, time }),
  'meeting.booked': ({ name, time }) => t('{name} booked a meeting, {time}', { name, time }),
  'meeting.planned': ({ name, time }) => t('{name} planned a meeting, {time}', { name, time }),
  'meeting.rescheduled': ({ name, time }) => t('{name} moved the meeting to {time}', { name, time }),
  'meeting.reassigned': ({ name }) => t('{name} gave the meeting to another host', { name }),
  'meeting.cancelled': ({ name }) => t('{name} cancelled the meeting', { name }),
  'meeting.guest_added': ({ name }) => t('{name} added a guest to the meeting', { name }),
  'meeting.guest_removed': ({ name }) => t('{name} removed a guest from the meeting', { name }),
  'meeting.completed': () => t('The meeting was held'),
  'meeting.missed': () => t('The meeting was missed'),
  'meeting.rated': ({ name }) => t('{name} rated the meeting', { name }),
}

function fieldWords(field: unknown): string {
  const words: Record<string, string> = {
    firstName: t('the first name'),
    lastName: t('the last name'),
    email: t('the email address'),
    phone: t('the phone number'),
    externalId: t('the external id'),
    language: t('the language'),
  }
  return words[String(field)] ?? String(field)
}
