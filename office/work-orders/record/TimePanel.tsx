import { ActionIcon } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { sum } from '#core/kit/money.ts'
import { addMinutes, formatMinutes, formatSpan, localDate } from '#core/kit/time.ts'
import { heading } from '#core/work-orders/labels.ts'
import { allTimeEntries, type TimeEntry } from '#core/work-orders/visits.ts'
import { DisabledReason } from '#ui/office/DisabledReason.tsx'
import { Panel } from '#ui/office/Page.tsx'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { SiteTime } from '../../kit/SiteTime.tsx'
import { CorrectTimeDialog } from '../dialogs/CorrectTimeDialog.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'

/** Who did what, from when to when; corrected entries say so, the original stays on the record. */
export function TimePanel() {
  const { page } = useOrder()
  const entries = allTimeEntries(page.work).sort((a, b) => a.from.localeCompare(b.from))
  if (entries.length === 0) return null
  const work = sum(entries.filter((entry) => entry.activity === 'work').map((entry) => entry.minutes))
  const travel = sum(entries.filter((entry) => entry.activity === 'travel').map((entry) => entry.minutes))
  return (
    <Panel title="Time" count={`${formatMinutes(work)} work, ${formatMinutes(travel)} travel`} flush id="time">
      <div className={styles.scrollX}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th>Who</th>
              <th className={styles.beyondPhone}>Activity</th>
              <th>When</th>
              <th className={layout.right}>Time</th>
              <th>
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <TimeLine key={`${entry.id}/${entry.device}`} entry={entry} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

function TimeLine({ entry }: { entry: TimeEntry }) {
  const { page, zone, locale, nameOf, why } = useOrder()
  const [correcting, setCorrecting] = useState(false)
  const reason = why({
    type: 'correct_time',
    body: {
      visit: entry.visit,
      technician: entry.technician,
      at: entry.from,
      entry: entry.id,
      from: entry.from,
      to: addMinutes(entry.from, 1),
      reason: '-',
      behalf: { source: 'message', reason: '-' },
    },
  })
  const correction = page.work.timeCorrections.findLast((one) => one.entry === entry.id)
  const adjusted = page.money?.timeAdjustments.find((one) => one.entry === entry.id)
  const overnight = entry.to !== null && localDate(entry.from, zone) !== localDate(entry.to, zone)
  return (
    <tr>
      <td>
        {nameOf(entry.technician)}
        <p className={`${layout.detail} ${layout.tillTablet}`}>{heading(entry.activity)}</p>
      </td>
      <td className={styles.beyondPhone}>{heading(entry.activity)}</td>
      <td>
        <ShortTime at={entry.from} zone={zone} day />
        {', '}
        {entry.to ? formatSpan(entry.from, entry.to, zone, locale) : <SiteTime at={entry.from} zone={zone} />}
        {overnight ? ' the next day' : ''}
        {correction ? (
          <p className={layout.detail}>
            Corrected by {correction.by.name}: {correction.reason}
          </p>
        ) : null}
        {entry.recorded ? <p className={layout.detail}>Written down afterwards</p> : null}
        {adjusted ? (
          <p className={layout.detail}>
            Billed as {formatMinutes(adjusted.minutes)}, {adjusted.by}: {adjusted.reason}
          </p>
        ) : null}
      </td>
      <td className={layout.right}>
        {entry.to ? formatMinutes(entry.minutes) : <span className={layout.warn}>running</span>}
      </td>
      <td className={layout.right}>
        <DisabledReason reason={reason} onClick={() => setCorrecting(true)}>
          {(control) => (
            <ActionIcon size={24} aria-label={`Correct the time of ${nameOf(entry.technician)}`} {...control}>
              <IconPencil size={15} stroke={1.75} />
            </ActionIcon>
          )}
        </DisabledReason>
        {correcting ? <CorrectTimeDialog entry={entry} onClose={() => setCorrecting(false)} /> : null}
      </td>
    </tr>
  )
}
