import { useEffect, useRef, useState } from 'react'
import { ApiProblem } from './api.ts'
import { useSaveForm } from './useSaveForm.ts'

type Values = Record<string, unknown>
type Versioned = { version: number }
type Given<Thing extends Versioned, V extends Values> = Omit<
  Parameters<typeof useSaveForm<V>>[0],
  'values' | 'save'
> & {
  thing: Thing
  valuesOf: (thing: Thing) => V
  /** Sends what is typed with the version it was typed over; answers what is saved then, a preview nothing. */
  save: (values: V, version: number) => Promise<Versioned | void>
}

/**
 * A form of settings that carry a version: follows what others save as long as nothing is typed here, and holds theirs
 * for a choice once both have changed the same fields.
 */
export function useVersionedForm<Thing extends Versioned, V extends Values>(given: Given<Thing, V>) {
  const { thing, valuesOf, save, ...options } = given
  const base = useRef({ version: thing.version, values: valuesOf(thing) })
  const [theirs, setTheirs] = useState<Thing>()
  const send = async (values: V, version: number) => {
    const saved = await save(values, version)
    if (saved) base.current = { version: saved.version, values }
  }
  const form = useSaveForm<V>({
    ...options,
    values: valuesOf(thing),
    save: async values => {
      try {
        await send(values, base.current.version)
      } catch (error) {
        if (!(error instanceof ApiProblem && error.code === 'version_mismatch')) throw error
        const current = error.rest.current as Thing
        // What changed is in none of these fields: the other form of a page, say.
        if (isSame(valuesOf(current), base.current.values)) return send(values, current.version)
        setTheirs(current)
        throw error
      }
    },
  })
  const take = (taken: Thing) => {
    base.current = { version: taken.version, values: valuesOf(taken) }
    form.renew(valuesOf(taken))
  }
  // After every rendering: it may be the typing that ended, and not theirs that came.
  useEffect(() => {
    if (thing.version > base.current.version && form.mayLeave()) take(thing)
  })
  return {
    form,
    theirs,
    closeConflict: () => setTheirs(undefined),
    overwrite: async () => {
      if (!theirs) return
      await send(form.values, theirs.version)
      if (!options.previews) form.renew(form.values)
    },
    discard: () => theirs && take(theirs),
  }
}

/** By content: lists of an answer are new objects each time. */
const isSame = (a: Values, b: Values) =>
  Object.entries(a).every(([field, value]) => JSON.stringify(b[field]) === JSON.stringify(value))
