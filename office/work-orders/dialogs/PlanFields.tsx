import { NumberInput, Switch } from '@mantine/core'
import { addMinutes, type Instant, type Zone } from '#core/kit/time.ts'
import { instantOf, type Moment, momentOf, readMoment } from '../../kit/moment.ts'
import { MomentInput } from '../../kit/MomentInput.tsx'
import styles from './Dialog.module.css'

export type Plan = { start: Moment; minutes: number; promised: boolean; from: Moment; to: Moment }

export function planOf(
  visit: { start: Instant | null; minutes: number; window: { from: Instant; to: Instant } | null },
  zone: Zone,
): Plan {
  return {
    start: momentOf(visit.start, zone),
    minutes: visit.minutes,
    promised: visit.window !== null,
    from: momentOf(visit.window?.from ?? null, zone),
    to: momentOf(visit.window?.to ?? null, zone),
  }
}

/** The plan as a command takes it, or what is still to be said. */
export function readPlan(
  plan: Plan,
  zone: Zone,
):
  | { plan: { start: Instant | null; minutes: number; window: { from: Instant; to: Instant } | null } }
  | { reason: string } {
  const start = instantOf(plan.start, zone)
  if (
    [plan.start, ...(plan.promised ? [plan.from, plan.to] : [])].some(
      (moment) => readMoment(moment, zone).state === 'asks',
    )
  ) {
    return { reason: 'Choose which of the two times is meant.' }
  }
  if (!start && (plan.start.date !== '' || plan.start.time !== ''))
    return { reason: 'Say the day and the time of the start.' }
  if (!(plan.minutes >= 1)) return { reason: 'Say how long it takes.' }
  if (!plan.promised) return { plan: { start, minutes: plan.minutes, window: null } }
  const from = instantOf(plan.from, zone)
  const to = instantOf(plan.to, zone)
  if (!from || !to) return { reason: 'Say both ends of the arrival window.' }
  if (to <= from) return { reason: 'The arrival window has to end after it begins.' }
  return { plan: { start, minutes: plan.minutes, window: { from, to } } }
}

const usualWindow = 120

export function PlanFields({ value, onChange, zone }: { value: Plan; onChange: (plan: Plan) => void; zone: Zone }) {
  const promise = (promised: boolean) => {
    const start = instantOf(value.start, zone)
    const fresh = promised && value.from.date === '' && start
    onChange({
      ...value,
      promised,
      ...(fresh ? { from: momentOf(start, zone), to: momentOf(addMinutes(start, usualWindow), zone) } : {}),
    })
  }
  return (
    <>
      <div className={styles.two}>
        <MomentInput
          label="Planned start"
          zone={zone}
          value={value.start}
          onChange={(start) => onChange({ ...value, start })}
        />
        <NumberInput
          label="Duration in minutes"
          value={value.minutes}
          min={1}
          max={20_160}
          step={15}
          clampBehavior="blur"
          onChange={(minutes) => onChange({ ...value, minutes: Number(minutes) || 0 })}
        />
      </div>
      <Switch
        label="An arrival window was promised to the customer"
        checked={value.promised}
        onChange={(event) => promise(event.currentTarget.checked)}
      />
      {value.promised ? (
        <div className={styles.two}>
          <MomentInput
            label="Window from"
            zone={zone}
            value={value.from}
            onChange={(from) => onChange({ ...value, from })}
          />
          <MomentInput label="Window to" zone={zone} value={value.to} onChange={(to) => onChange({ ...value, to })} />
        </div>
      ) : null}
    </>
  )
}
