import type { ReactNode } from 'react'
import {
  addMinutes,
  formatDateTime,
  formatLocalDate,
  formatMinutes,
  formatSpan,
  formatTime,
  type Instant,
  type LocalDate,
} from '#core/kit/time.ts'
import type { DaySheet as Sheet, SheetVisit } from '#core/scheduling/day-sheet-api.ts'
import styles from './DaySheet.module.css'

type Props = { sheet: Sheet; date: LocalDate; at: Instant; company: string; locale: string }

/** A technician's day on paper. Where it takes more than one page its head stands on each. */
export function DaySheet({ sheet, date, at, company, locale }: Props) {
  const { technician, zone, visits } = sheet
  const day = formatLocalDate(date, locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  return (
    <article className={styles.sheet} aria-label={`${technician.name}, ${day}`}>
      <header className={styles.head}>
        <div className={styles.heading}>
          <h2>{technician.name}</h2>
          <p className={styles.day}>{day}</p>
          <p className={styles.company}>
            {[company, technician.code, technician.phone].filter(Boolean).join(' · ')}
            <br />
            {hoursWords(sheet, locale)}
          </p>
          <p className={styles.printed}>
            Times at the site; {zone}
            <br />
            As of {formatDateTime(at, zone, locale)}
          </p>
        </div>
      </header>
      <div className={styles.visits}>
        {visits.length === 0 ? <p className={styles.none}>No visits on this day.</p> : null}
        {visits.map((visit) => (
          <Visit key={visit.id} visit={visit} locale={locale} />
        ))}
      </div>
    </article>
  )
}

/** `Works 07:00 – 16:00 CET`, and what differs from it. */
function hoursWords({ hours, away, onCall, zone }: Sheet, locale: string): string {
  const span = ({ from, to }: { from: Instant; to: Instant }) => formatSpan(from, to, zone, locale)
  const works = hours === null ? '' : hours.length === 0 ? 'Does not work' : `Works ${hours.map(span).join(', ')}`
  return [works, ...away.map((one) => `Away ${span(one)}`), ...(onCall.length > 0 ? ['On call'] : [])]
    .filter(Boolean)
    .join(' · ')
}

function Visit({ visit, locale }: { visit: SheetVisit; locale: string }) {
  const { reference, number, priority, title, start, minutes, window, zone, way } = visit
  const place = [visit.customer, visit.site].filter(Boolean).join(', ')
  const mates = visit.mates.map(person).join(', ')
  return (
    <section className={styles.visit}>
      <div className={styles.when}>
        <p className={styles.time}>{formatTime(start, zone, locale)}</p>
        <p>
          to {formatTime(addMinutes(start, minutes), zone, locale)},{' '}
          <span className="nowrap">{formatMinutes(minutes)}</span>
        </p>
        {window ? (
          <p>
            Window
            <br />
            <span className="nowrap">{formatSpan(window.from, window.to, zone, locale)}</span>
          </p>
        ) : null}
        {way ? (
          <p>
            {formatMinutes(way.minutes)} from <span className="nowrap">{way.from || 'the start'}</span>
          </p>
        ) : null}
      </div>
      <div>
        <h3>
          {[reference, number > 1 ? `visit ${number}` : '', priority].filter(Boolean).join(' · ')} <span>{title}</span>
        </h3>
        <p className={styles.place}>
          <b>{place}</b>
          {visit.address ? <span>{visit.address}</span> : null}
        </p>
        {visit.hazards ? (
          <p className={styles.hazards}>
            <b>Hazards</b> {visit.hazards}
          </p>
        ) : null}
        <dl className={styles.facts}>
          <Fact name="Contact">{visit.contact ? person(visit.contact) : ''}</Fact>
          <Fact name="Access">{visit.accessNotes}</Fact>
          <Fact name="Work">{visit.description}</Fact>
          <Fact name="Equipment">{visit.assets.join('\n')}</Fact>
          <Fact name="Left to do">{leftWords(visit)}</Fact>
          <Fact name="Needs">{visit.skills.join(', ')}</Fact>
          <Fact name="With">{mates === '' ? '' : `${mates}${visit.leads ? '; you lead' : ''}`}</Fact>
        </dl>
        <div className={styles.remarks}>
          <span>Remarks</span>
          <span>From</span>
          <span>To</span>
        </div>
      </div>
    </section>
  )
}

function person({ name, phone }: { name: string; phone: string }): string {
  return [name, phone].filter(Boolean).join(', ')
}

/** `Return for parts: a valve has to come first`. */
function leftWords({ left }: SheetVisit): string {
  if (!left) return ''
  const reason = left.reason ? `Return for ${left.reason.replaceAll('_', ' ')}` : 'Return'
  return left.note === '' ? reason : `${reason}: ${left.note}`
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return children === '' ? null : (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
