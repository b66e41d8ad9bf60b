import type { Answers } from '../public/checks.ts'
import { tabMemory } from '../public/memory.ts'
import type { Language } from '../ui/language.ts'

type Memory = {
  /** The client pressed Start in this tab: a reload goes on where they were. */
  entered: boolean
  language: Language | undefined
  /** What was typed and not sent yet, by step. */
  drafts: Record<string, Answers>
}

export const { recall, remember } = tabMemory<Memory>('journey', {
  entered: false,
  language: undefined,
  drafts: {},
})
