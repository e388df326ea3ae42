import { Button, Checkbox, Popover, Stack } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { ReactNode } from 'react'

type FilterMenuProps<T extends string> = {
  name: string
  options: readonly { value: T; label: ReactNode }[]
  chosen: readonly T[]
  onChange: (chosen: T[]) => void
}

/** A filter of several values: a button that says how many, with boxes to tick below it. */
export function FilterMenu<T extends string>({ name, options, chosen, onChange }: FilterMenuProps<T>) {
  return (
    <Popover position="bottom-start" trapFocus>
      <Popover.Target>
        <Button
          variant={chosen.length > 0 ? 'light' : 'default'}
          style={{ borderColor: 'var(--color-control)' }}
          rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden />}
        >
          {chosen.length > 0 ? `${name}: ${chosen.length}` : name}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group
          aria-label={name}
          value={[...chosen]}
          onChange={(values) =>
            onChange(options.map((option) => option.value).filter((value) => values.includes(value)))
          }
        >
          <Stack gap="xs">
            {options.map(({ value, label }) => (
              <Checkbox key={value} value={value} label={label} />
            ))}
          </Stack>
        </Checkbox.Group>
        {chosen.length > 0 ? (
          <Button variant="subtle" mt="sm" fullWidth onClick={() => onChange([])}>
            Any
          </Button>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  )
}
