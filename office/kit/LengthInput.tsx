import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Minutes } from '#core/kit/money.ts'
import { lengthText, readLength } from './length.ts'

type Props = {
  label: string
  value: Minutes | null
  onChange: (value: Minutes | null) => void
  /** Whether what stands there cannot be read. */
  onUnread: (unread: boolean) => void
  error?: string
  placeholder?: string
}

/** A length typed as words, `4 h` or `30 min`; empty for none. */
export function LengthInput({ label, value, onChange, onUnread, error, placeholder }: Props) {
  const [text, setText] = useState(() => lengthText(value))
  const read = readLength(text)
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      maxLength={20}
      value={text}
      error={read === undefined ? 'As 4 h or 30 min' : error}
      onChange={(event) => {
        const typed = event.currentTarget.value
        setText(typed)
        const length = readLength(typed)
        onUnread(length === undefined)
        if (length !== undefined) onChange(length)
      }}
      onBlur={() => read !== undefined && setText(lengthText(read))}
    />
  )
}
