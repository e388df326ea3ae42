import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'

type Props<T> = {
  rows: readonly T[]
  onChange: (rows: T[]) => void
  /** The grid a row's fields stand in, with the cross at its end. */
  className: string | undefined
  /** The fields of a row; `n` is its place for people, from 1. */
  fields: (row: T, n: number, change: (changes: Partial<T>) => void) => ReactNode
  /** What one is called in front of its number. */
  word: string
  /** What another one begins with. */
  fresh: T
  add: string
}

/** A short list of rows in a form: each with its fields and a cross, and one more at the end. */
export function RowsEditor<T>({ rows, onChange, className, fields, word, fresh, add }: Props<T>) {
  return (
    <>
      {rows.map((row, at) => (
        <div key={at} className={className}>
          {fields(row, at + 1, (changes) =>
            onChange(rows.map((one, place) => (place === at ? { ...one, ...changes } : one))),
          )}
          <ActionIcon
            aria-label={`Remove ${word} ${at + 1}`}
            onClick={() => onChange(rows.filter((_, place) => place !== at))}
          >
            <IconX size={16} stroke={1.75} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="subtle"
          leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
          onClick={() => onChange([...rows, fresh])}
        >
          {add}
        </Button>
      </div>
    </>
  )
}
