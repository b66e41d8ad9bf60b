import { language } from '../ui/language.ts'
import { ownZone } from './clock.ts'

/** A time zone as people look for it: by its town, its name in their language, or how far it is from UTC. */
export type ZoneItem = { zone: string; town: string; detail: string; words: string }

let known: { language: string; items: ZoneItem[] } | undefined

/** Some hundred zones, named in the reader's language: made when they are first looked for. */
function zoneItems(): ZoneItem[] {
  if (known?.language === language()) return known.items
  const zones = new Set([...Intl.supportedValuesOf('timeZone'), ownZone(), 'UTC'])
  known = { language: language(), items: [...zones].map(itemOf) }
  return known.items
}

function itemOf(zone: string): ZoneItem {
  const name = nameOfZone(zone)
  const offset = namePart(zone, 'shortOffset')
  const detail = name === offset ? offset : `${name} · ${offset}`
  const town = townOf(zone)
  const words = fold(`${town} ${zone.replaceAll(/[/_]/g, ' ')} ${zone} ${detail}`)
  return { zone, town, detail, words }
}

/** Towns by their names of today: some browsers say them as they were when the zones were named. */
const renamed: Record<string, string> = {
  Asmera: 'Asmara',
  Calcutta: 'Kolkata',
  Coral_Harbour: 'Atikokan',
  Enderbury: 'Kanton',
  Faeroe: 'Faroe',
  Godthab: 'Nuuk',
  Katmandu: 'Kathmandu',
  Kiev: 'Kyiv',
  Ponape: 'Pohnpei',
  Rangoon: 'Yangon',
  Saigon: 'Ho Chi Minh City',
  Truk: 'Chuuk',
}

/** "New York" of America/New_York */
export function townOf(zone: string) {
  const town = zone.slice(zone.lastIndexOf('/') + 1)
  return renamed[town] ?? town.replaceAll('_', ' ')
}

/** "Central European Standard Time", in the reader's language. */
export const nameOfZone = (zone: string) => namePart(zone, 'long')

const namePart = (timeZone: string, timeZoneName: 'long' | 'shortOffset') =>
  new Intl.DateTimeFormat(language(), { timeZone, timeZoneName })
    .formatToParts()
    .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone

const fold = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** Those that have every word of what was typed; whose town begins with it come first. */
export function findZones(typed: string): ZoneItem[] {
  const wanted = fold(typed.trim())
  const words = wanted.split(/\s+/)
  const rank = (item: ZoneItem) => (fold(item.town).startsWith(wanted) ? 0 : 1)
  return zoneItems()
    .filter(item => words.every(word => item.words.includes(word)))
    .sort((a, b) => rank(a) - rank(b))
}
