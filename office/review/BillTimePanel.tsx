import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { sum } from '#core/kit/money.ts'
import { formatMinutes, formatSpan } from '#core/kit/time.ts'
import { heading } from '#core/work-orders/labels.ts'
import { allTimeEntries, type TimeEntry } from '#core/work-orders/visits.ts'
import { classes } from '#ui/classes.ts'
import { Panel } from '#ui/office/Page.tsx'
import { DecimalInput } from '../kit/DecimalInput.tsx'
import layout from '../kit/layout.module.css'
import { ShortTime } from '../kit/ShortTime.tsx'
import { Action } from '../work-orders/Action.tsx'
import { Dialog } from '../work-orders/dialogs/Dialog.tsx'
import styles from './Review.module.css'
import { useOrder } from '../work-orders/order-context.ts'

/** Where an entry stands on the page: what was made of it leads there. */
export function entryAnchor(entry: string): string {
  return `entry-${entry}`
}

/** Time as it was recorded, and as it is billed. */
export function BillTimePanel() {
  const { page } = useOrder()
  const [adjusting, setAdjusting] = useState<TimeEntry | null>(null)
  const entries = allTimeEntries(page.work).sort((a, b) => a.from.localeCompare(b.from))
  if (entries.length === 0) return null
  const total = sum(entries.filter((entry) => entry.activity === 'work').map((entry) => entry.minutes))
  return (
    <Panel title="Time" count={`${formatMinutes(total)} of work`} flush id="time">
      {entries.map((entry) => (
        <EntryLine key={`${entry.id}/${entry.device}`} entry={entry} onAdjust={() => setAdjusting(entry)} />
      ))}
      {adjusting ? <AdjustDialog entry={adjusting} onClose={() => setAdjusting(null)} /> : null}
    </Panel>
  )
}

function EntryLine({ entry, onAdjust }: { entry: TimeEntry; onAdjust: () => void }) {
  const { page, zone, locale, nameOf, why } = useOrder()
  const adjusted = page.money?.timeAdjustments.find((one) => one.entry === entry.id)
  const reason =
    entry.to === null
      ? 'The clock still runs.'
      : why({ type: 'adjust_time', body: { entry: entry.id, minutes: entry.minutes, reason: '-' } })
  return (
    <div className={classes(layout.line, styles.entry)} id={entryAnchor(entry.id)} tabIndex={-1}>
      <div className={layout.grow}>
        <p>
          {nameOf(entry.technician)} <span className={layout.detail}>{heading(entry.activity).toLowerCase()}</span>
        </p>
        <p className={layout.detail}>
          <ShortTime at={entry.from} zone={zone} day />
          {entry.to ? `, ${formatSpan(entry.from, entry.to, zone, locale)}` : ''}
          {entry.corrected ? ', corrected' : ''}
          {entry.recorded ? ', written down afterwards' : ''}
        </p>
        {adjusted ? (
          <p className={layout.detail}>
            {adjusted.by}: {adjusted.reason}
          </p>
        ) : null}
      </div>
      <span className={layout.right}>
        {entry.to === null ? (
          <span className={layout.warn}>running</span>
        ) : adjusted ? (
          <>
            <s className={layout.detail}>{formatMinutes(entry.minutes)}</s> {formatMinutes(adjusted.minutes)}
          </>
        ) : (
          formatMinutes(entry.minutes)
        )}
      </span>
      {entry.activity === 'work' || entry.activity === 'travel' ? (
        <Action variant="subtle" reason={reason} onPress={onAdjust}>
          Adjust
        </Action>
      ) : null}
    </div>
  )
}

function AdjustDialog({ entry, onClose }: { entry: TimeEntry; onClose: () => void }) {
  const { send, nameOf } = useOrder()
  const [minutes, setMinutes] = useState<number | null>(entry.minutes)
  const [reason, setReason] = useState('')
  const submit = async () => {
    if (minutes === null) return false
    return (
      await send(
        { type: 'adjust_time', body: { entry: entry.id, minutes, reason: reason.trim() } },
        { done: 'Time adjusted' },
      )
    ).ok
  }
  const problem =
    minutes === null || minutes < 0 ? 'Say how many minutes.' : reason.trim() === '' ? 'Give a reason.' : null
  return (
    <Dialog
      title={`Adjust the billed time of ${nameOf(entry.technician)}`}
      action="Adjust"
      size={460}
      reason={problem}
      onClose={onClose}
      onSubmit={submit}
    >
      <p className={layout.detail}>
        Recorded: {formatMinutes(entry.minutes)}. What was recorded stays on the record; only what is billed changes.
      </p>
      <DecimalInput label="Minutes to bill" digits={0} data-autofocus value={minutes} onChange={setMinutes} />
      <Textarea
        label="Reason"
        required
        autosize
        minRows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Dialog>
  )
}
