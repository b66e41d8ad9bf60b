import { expect, test } from 'vitest'
import { freeHost, halfHour } from '../../../test/slot-worlds.ts'
import { minuteOf } from '../../kit/minutes.ts'
import { whyNot } from './rules/explanation.ts'
import type { Host, TypeRules } from './rules/hosts.ts'

/** Berlin is two hours ahead of UTC on this Monday. */
const at = (time: string) => minuteOf(new Date(`2027-06-07T${time}+02:00`))
const startsAt = at('10:00')
const asked = { start: startsAt, end: at('10:30') }
const now = at('00:00')
const why = (host: Partial<Host>, type: Partial<TypeRules> = {}, time = '10:00') =>
  whyNot({ type: { ...halfHour, ...type }, host: { ...freeHost, ...host }, now, startsAt: at(time) })
const everyDay = (startMinute: number, endMinute: number) =>
  [1, 2, 3, 4, 5, 6, 7].map(day => ({ day, startMinute, endMinute }))

test('nothing stands against a time that is offered', () => {
  expect(why({})).toEqual([])
})

test('of hours the part outside them is named', () => {
  const late = { start: at('10:15'), end: at('10:30') }
  expect(why({ weekly: everyDay(540, 615) })).toEqual([{ layer: 'open_hours', interval: late }])
  expect(why({ typeWeekly: everyDay(540, 615) })).toEqual([{ layer: 'type_hours', interval: late }])
})

test('blocks and busy times are named with their own times', () => {
  const interval = { start: at('09:00'), end: at('10:01') }
  const elsewhere = { start: at('10:30'), end: at('11:00') }
  const layers = {
    organizationBlocks: 'organization_block',
    groupBlocks: 'group_block',
    memberBlocks: 'member_block',
    busy: 'busy',
  }
  for (const [list, layer] of Object.entries(layers))
    expect(why({ [list]: [interval, elsewhere] })).toEqual([{ layer, interval }])
})

test('a meeting is told from one that is only too near', () => {
  const over = { start: at('10:15'), end: at('11:00') }
  const near = { start: at('10:40'), end: at('11:00') }
  const meeting = { beforeMinutes: 15, afterMinutes: 5 }
  expect(why({ meetings: [{ ...over, ...meeting }] })).toEqual([{ layer: 'meeting', interval: over }])
  const around = { start: at('10:25'), end: at('11:05') }
  expect(why({ meetings: [{ ...near, ...meeting }] })).toEqual([{ layer: 'buffer', interval: around }])
})

test('notice, window and grid are named with the time itself', () => {
  expect(why({}, { noticeMinutes: 601 })).toEqual([{ layer: 'notice', interval: asked }])
  expect(why({}, { windowDays: 0 })).toEqual([{ layer: 'window', interval: asked }])
  expect(why({}, { stepMinutes: 45 })).toEqual([{ layer: 'grid', interval: asked }])
})

test('limits are named with the day or the week that is full', () => {
  const meetings = [{ start: at('15:00'), end: at('15:30'), beforeMinutes: 0, afterMinutes: 0 }]
  expect(why({ meetings, dayLimit: 1, weekLimit: 1 })).toEqual([
    { layer: 'limit_day', interval: { start: now, end: now + 1440 } },
    { layer: 'limit_week', interval: { start: now, end: now + 7 * 1440 } },
  ])
})

test('a host who cannot be booked says why', () => {
  expect(why({ unbookable: 'calendar_failed' })).toEqual([{ layer: 'calendar_failed', interval: asked }])
})

test('everything that stands against a time is named at once, in the order of the layers', () => {
  const taken = [{ start: at('06:00'), end: at('07:00') }]
  const all = why({ busy: taken, memberBlocks: taken }, { noticeMinutes: 600 }, '06:00')
  expect(all.map(({ layer }) => layer)).toEqual(['open_hours', 'member_block', 'busy', 'notice'])
})
