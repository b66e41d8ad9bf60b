import { useState } from 'preact/hooks'
import { ApiProblem } from '../ui/api.ts'
import { type Answers, faultsOf, type Field, filledIn } from './checks.ts'
import { useSending } from './useSending.ts'

type Form = {
  fields: Field[]
  /** What stands in the fields at first. */
  start: () => Answers
  /** Called with all values at each change, for a reload. */
  keep: (values: Answers) => void
  /** The field that a fault of the server's is about, from its JSON pointer. */
  keyOf: (pointer: string) => string
  /** What it answers or throws besides the faults of fields is left to the sending. */
  send: (answers: Answers) => Promise<void>
}

/** Questions and what is wrong with the answers, by the page's own checks and by the server's. */
export function useForm({ fields, start, keep, keyOf, send }: Form) {
  const [values, setValues] = useState<Answers>(start)
  const [faults, setFaults] = useState<Answers>({})
  const [attempts, setAttempts] = useState(0)

  const change = (key: string, value: string) => {
    const changed = { ...values, [key]: value }
    setValues(changed)
    keep(changed)
    if (faults[key]) setFaults(({ [key]: _mended, ...rest }) => rest)
  }
  const refuse = (found: Answers) => {
    setFaults(found)
    setAttempts(count => count + 1)
  }
  const sending = useSending(async () => {
    const found = faultsOf(fields, values)
    if (Object.keys(found).length > 0) return refuse(found)
    try {
      await send(filledIn(fields, values))
    } catch (error) {
      const told = toldByServer(error, fields, keyOf)
      if (Object.keys(told).length === 0) throw error
      refuse(told)
    }
  })
  return { values, faults, attempts, change, sending }
}

function toldByServer(error: unknown, fields: Field[], keyOf: Form['keyOf']): Answers {
  if (!(error instanceof ApiProblem)) return {}
  const keys = new Set(fields.map(({ key }) => key))
  return Object.fromEntries(
    error.errors
      .map(({ pointer, detail }) => [keyOf(pointer), detail] as const)
      .filter(([key]) => keys.has(key)),
  )
}
