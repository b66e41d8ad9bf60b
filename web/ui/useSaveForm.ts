import { useForm } from '@mantine/form'
import { type FormEvent, useRef, useState } from 'react'
import { ApiProblem } from './api.ts'

type Values = Record<string, unknown>
type Checks<V> = Partial<{ [Field in keyof V]: (value: V[Field], values: V) => string | null }>

type SaveFormOptions<V extends Values> = {
  values: V
  /** Only what spares a round trip, an empty name; the server decides. */
  checks?: Checks<V>
  save: (values: V) => Promise<unknown>
  onSaved?: (values: V) => void
  /** `save` only shows what would come of it: the form counts as unsaved until `renew` or `reset`. */
  previews?: boolean
}

export type SaveState = 'clean' | 'changed' | 'saving' | 'saved'

/** A form that sends itself, shows the server's faults at their fields and knows whether it is saved. */
export function useSaveForm<V extends Values>({
  values,
  checks,
  save,
  onSaved,
  previews,
}: SaveFormOptions<V>) {
  const form = useForm<V>({ initialValues: values, validate: (checks ?? {}) as never })
  const [state, setState] = useState<'idle' | 'saving' | 'saved'>('idle')
  const [error, setError] = useState<unknown>()
  const isLeaving = useRef(false)
  const send = async (current: V) => {
    setState('saving')
    setError(undefined)
    try {
      await save(current)
    } catch (fault) {
      setState('idle')
      setError(showAtFields(fault, current))
      return
    }
    if (previews) return setState('idle')
    form.resetDirty(current)
    setState('saved')
    // The rendering that would lift the guard comes after a navigation of onSaved.
    isLeaving.current = true
    onSaved?.(current)
    isLeaving.current = false
  }

  const focusFirst = (errors: Record<string, unknown>) => {
    const [path] = Object.keys(errors)
    if (path) form.getInputNode(path)?.focus()
  }

  /** Puts each fault at its field; answers the problem when some of it has no field to stand at. */
  function showAtFields(fault: unknown, current: V) {
    if (!(fault instanceof ApiProblem) || fault.errors.length === 0) return fault
    const placed = fault.errors.filter(({ pointer }) => (pointer.split('/')[1] ?? '') in current)
    const errors = Object.fromEntries(
      placed.map(({ pointer, detail }) => [pointer.slice(1).replaceAll('/', '.'), detail]),
    )
    form.setErrors(errors)
    focusFirst(errors)
    return placed.length === fault.errors.length ? undefined : fault
  }

  /** These are what is saved now: by another form, or by somebody else. */
  const renew = (saved: V) => {
    form.setInitialValues(saved)
    form.setValues(saved)
    form.resetDirty(saved)
    form.clearErrors()
    setState('idle')
    setError(undefined)
  }

  const isChanged = form.isDirty()
  const shown: SaveState =
    state === 'saving' ? 'saving' : isChanged ? 'changed' : state === 'saved' ? 'saved' : 'clean'
  return {
    values: form.values,
    set: form.setFieldValue,
    /** Spread on an input: value, change, error. */
    field: form.getInputProps,
    reset: form.reset,
    renew,
    submit: (event: FormEvent<HTMLFormElement>) => form.onSubmit(send, focusFirst)(event),
    state: shown,
    error,
    mayLeave: () => isLeaving.current || !form.isDirty(),
  }
}

export type SaveFormHandle = Pick<
  ReturnType<typeof useSaveForm<Values>>,
  'submit' | 'state' | 'error' | 'mayLeave'
>
