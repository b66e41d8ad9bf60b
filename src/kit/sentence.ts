/** An English sentence for the reader of a problem, and its key in messages/*.json, where it is an ICU message. */
export type Sentence = string & { readonly isSentence: true }

/** What a sentence names in braces. */
export type Values = Record<string, string | number>

/** The only maker of sentences. Its argument is a literal, so that scripts/messages.ts finds it. */
export const say = (sentence: string) => sentence as Sentence

/** One fault of the input: where it is (RFC 6901, a JSON pointer into body or query) and what to do. */
export type Fault = { pointer: string; detail: Sentence; values?: Values }
