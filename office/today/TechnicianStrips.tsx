import { Link } from '@tanstack/react-router'
import { formatClock, formatDateTime, formatSpan, addMinutes } from '#core/kit/time.ts'
import type { VisitStatus } from '#core/work-orders/words.ts'
import { classes } from '#ui/classes.ts'
import { Panel } from '#ui/office/Page.tsx'
import { visitMarks } from '#ui/status.ts'
import { since, useNow } from '../kit/clock.ts'
import { Person } from '../kit/Person.tsx'
import { useMe } from '../kit/me.ts'
import type { Today } from './TodayPage.tsx'
import styles from './TodayPage.module.css'

type Strip = Today['technicians'][number]

/** Who is where: a strip a technician, their visits in order, as their phones report them. */
export function TechnicianStrips({ day }: { day: Today }) {
  const actions = (
    <Link to="/board" className="quiet-link">
      Board
    </Link>
  )
  return (
    <Panel title="Who is where" count={day.technicians.length} actions={actions} flush id="technicians">
      {day.technicians.length === 0 ? (
        <p className={styles.empty}>
          No technicians yet. <Link to="/people">Add the first in People.</Link>
        </p>
      ) : (
        <ul className={styles.strips}>
          {day.technicians.map((technician) => (
            <StripRow key={technician.id} technician={technician} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function StripRow({ technician }: { technician: Strip }) {
  const present = useNow()
  return (
    <li className={styles.strip}>
      <div className={styles.who}>
        <Person name={technician.name} colour={technician.colour} />
        <span className="faint">
          {technician.lastSyncAt ? `Phone ${since(technician.lastSyncAt, present)}` : 'No phone yet'}
        </span>
      </div>
      {technician.visits.length === 0 ? (
        <span className={classes('faint', styles.free)}>No visits today</span>
      ) : (
        <ol className={styles.visits}>
          {technician.visits.map((visit) => (
            <li key={visit.id}>
              <VisitChip visit={visit} />
            </li>
          ))}
        </ol>
      )}
    </li>
  )
}

function VisitChip({ visit }: { visit: Strip['visits'][number] }) {
  const { locale } = useMe().organization
  const { icon: Icon, word, tone } = visitMarks[visit.status]
  const present = useNow()
  const late = isLate(visit.status, visit.start, present)
  const title = visit.start
    ? `${visit.workOrderNumber ?? ''} ${visit.title}\n${formatSpan(visit.start, addMinutes(visit.start, visit.minutes), visit.zone, locale)}\n${formatDateTime(visit.start, Intl.DateTimeFormat().resolvedOptions().timeZone, locale)} for you`
    : visit.title
  return (
    <Link
      to="/work-orders/$id"
      params={{ id: visit.workOrder }}
      className={classes(styles.chip, styles[late ? 'waiting' : tone])}
      title={title}
    >
      <Icon aria-hidden stroke={1.75} />
      <span className={styles.chipBody}>
        <span className={styles.chipTime}>
          {visit.start ? formatClock(visit.start, visit.zone, locale) : 'No time'}{' '}
          <span className={styles.chipState}>{late ? 'Late' : word}</span>
        </span>
        <span className={styles.chipSite}>{visit.site || visit.title}</span>
      </span>
    </Link>
  )
}

/** Planned to have begun a while ago, and nobody has set out. */
function isLate(status: VisitStatus, start: string | null, present: string): boolean {
  return (
    start !== null &&
    (status === 'dispatched' || status === 'accepted' || status === 'scheduled') &&
    addMinutes(start, 15) < present
  )
}
