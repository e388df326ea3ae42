import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Position } from '#core/kit/fields.ts'
import { positionText, readPosition } from './position.ts'

type Props = {
  label: string
  description?: string
  placeholder?: string
  value: Position | null
  /** Undefined while what is written is no position: it cannot be saved then. */
  onChange: (position: Position | null | undefined) => void
}

/** Latitude and longitude, as pasted from a map. */
export function PositionInput({ label, description, placeholder, value, onChange }: Props) {
  const [typed, setTyped] = useState(() => positionText(value))
  const read = readPosition(typed)
  // Somebody else's value, taken over, shows; what is being typed stays as it is typed.
  const shown = read === undefined || positionText(read) === positionText(value) ? typed : positionText(value)
  return (
    <TextInput
      label={label}
      description={description}
      placeholder={placeholder ?? 'Latitude, longitude'}
      maxLength={60}
      value={shown}
      error={read === undefined ? 'Latitude and longitude, such as 52.5163, 13.3777' : undefined}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(readPosition(event.currentTarget.value))
      }}
    />
  )
}
