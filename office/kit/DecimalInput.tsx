import { TextInput, type TextInputProps } from '@mantine/core'
import { useState } from 'react'
import { parseDecimal } from '#core/kit/money.ts'

type Props = Omit<TextInputProps, 'value' | 'onChange'> & {
  /** A whole number of 10^-digits; null where nothing, or no number, is written. */
  value: number | null
  /** How many digits after the point it may have. */
  digits: number
  onChange: (value: number | null) => void
}

/** A number with a decimal point or comma as people type it, kept as a whole number. */
export function DecimalInput({ value, digits, onChange, error, ...input }: Props) {
  const [typed, setTyped] = useState(() => textOf(value, digits))
  const read = typed.trim() === '' ? null : parseDecimal(typed, digits)
  const wrong = typed.trim() !== '' && read === null ? 'A number, such as 12.50' : undefined
  const shown = read === value ? typed : textOf(value, digits)
  return (
    <TextInput
      inputMode="decimal"
      {...input}
      error={error ?? wrong}
      value={wrong ? typed : shown}
      onChange={(event) => {
        const text = event.currentTarget.value
        setTyped(text)
        onChange(text.trim() === '' ? null : parseDecimal(text, digits))
      }}
    />
  )
}

function textOf(value: number | null, digits: number): string {
  if (value === null) return ''
  const fixed = (value / 10 ** digits).toFixed(digits)
  return digits > 2 ? fixed.replace(/0{1,}$/, '').replace(/\.$/, '') : fixed
}
