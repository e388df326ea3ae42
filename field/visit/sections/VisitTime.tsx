import { useState } from 'react'
import { addMinutes, formatMinutes } from '#core/kit/time.ts'
import { type TimeEntry, timeEntries } from '#core/work-orders/visits.ts'
import { type Activity, activities } from '#core/work-orders/words.ts'
import { AddIcon } from '#ui/icons.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { Segmented } from '#ui/blocks/Choice.tsx'
import { useLocale, useMe, usePhone, useTime, useWithdraw } from '../../hooks.ts'
import { Section } from '../../shell/Screen.tsx'
import forms from '../../shell/forms.module.css'
import { SpanSheet } from '../../time/SpanSheet.tsx'
import { activityWord, clockSpan } from '../../words.ts'
import type { OnVisit } from '../card.ts'
import { useStep } from '../steps/use-steps.ts'
import { FactLine } from './FactLine.tsx'

/** Everybody's time on this visit; one's own can be put right, with the reason. */
export function VisitTime(on: OnVisit) {
  const { view, visit, card } = on
  const locale = useLocale()
  const phone = usePhone()
  const { technician } = useMe()
  // The running clock moves on with the minutes.
  useTime()
  const step = useStep({ workOrder: view.order.work.id, visit: visit.id })
  const [adding, setAdding] = useState(false)
  const [open, setOpen] = useState<TimeEntry | null>(null)
  const { work } = view.order
  const entries = timeEntries(work, visit).toSorted((a, b) => a.from.localeCompare(b.from))
  const total = entries.filter((entry) => entry.activity === 'work').reduce((sum, entry) => sum + entry.minutes, 0)
  const isRunning = card.mine === 'on_site' || card.mine === 'paused'
  return (
    <Section
      id="time"
      title="Time"
      count={total > 0 ? `${formatMinutes(total)} of work` : undefined}
      action={
        <Button kind="quiet" size="small" icon={<AddIcon aria-hidden stroke={1.75} />} onClick={() => setAdding(true)}>
          Add
        </Button>
      }
    >
      {entries.length > 0 ? (
        <Card flush>
          <Rows>
            {entries.map((entry) => (
              <ListRow
                key={entry.id}
                title={`${activityWord(entry.activity)} ${clockSpan(entry.from, entry.to, work.zone, locale)}`}
                detail={
                  <FactLine view={view} fact={entry.id} who={view.nameOf(entry.technician)}>
                    {entry.corrected ? 'corrected' : entry.recorded ? 'written down' : undefined}
                  </FactLine>
                }
                trail={entry.to ? formatMinutes(entry.minutes) : 'Running'}
                onPress={entry.technician === technician && entry.to ? () => setOpen(entry) : undefined}
              />
            ))}
          </Rows>
        </Card>
      ) : (
        <p className={forms.soft}>The clock starts with Travel or Arrive.</p>
      )}
      {isRunning ? <Button onClick={() => void step('leave')}>Leave without finishing</Button> : null}
      {adding ? <AddTime {...on} technician={technician} onClose={() => setAdding(false)} /> : null}
      {open ? (
        <CorrectTime
          workOrder={work.id}
          zone={work.zone}
          entry={open}
          save={(span) =>
            phone.capture({
              workOrder: work.id,
              command: {
                type: 'correct_time',
                body: { ...phone.fact(visit.id), entry: open.id, from: span.from, to: span.to, reason: span.words },
              },
            })
          }
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Section>
  )
}

function CorrectTime({
  workOrder,
  zone,
  entry,
  save,
  onClose,
}: Pick<Parameters<typeof SpanSheet>[0], 'zone' | 'save' | 'onClose'> & { workOrder: string; entry: TimeEntry }) {
  const withdraw = useWithdraw(workOrder)
  return (
    <SpanSheet
      title={`Correct ${activityWord(entry.activity).toLowerCase()}`}
      zone={zone}
      from={entry.from}
      to={entry.to}
      words={{ label: 'Reason', required: true }}
      beside={
        entry.recorded ? (
          <Button
            kind="quiet"
            onClick={() => {
              onClose()
              void withdraw(entry.id, 'Time taken back.')
            }}
          >
            Remove
          </Button>
        ) : undefined
      }
      save={save}
      onClose={onClose}
    />
  )
}

/** Time written down afterwards, one's own or of somebody on the crew. */
export function AddTime({ view, visit, technician, onClose }: OnVisit & { technician: string; onClose: () => void }) {
  const phone = usePhone()
  const [activity, setActivity] = useState<Activity>('work')
  const now = phone.now()
  const { technician: own } = useMe()
  return (
    <SpanSheet
      title={technician === own ? 'Add time' : `Add time of ${view.nameOf(technician)}`}
      zone={view.order.work.zone}
      from={addMinutes(now, -60)}
      to={now}
      words={{ label: 'Remark', required: false }}
      save={({ from, to, words }) =>
        phone.capture({
          workOrder: view.order.work.id,
          command: {
            type: 'record_time',
            body: { ...phone.fact(visit.id), technician, activity, from, to, note: words },
          },
        })
      }
      onClose={onClose}
    >
      <Segmented
        label="Activity"
        value={activity}
        options={activities.map((value) => ({ value, label: activityWord(value) }))}
        onChange={setActivity}
      />
    </SpanSheet>
  )
}
