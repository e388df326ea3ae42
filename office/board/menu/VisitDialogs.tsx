import { NumberInput, Select, Switch, Textarea } from '@mantine/core'
import { useState } from 'react'
import { addMinutes, type Instant } from '#core/kit/time.ts'
import type { BoardVisit } from '#core/scheduling/board-api.ts'
import { newId } from '../../kit/ask.ts'
import layout from '../../kit/layout.module.css'
import { instantKept, instantOf, momentOf, readMoment } from '../../kit/moment.ts'
import { MomentInput } from '../../kit/MomentInput.tsx'
import { Dialog } from '../../work-orders/dialogs/Dialog.tsx'
import type { Step } from '../changes.ts'
import type { Desk } from '../desk.ts'
import { isOnBoard, type Judge } from './judged.ts'
import styles from './Menu.module.css'
import { Problems } from './Problems.tsx'
import { isDispatched, whyNotChange } from './reasons.ts'
import { addStep, cancelStep, copyStep, nameOf, nextDay, splitStep, timeStep, windowStep } from './steps.ts'
import type { DialogKind } from './VisitItems.tsx'

type Props = { visit: BoardVisit; judge: Judge; desk: Desk; onClose: () => void }

/** What asks something before it is done to a visit, with everything that is wrong with the answer as it is typed. */
export function VisitDialog({ kind, ...props }: Props & { kind: DialogKind }) {
  switch (kind) {
    case 'add':
      return <AddDialog {...props} />
    case 'copy':
      return <CopyDialog {...props} />
    case 'split':
      return <SplitDialog {...props} />
    case 'time':
      return <TimeDialog {...props} />
    case 'window':
      return <WindowDialog {...props} />
    case 'cancel':
      return <CancelDialog {...props} />
  }
}

/** The problems a step would be made in spite of. */
function problemsIn(step: Step | null): string[] {
  const details = step?.changes.flatMap((change) =>
    change.kind === 'plan' || change.kind === 'replan' ? (change.despite ?? []).map(({ detail }) => detail) : [],
  )
  return [...new Set(details)]
}

/** With a step: what is wrong with it. Of a day that is not shown not everything can be known. */
function Warnings({ step, start, judge }: { step: Step | null; start: Instant | null; judge: Judge }) {
  return (
    <>
      <Problems words={problemsIn(step)} heard />
      {start && !isOnBoard(judge.board, start) ? (
        <p className="faint">This day is not on the screen: whether it overlaps there is not known here.</p>
      ) : null}
    </>
  )
}

function whyMoment(moment: Parameters<typeof readMoment>[0], zone: string): string | null {
  switch (readMoment(moment, zone).state) {
    case 'asks':
      return 'Choose which of the two times is meant.'
    case 'empty':
      return 'Say the day and the time.'
    case 'known':
      return null
  }
}

/** Two weeks, in minutes. */
const longest = 20_160

function whyMinutes(minutes: number): string | null {
  if (minutes < 1) return 'Say how long it takes.'
  return minutes > longest ? 'A visit takes at most two weeks.' : null
}

function MinutesInput({
  label,
  value,
  onChange,
  disabled,
  description,
}: {
  label: string
  value: number
  onChange: (minutes: number) => void
  disabled?: boolean
  description?: string
}) {
  return (
    <NumberInput
      label={label}
      description={description}
      value={value}
      min={1}
      max={longest}
      step={15}
      clampBehavior="blur"
      disabled={disabled}
      onChange={(minutes) => onChange(Number(minutes) || 0)}
    />
  )
}

function AddDialog({ visit, judge, desk, onClose }: Props) {
  const [technician, setTechnician] = useState<string | null>(null)
  const step = technician ? addStep(judge, visit, technician) : null
  const others = judge.board.technicians
    .filter(({ id, archived }) => !archived && !visit.crew.includes(id))
    .map(({ id, name }) => ({ value: id, label: name, problems: problemsIn(addStep(judge, visit, id)) }))
    .toSorted((a, b) => a.problems.length - b.problems.length)
  const problems = new Map(others.map((one) => [one.value, one.problems]))
  return (
    <Dialog
      title={`Add a technician to ${nameOf(visit)}`}
      action="Add"
      size={480}
      reason={step ? null : 'Choose who goes along.'}
      onClose={onClose}
      onSubmit={() => (step ? desk.doStep(step) : Promise.resolve(false))}
    >
      <Select
        label="Technician"
        data-autofocus
        searchable
        data={others.map(({ value, label }) => ({ value, label }))}
        value={technician}
        onChange={setTechnician}
        nothingFoundMessage="No technician of this name"
        renderOption={({ option }) => (
          <span className={styles.option}>
            <span>{option.label}</span>
            {(problems.get(option.value) ?? []).map((words) => (
              <span key={words} className={layout.warn}>
                {words}
              </span>
            ))}
          </span>
        )}
      />
      <Warnings step={step} start={visit.start} judge={judge} />
    </Dialog>
  )
}

function CopyDialog({ visit, judge, desk, onClose }: Props) {
  const { zone } = visit
  const [moment, setMoment] = useState(() => momentOf(nextDay(visit, zone), zone))
  const [id] = useState(newId)
  const start = instantOf(moment, zone)
  const step = start ? copyStep(judge, visit, start, id) : null
  return (
    <Dialog
      title={`Copy ${nameOf(visit)}`}
      action="Copy"
      size={480}
      reason={whyMoment(moment, zone)}
      onClose={onClose}
      onSubmit={() => (step ? desk.doStep(step) : Promise.resolve(false))}
    >
      <MomentInput label="Planned start" zone={zone} value={moment} onChange={setMoment} />
      <Warnings step={step} start={start} judge={judge} />
    </Dialog>
  )
}

