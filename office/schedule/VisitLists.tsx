import { EmptyState } from '#ui/States.tsx'
import { IconCalendarOff } from '@tabler/icons-react'
import type { ScheduledVisit } from '#core/scheduling/api.ts'
import { formatMinutes } from '#core/kit/time.ts'
import { sum } from '#core/kit/money.ts'
import { Panel } from '#ui/office/Page.tsx'
import { Person } from '../kit/Person.tsx'
import type { Asked } from './ScheduleDialogs.tsx'
import type { Schedule } from './SchedulePage.tsx'
import styles from './SchedulePage.module.css'
import { VisitRow } from './VisitRow.tsx'

type Props = {
  day: Schedule
  by: 'technician' | 'time'
  chosen: ReadonlySet<string>
  onChosen: (chosen: ReadonlySet<string>) => void
  onAsk: (asked: Asked) => void
}

function inOrder(visits: readonly ScheduledVisit[]): ScheduledVisit[] {
  return [...visits].sort((a, b) => (a.start ?? '~').localeCompare(b.start ?? '~'))
}

export function VisitLists({ day, by, chosen, onChosen, onAsk }: Props) {
  const choose = (id: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(id)
    else next.delete(id)
    onChosen(next)
  }
  const row = (visit: ScheduledVisit) => (
    <VisitRow
      key={visit.id}
      visit={visit}
      chosen={chosen.has(visit.id)}
      onChoose={(on) => choose(visit.id, on)}
      onAsk={onAsk}
      showCrew={by === 'time'}
    />
  )
  if (by === 'time') {
    return (
      <Panel title="Visits" count={day.visits.length} flush>
        {day.visits.length === 0 ? <NoVisits /> : <ul className={styles.visits}>{inOrder(day.visits).map(row)}</ul>}
      </Panel>
    )
  }
  const all = day.technicians.map((technician) => ({
    technician,
    own: inOrder(day.visits.filter((visit) => visit.crew.some((one) => one.id === technician.id))),
  }))
  const busy = all.filter(({ own }) => own.length > 0)
  const free = all.filter(({ own }) => own.length === 0).map(({ technician }) => technician)
  const nobody = day.visits.filter((visit) => visit.crew.length === 0)
  return (
    <>
      {nobody.length > 0 ? (
        <Panel title="Nobody assigned" count={nobody.length} flush>
          <ul className={styles.visits}>{inOrder(nobody).map(row)}</ul>
        </Panel>
      ) : null}
      {day.technicians.length === 0 ? <NoVisits /> : null}
      {day.technicians.length > 0 && day.visits.length === 0 ? <NoVisits /> : null}
      {busy.map(({ technician, own }) => (
        <Panel
          key={technician.id}
          title={<Person name={technician.name} colour={technician.colour} />}
          flush
          actions={
            <span className={styles.load}>
              {own.length} visit{own.length === 1 ? '' : 's'},{' '}
              {formatMinutes(sum(own.filter((visit) => visit.status !== 'cancelled').map((visit) => visit.minutes)))}
            </span>
          }
        >
          <ul className={styles.visits}>{own.map(row)}</ul>
        </Panel>
      ))}
      {free.length > 0 && day.visits.length > 0 ? (
        <Panel title="Free on this day" count={free.length}>
          <ul className={styles.people}>
            {free.map((technician) => (
              <li key={technician.id}>
                <Person name={technician.name} colour={technician.colour} />
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
    </>
  )
}

function NoVisits() {
  return (
    <EmptyState icon={<IconCalendarOff stroke={1.5} />} title="No visits on this day">
      Plan one from the work on the right, or from any work order.
    </EmptyState>
  )
}
