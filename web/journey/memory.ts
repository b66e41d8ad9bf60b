import { isLanguage, type Language } from '../ui/language.ts'

type Answers = Record<string, string>
export type Memory = {
  /** The client pressed Start in this tab: a reload goes on where they were. */
  entered: boolean
  language: Language | undefined
  /** What was typed and not sent yet, by step. */
  drafts: Record<string, Answers>
}

const nothing: Memory = { entered: false, language: undefined, drafts: {} }
const latest = new Map<string, Memory>()
const keyOf = (token: string) => `guildhall.journey.${token}`

/** What this tab knows of a journey. It leaves with the tab, since the phone may be a borrowed one. */
export function recall(token: string): Memory {
  return latest.get(token) ?? read(token)
}

export function remember(token: string, change: Partial<Memory>) {
  const memory = { ...recall(token), ...change }
  latest.set(token, memory)
  try {
    sessionStorage.setItem(keyOf(token), JSON.stringify(memory))
  } catch {
    // Storage is closed in some private windows: it is remembered until a reload.
  }
}

function read(token: string): Memory {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(token)) ?? '{}') as Partial<Memory>
    return { ...nothing, ...kept, language: isLanguage(kept.language) ? kept.language : undefined }
  } catch {
    return nothing
  }
}
