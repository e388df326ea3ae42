import { SegmentedControl } from '@mantine/core'

type Which = 'no' | 'only'
type Props = {
  /** `Which customers`. */
  label: string
  value: Which
  onChange: (archived: 'only' | undefined) => void
}

/** What the address says of archived rows: they are left out, or alone. */
export const whichOf = (archived: string | undefined): Which => (archived === 'only' ? 'only' : 'no')

export function ActiveOrArchived({ label, value, onChange }: Props) {
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      data={[
        { value: 'no', label: 'Active' },
        { value: 'only', label: 'Archived' },
      ]}
      value={value}
      onChange={(chosen) => onChange(chosen === 'only' ? 'only' : undefined)}
    />
  )
}
