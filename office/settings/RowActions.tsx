import { ActionIcon } from '@mantine/core'
import { IconArchive, IconArchiveOff, IconPencil } from '@tabler/icons-react'

type Props = { name: string; archived: boolean; onEdit: () => void; onArchive: (away: boolean) => void }

export function RowActions({ name, archived, onEdit, onArchive }: Props) {
  if (archived) {
    return (
      <ActionIcon aria-label={`Restore ${name}`} onClick={() => onArchive(false)}>
        <IconArchiveOff size={16} stroke={1.75} />
      </ActionIcon>
    )
  }
  return (
    <>
      <ActionIcon aria-label={`Edit ${name}`} onClick={onEdit}>
        <IconPencil size={16} stroke={1.75} />
      </ActionIcon>
      <ActionIcon aria-label={`Archive ${name}`} onClick={() => onArchive(true)}>
        <IconArchive size={16} stroke={1.75} />
      </ActionIcon>
    </>
  )
}
