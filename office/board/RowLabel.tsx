import { IconChevronDown, IconPhoneCall, IconPrinter, IconSend } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { Person } from '../kit/Person.tsx'
import styles from './Board.module.css'
import type { Desk } from './desk.ts'
import { dispatchable } from './dispatching.ts'
import type { Row } from './rows.ts'

/** Who has the row, and what can be done with all of it. By keyboard: left of its first card. */
export function RowLabel({ row, desk, onOpen }: { row: Row; desk: Desk; onOpen: () => void }) {
  const navigate = useNavigate()
  const ready = dispatchable(desk.board.visits.filter(({ crew }) => crew.some((one) => one === row.id)))
  const name = row.technician?.name ?? 'Nobody yet'
  return (
    <>
      <span className={styles.name}>
        {row.technician ? <Person name={name} colour={row.technician.colour} /> : name}
        {row.technician && row.technician.open === null ? <small>No hours</small> : null}
      </span>
      {row.technician && row.technician.onCall.length > 0 ? (
        <span className={styles.onCallMark} title="On call in these days">
          <IconPhoneCall size={14} stroke={1.75} aria-hidden />
          <span className="sr-only">On call</span>
        </span>
      ) : null}
      {row.hidden > 0 || row.lanes > 4 ? (
        <button
          type="button"
          className={styles.more}
          tabIndex={-1}
          onClick={onOpen}
          aria-label={`${row.hidden} more of ${name}`}
        >
          {row.hidden > 0 ? `+${row.hidden}` : <IconChevronDown size={14} stroke={2} aria-hidden />}
        </button>
      ) : null}
      {row.technician ? (
        <button
          type="button"
          className={styles.rowAct}
          title={`Print the day of ${name}`}
          aria-label={`Print the day of ${name}`}
          onClick={() => void navigate({ to: '/board/print', search: { from: desk.board.from, technician: row.id } })}
        >
          <IconPrinter size={14} stroke={1.75} aria-hidden />
        </button>
      ) : null}
      {ready.length > 0 ? (
        <button
          type="button"
          className={styles.send}
          tabIndex={-1}
          title={`Dispatch ${ready.length} of ${name}`}
          aria-label={`Dispatch ${ready.length} of ${name}`}
          onClick={() =>
            void desk.doStep({
              words: `${ready.length} of ${name} dispatched`,
              changes: ready.map(({ id, workOrder }) => ({ kind: 'dispatch', workOrder, visit: id })),
            })
          }
        >
          <IconSend size={14} stroke={1.75} aria-hidden />
        </button>
      ) : null}
    </>
  )
}
