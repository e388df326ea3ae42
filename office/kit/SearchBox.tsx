import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import styles from './layout.module.css'

type Props = {
  label: string
  placeholder: string
  value: string
  onChange: (text: string) => void
  /** For who sends the focus here. */
  box?: RefObject<HTMLInputElement | null>
  className?: string
}

/** A search whose words stand in the address; it waits for a pause in the typing. */
export function SearchBox({ label, placeholder, value, onChange, box, className = styles.search }: Props) {
  const [typed, setTyped] = useState(value)
  const sent = useRef(value)
  const send = useDebouncedCallback((text: string) => {
    sent.current = text.trim()
    onChange(sent.current)
  }, 200)
  // A link or the back button changed the address: the box says what the address says.
  useEffect(() => {
    if (value !== sent.current) setTyped(value)
    sent.current = value
  }, [value])
  return (
    <TextInput
      ref={box}
      type="search"
      size="xs"
      className={className}
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={15} stroke={1.75} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        send(event.currentTarget.value)
      }}
    />
  )
}
