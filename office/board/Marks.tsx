import {
  IconAlertTriangle,
  IconClockExclamation,
  IconDeviceMobile,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react'
import type { VisitStatus } from '#core/work-orders/words.ts'
import { visitMarks } from '#ui/status.ts'

const others = {
  late: IconClockExclamation,
  problem: IconAlertTriangle,
  unsent: IconDeviceMobile,
  crew: IconUsers,
} as const
export type MarkName = VisitStatus | keyof typeof others

const icons: [string, TablerIcon][] = [
  ...Object.entries(visitMarks).map(([name, { icon }]): [string, TablerIcon] => [name, icon]),
  ...Object.entries(others),
]

/** The pictures of all cards, drawn once: a thousand cards only point at them. */
export function MarkSheet() {
  return (
    <svg width="0" height="0" style={{ position: 'absolute' }} aria-hidden>
      {icons.map(([name, Icon]) => (
        <symbol key={name} id={`board-mark-${name}`} viewBox="0 0 24 24">
          <Icon size={24} stroke={2} />
        </symbol>
      ))}
    </svg>
  )
}

export function CardMark({ name, className }: { name: MarkName; className?: string | undefined }) {
  return (
    <svg width="13" height="13" className={className}>
      <use href={`#board-mark-${name}`} />
    </svg>
  )
}
