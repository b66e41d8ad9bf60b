import { NumberInput, type NumberInputProps } from '@mantine/core'

type Given = Omit<NumberInputProps, 'value' | 'onChange'> & {
  /** Null while nothing is typed. */
  value?: number | null
  onChange?: (value: number | null) => void
}

/** A whole number, or none. */
export function NumberField({ value, onChange, ...rest }: Given) {
  return (
    <NumberInput
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      {...rest}
      value={value ?? ''}
      onChange={typed => onChange?.(typeof typed === 'number' ? typed : null)}
    />
  )
}
