import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'

/** At the head of a panel: one more of what it lists. */
export function AddButton({ children, onPress }: { children: string; onPress: () => void }) {
  return (
    <Button variant="subtle" leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />} onClick={onPress}>
      {children}
    </Button>
  )
}