function TimeDialog({ visit, judge, desk, onClose }: Props) {
  const { zone } = visit
  const [moment, setMoment] = useState(() => momentOf(visit.start, zone))
  const [minutes, setMinutes] = useState(visit.minutes)
  const start = instantKept(moment, visit.start, zone)
  const asked = whyMoment(moment, zone) ?? whyMinutes(minutes)
  const step = start && asked === null ? timeStep(judge, visit, start, minutes) : null
  const same = start === visit.start && minutes === visit.minutes
  const reason = asked ?? (same ? 'Nothing is changed yet.' : null)
  return (
    <Dialog
      title={`Time of ${nameOf(visit)}`}
      action="Set time"
      size={480}
      reason={reason}
      onClose={onClose}
      onSubmit={() => (step ? desk.doStep(step) : Promise.resolve(false))}
    >
      <MomentInput label="Planned start" zone={zone} value={moment} onChange={setMoment} />
      <MinutesInput label="Duration in minutes" value={minutes} onChange={setMinutes} />
      <Warnings step={step} start={start} judge={judge} />
    </Dialog>
  )
}

const usualWindow = 120

function WindowDialog({ visit, judge, desk, onClose }: Props) {
  const { zone } = visit
  const [promised, setPromised] = useState(true)
  const [from, setFrom] = useState(() => momentOf(visit.window?.from ?? visit.start, zone))
  const [to, setTo] = useState(() => momentOf(visit.window?.to ?? addMinutes(visit.start, usualWindow), zone))
  const [begins, ends] = [
    instantKept(from, visit.window?.from ?? null, zone),
    instantKept(to, visit.window?.to ?? null, zone),
  ]
  const window = promised && begins && ends ? { from: begins, to: ends } : null
  const step = windowStep(judge, visit, window)
  const asked = whyMoment(from, zone) ?? whyMoment(to, zone)
  const upsideDown = window && window.to <= window.from ? 'The arrival window has to end after it begins.' : null
  return (
    <Dialog
      title={`Arrival window of ${nameOf(visit)}`}
      action={promised ? 'Set window' : 'Remove window'}
      size={560}
      reason={promised ? (asked ?? upsideDown) : visit.window ? null : 'There is none to remove.'}
      onClose={onClose}
      onSubmit={() => desk.doStep(step)}
    >
      <Switch
        label="An arrival window was promised to the customer"
        checked={promised}
        onChange={(event) => setPromised(event.currentTarget.checked)}
      />
      {promised ? (
        <>
          <MomentInput label="Window from" zone={zone} value={from} onChange={setFrom} />
          <MomentInput label="Window to" zone={zone} value={to} onChange={setTo} />
        </>
      ) : null}
      <Warnings step={upsideDown ? null : step} start={visit.start} judge={judge} />
    </Dialog>
  )
}

/** Nothing shorter than this is worth a return. */
const leastPart = 15

function SplitDialog({ visit, judge, desk, onClose }: Props) {
  const { zone } = visit
  const begun = whyNotChange(visit)
  const half = Math.max(leastPart, Math.round(visit.minutes / 2 / 15) * 15)
  const [today, setToday] = useState(begun ? visit.minutes : half)
  const [minutes, setMinutes] = useState(Math.max(leastPart, visit.minutes - half))
  const [moment, setMoment] = useState(() => momentOf(nextDay(visit, zone), zone))
  const [id] = useState(newId)
  const start = instantOf(moment, zone)
  const asked = whyMoment(moment, zone) ?? whyMinutes(today) ?? whyMinutes(minutes)
  const step = start && asked === null ? splitStep(judge, visit, { today, start, minutes }, id) : null
  return (
    <Dialog
      title={`Split ${nameOf(visit)} into a return visit`}
      action="Split"
      size={520}
      reason={asked}
      onClose={onClose}
      onSubmit={() => (step ? desk.doStep(step) : Promise.resolve(false))}
    >
      <div className={layout.two}>
        <MinutesInput
          label="This visit, in minutes"
          value={today}
          disabled={begun !== null}
          description={begun ?? undefined}
          onChange={(next) => {
            setToday(next)
            if (next >= 1 && next < visit.minutes) setMinutes(visit.minutes - next)
          }}
        />
        <MinutesInput label="The return, in minutes" value={minutes} onChange={setMinutes} />
      </div>
      <MomentInput label="Start of the return" zone={zone} value={moment} onChange={setMoment} />
      <Warnings step={step} start={start} judge={judge} />
    </Dialog>
  )
}

function CancelDialog({ visit, desk, onClose }: Props) {
  const [reason, setReason] = useState('')
  return (
    <Dialog
      title={`Cancel the visit of ${nameOf(visit)}`}
      action="Cancel visit"
      danger
      size={460}
      reason={reason.trim() === '' ? 'Give a reason.' : null}
      onClose={onClose}
      onSubmit={() => desk.doStep(cancelStep(visit, reason.trim()))}
    >
      {isDispatched(visit) ? (
        <p className="faint">It is taken off the phones. Undo plans it once more; it is then to be dispatched again.</p>
      ) : null}
      <Textarea
        label="Reason"
        autosize
        minRows={2}
        maxLength={1000}
        data-autofocus
        required
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Dialog>
  )
}
