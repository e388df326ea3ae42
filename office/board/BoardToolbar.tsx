import { ActionIcon, Button, SegmentedControl, TextInput, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChevronLeft,
  IconChevronRight,
  IconLayoutSidebar,
  IconPrinter,
  IconList,
  IconSend,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { LocalDate } from '#core/kit/time.ts'
import type { Board } from '#core/scheduling/board-api.ts'
import styles from './Board.module.css'
import type { Days, Desk } from './desk.ts'
import { dispatchable, ofLines } from './dispatching.ts'
import type { Line, RowWish } from './rows.ts'
import { ViewMenu } from './ViewMenu.tsx'

type Props = {
  board: Board
  /** The rows that are shown: what they hold is dispatched. */
  lines: readonly Line[]
  days: Days
  today: LocalDate
  wish: RowWish
  desk: Desk
  trayOpen: boolean
  onTray: () => void
  onWish: (wish: RowWish) => void
  onDays: (days: number) => void
  onMove: (days: number) => void
  onDay: (date: LocalDate) => void
}

const icon = { size: 16, stroke: 1.75 }

export function BoardToolbar({
  board,
  lines,
  days,
  today,
  wish,
  desk,
  trayOpen,
  onTray,
  onWish,
  onDays,
  onMove,
  onDay,
}: Props) {
  const all = dispatchable(board.visits)
  const ready = ofLines(all, lines)
  return (
    <div className={styles.bar} role="toolbar" aria-label="Board">
      <h1>Board</h1>
      <Tooltip label={trayOpen ? 'Hide what waits' : 'Show what waits'}>
        <ActionIcon variant="default" size={30} aria-label="What waits" aria-expanded={trayOpen} onClick={onTray}>
          <IconLayoutSidebar {...icon} />
        </ActionIcon>
      </Tooltip>
      <ActionIcon variant="default" size={30} aria-label="Earlier" onClick={() => onMove(-days.days)}>
        <IconChevronLeft {...icon} />
      </ActionIcon>
      <Button variant="default" onClick={() => onDay(today)} disabled={days.from === today}>
        Today
      </Button>
      <ActionIcon variant="default" size={30} aria-label="Later" onClick={() => onMove(days.days)}>
        <IconChevronRight {...icon} />
      </ActionIcon>
      <TextInput
        type="date"
        size="xs"
        aria-label="Go to a day"
        value={days.from}
        onChange={(event) => event.currentTarget.value && onDay(event.currentTarget.value)}
      />
      <SegmentedControl
        size="xs"
        aria-label="How many days"
        data={[
          { value: '1', label: 'Day' },
          { value: '3', label: '3 days' },
          { value: '7', label: 'Week' },
        ]}
        value={String(days.days)}
        onChange={(value) => onDays(Number(value))}
      />
      <span className={styles.grow} />
      <Tooltip label="As a list">
        <ActionIcon
          variant="default"
          size={30}
          aria-label="As a list"
          renderRoot={(props) => <Link {...props} to="/schedule" search={{ date: days.from }} />}
        >
          <IconList {...icon} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Print the day of each technician">
        <ActionIcon
          variant="default"
          size={30}
          aria-label="Print"
          renderRoot={(props) => <Link {...props} to="/board/print" search={{ from: days.from }} />}
        >
          <IconPrinter {...icon} />
        </ActionIcon>
      </Tooltip>
      <ViewMenu board={board} wish={wish} onWish={onWish} />
      <Tooltip label={desk.undoes ? `Take back: ${desk.undoes}` : 'Nothing to take back'}>
        <ActionIcon variant="default" size={30} aria-label="Undo" disabled={!desk.undoes} onClick={desk.undo}>
          <IconArrowBackUp {...icon} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={desk.redoes ? `Do again: ${desk.redoes}` : 'Nothing to do again'}>
        <ActionIcon variant="default" size={30} aria-label="Redo" disabled={!desk.redoes} onClick={desk.redo}>
          <IconArrowForwardUp {...icon} />
        </ActionIcon>
      </Tooltip>
      <Button
        leftSection={<IconSend size={15} stroke={1.75} aria-hidden />}
        disabled={ready.length === 0}
        onClick={() =>
          void desk.doStep({
            words: ready.length === 1 ? '1 visit dispatched' : `${ready.length} visits dispatched`,
            changes: ready.map(({ id, workOrder }) => ({ kind: 'dispatch', workOrder, visit: id })),
          })
        }
      >
        {dispatchWords(ready.length, all.length)}
      </Button>
    </div>
  )
}

function dispatchWords(ready: number, all: number): string {
  if (all === 0) return 'All dispatched'
  if (ready === 0) return 'All shown dispatched'
  return ready < all ? `Dispatch ${ready} shown` : `Dispatch ${ready}`
}
