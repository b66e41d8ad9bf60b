import { z } from 'zod'
import type { Chance } from '../../bench/population.ts'

type Shape = {
  type?: string
  format?: string
  minimum?: number
  maximum?: number
  enum?: unknown[]
  const?: unknown
  anyOf?: Shape[]
  oneOf?: Shape[]
  allOf?: Shape[]
  items?: Shape
  properties?: Record<string, Shape>
  required?: string[]
}

/** Values that some layer between a socket and a row is known to stumble over. */
const awkward: readonly (() => unknown)[] = [
  () => null,
  () => '',
  () => 0,
  () => -1,
  () => 1e308,
  () => 2 ** 53,
  () => true,
  () => [],
  () => ({}),
  () => [null],
  () => '\0',
  () => 'a\0b',
  () => '\ud800',
  () => '\udfff and more',
  () => 'é'.repeat(300),
  () => 'x'.repeat(100_000),
  () => '💥'.repeat(100),
  () => `'; drop table app.client; --`,
  () => '{{constructor.constructor("return 1")()}}',
  () => '%00%ff',
  () => '../../../../etc/passwd',
  () => '\r\nBcc: everybody@example.org',
  () => '-9223372036854775809',
  () => '00000000-0000-0000-0000-000000000000',
  () => 'NaN',
  () => '2026-02-30T25:61:00Z',
  () => Array.from({ length: 300 }, () => 'x'),
  () => nested(200),
  () => JSON.parse('{"__proto__": {"isAdmin": true}, "constructor": {"prototype": {"role": "admin"}}}'),
  () => JSON.parse('{"toString": "not a function", "length": -1, "then": "no"}'),
]
const nested = (depth: number): unknown => (depth === 0 ? 'deep' : { a: [nested(depth - 1)] })
/** Near to what is right, and some of it right, by what a text is called. */
const texts: Record<string, readonly string[]> = {
  timeZone: [
    'Europe/Amsterdam',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'UTC',
    'Etc/GMT+12',
    '+02:00',
  ],
  start: ['09:00', '00:00', '22:00', '24:00', '9:00'],
  end: ['17:00', '24:00', '02:00', '00:00', '25:00'],
  rrule: [
    'FREQ=WEEKLY;BYDAY=MO,WE',
    'FREQ=DAILY;COUNT=3',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MONTHLY;BYDAY=5FR;BYSETPOS=-1',
    'FREQ=SECONDLY',
    'FREQ=DAILY;INTERVAL=99999999999',
    'FREQ=WEEKLY;UNTIL=99991231T235959Z',
    'FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=366;BYMONTH=1',
    'RRULE:FREQ=DAILY',
    'FREQ=DAILY;FREQ=DAILY',
    ';;;',
  ],
  /** None of them leads off this machine. */
  url: [
    'http://10.0.0.1/calendar',
    'https://169.254.169.254/latest/meta-data/',
    'http://[::1]:22/',
    'http://[::ffff:10.0.0.1]/',
    'http://0x0a000001/',
    'webcal://192.168.1.1/busy.ics',
    'http://user:secret@10.0.0.1/',
    'http://127.0.0.1:1/',
    'http://0/',
    'file:///etc/passwd',
  ],
  email: ['ada@example.org', 'grace@example.org', 'ADA@Example.ORG', 'hedy@example.org', 'ada@[10.0.0.1]'],
  questionId: ['all', 'admins', 'none'],
  phone: ['+31612345678', '+1 (212) 555-0100', '0612345678'],
  /** Of a search, of which there are many, and which an address bar cuts off. */
  search: ['', 'client', '%', '_', '\\', 'x', "' or true --"],
}
const wholeBodies = [
  '',
  '{',
  'null',
  '[]',
  '"text"',
  '12',
  '{"a":1,}',
  '\u0000',
  '{"__proto__":{"dryRun":false}}',
  '{"constructor":{"prototype":{}}}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `{"a":"${'x'.repeat(500_000)}"}`,
  'a=b&c=d',
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
  Buffer.from([0xff, 0xfe, 0x7b, 0x00]),
  Buffer.from('{"name":"\xff\xfe"}', 'latin1'),
]
const contentTypes = [
  'application/json; charset=utf-8',
  'application/json;charset=utf-16',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/problem+json',
  'nonsense',
  '',
]
const idLike = [
  'not-an-id',
  '%00',
  '%2e%2e%2f',
  '%ff',
  '0',
  'null',
  'constructor',
  '__proto__',
  'x'.repeat(200),
]

/** In the order in which a key is searched for them. */
const nouns = [
  'meetingType',
  'meeting',
  'calendar',
  'block',
  'guest',
  'flow',
  'group',
  'member',
  'client',
  'invite',
] as const
const emptyIds = Object.fromEntries(nouns.map(noun => [noun, [] as string[]])) as Record<
  (typeof nouns)[number],
  string[]
>
const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Requests that are nearly right, or not at all; the same ones for the same seed. */
export class Nonsense {
  readonly #chance: Chance
  /** Ids that exist, by noun. */
  ids: Readonly<Record<(typeof nouns)[number], readonly string[]>> = emptyIds
  readonly #shapes = new Map<z.ZodType, Shape>()

  constructor(chance: Chance) {
    this.#chance = chance
  }

  is = (percent: number) => this.#chance.below(100) < percent
  oneOf = <T>(list: readonly T[]): T => this.#chance.oneOf(list)

  /** A value for a path's parameter. */
  param = (likely: readonly string[]) =>
    this.is(75) && likely.length > 0 ? this.oneOf(likely) : this.is(50) ? this.#id() : this.oneOf(idLike)

  contentType = () => (this.is(90) ? 'application/json' : this.oneOf(contentTypes))

  /** @param spoilt in how many of a hundred something is wrong in any case. */
  body(shape: z.ZodType | undefined, spoilt = 65): string | Buffer {
    if (!shape || this.is(8)) return this.oneOf(wholeBodies)
    const body = this.#valueFor(this.#shapeOf(shape))
    return JSON.stringify(this.is(spoilt) ? this.#spoil(body) : body) ?? 'undefined'
  }

  query(shape: z.ZodType | undefined): string {
    if (!shape && this.is(90)) return ''
    const value = shape ? this.#valueFor(this.#shapeOf(shape)) : {}
    const spoilt = this.is(40) ? value : this.#spoil(value)
    const pairs = Object.entries(spoilt ?? {}).map(([key, given]) => {
      const text = typeof given === 'object' ? JSON.stringify(given) : String(given)
      return `${encodeURIComponent(key)}=${encodeURIComponent(text.slice(0, 2000).toWellFormed())}`
    })
    return this.is(5) ? `${pairs.join('&')}&${pairs[0] ?? 'limit=1'}&%zz=%ff` : pairs.join('&')
  }

  #shapeOf(shape: z.ZodType): Shape {
    const known = this.#shapes.get(shape)
    if (known) return known
    const made = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as Shape
    this.#shapes.set(shape, made)
    return made
  }

  /** An id that is there, for the most part of what the key is about. */
  #id(key = ''): string {
    const asked = key.toLowerCase().replace('host', 'member').replace('moveto', 'group')
    const about = nouns.find(noun => asked.includes(noun.toLowerCase()))
    const { ids } = this
    return this.oneOf(about && this.is(80) ? ids[about] : Object.values(ids).flat())
  }

  /** Something that fits, more or less: lengths and patterns are left to luck. */
  #valueFor(shape: Shape, key = ''): unknown {
    const choices = shape.anyOf ?? shape.oneOf
    if (choices) return this.#valueFor(this.oneOf(choices), key)
    if (shape.allOf) return Object.assign({}, ...shape.allOf.map(part => this.#valueFor(part)))
    if (shape.const !== undefined) return shape.const
    if (shape.enum) return this.oneOf(shape.enum)
    if (shape.type === 'object') {
      const entries = Object.entries(shape.properties ?? {}).filter(
        ([key]) => shape.required?.includes(key) || this.is(40),
      )
      return Object.fromEntries(entries.map(([key, value]) => [key, this.#valueFor(value, key)]))
    }
    if (shape.type === 'array')
      return Array.from({ length: this.#chance.below(4) }, () => this.#valueFor(shape.items ?? {}, key))
    if (shape.type === 'boolean') return this.is(70)
    if (shape.type === 'integer' || shape.type === 'number') return this.#number(shape, key)
    if (shape.type === 'null') return null
    if (shape.format === 'uuid') return this.#id(key)
    if (shape.format === 'email') return `somebody${this.#chance.below(50)}@example.org`
    if (shape.format === 'date-time') return this.#instant(key)
    if (shape.format === 'date') return this.#instant(key).slice(0, 10)
    if (key === 'reach') return `group:${this.#id('group')}`
    const likely = texts[key]
    if (likely && this.is(95)) return this.oneOf(likely)
    return this.oneOf([
      'Ada',
      'a-link-1',
      `link-${this.#chance.below(1000)}`,
      '#1f6b4f',
      'Europe/Amsterdam',
      '"3"',
      'x@y.example',
    ])
  }

  #number({ minimum = -20, maximum = 300 }: Shape, key: string): number {
    const [least, most] = this.is(80) ? [minimum, Math.min(maximum, minimum + 300)] : [-20, 300]
    // Of lengths of time, the one that is offered.
    return this.is(key === 'durationMinutes' ? 75 : 30) ? 30 : least + this.#chance.below(most - least + 1)
  }

  /** Of the next weeks, on the half hour and while people work, for the most part; what ends does so later. */
  #instant(key: string): string {
    if (this.is(5))
      return this.oneOf(['2026-02-30T10:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59+14:00'])
    const today = Math.floor(Date.now() / dayMs) * dayMs
    const days = this.#chance.below(12) + (/^(to|ends)/.test(key) ? this.#chance.below(20) : 1)
    return new Date(today + days * dayMs + (16 + this.#chance.below(18)) * (hourMs / 2)).toISOString()
  }

  /** One place in a value replaced, taken out or added. */
  #spoil(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || this.is(15)) return this.oneOf(awkward)()
    const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value }
    const keys = Object.keys(copy)
    if (keys.length === 0 || this.is(10)) {
      const added = this.oneOf(['extra', '__proto__', 'constructor', 'organizationId', 'role', 'id', '0', ''])
      if (!Array.isArray(copy))
        Object.defineProperty(copy, added, {
          value: this.oneOf(awkward)(),
          enumerable: true,
          configurable: true,
          writable: true,
        })
      return copy
    }
    const key = this.oneOf(keys) as keyof typeof copy
    if (this.is(15)) delete copy[key]
    else Object.assign(copy, { [key]: this.#spoil(copy[key]) })
    return copy
  }
}
