import type { ReactNode } from 'react'
import { formatQuantity } from '#core/kit/money.ts'
import { formatDate, formatLocalDate, formatSpan, formatTime } from '#core/kit/time.ts'
import { heading, word } from '#core/work-orders/labels.ts'
import type { Summary, SummaryTask } from '#core/work-orders/summary.ts'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import styles from './SignOff.module.css'

/** The summary as it was shown, out of the very text whose hash was signed. */
export function SignedSummary({ summary }: { summary: Summary }) {
  const { locale } = useMe().organization
  const answered = summary.tasks.filter((task) => task.answer !== null && task.answer !== '')
  const part = ({ id, name, quantity, unit }: Summary['parts'][number], more = '') => (
    <li key={id}>{`${formatQuantity(quantity, locale)} ${unit} ${name}${more}`}</li>
  )
  return (
    <div className={layout.form}>
      <p>
        <b>{summary.title}</b>
      </p>
      <Part title="Who was there" isEmpty={summary.time.length === 0}>
        {summary.time.map((one) => (
          <li key={`${one.technician}/${one.from}`}>
            {heading(one.activity)}, {formatDate(one.from, summary.zone, locale)},{' '}
            {one.to
              ? formatSpan(one.from, one.to, summary.zone, locale)
              : `since ${formatTime(one.from, summary.zone, locale)}`}
          </li>
        ))}
      </Part>
      {[...Map.groupBy(answered, (task) => task.section ?? '')].map(([section, tasks]) => (
        <Part key={section} title={section || 'What was done'} isEmpty={false}>
          {tasks.map((task) => (
            <li key={task.id}>
              {task.label}: <b>{answerOf(task, locale)}</b>
            </li>
          ))}
        </Part>
      ))}
      <Part title="What was found" isEmpty={(summary.findings ?? []).length === 0}>
        {summary.findings?.map((one) => (
          <li key={one.id}>
            {heading(one.severity)}: {one.text}
            {one.recommendation ? ` → ${one.recommendation}` : ''}
          </li>
        ))}
      </Part>
      <Part title="Parts fitted" isEmpty={summary.parts.length === 0}>
        {summary.parts.map((one) =>
          part(
            one,
            [one.serial && `, serial ${one.serial}`, one.removedSerial && `, serial ${one.removedSerial} out`]
              .filter(Boolean)
              .join(''),
          ),
        )}
      </Part>
      <Part title="Parts to order" isEmpty={(summary.partsToOrder ?? []).length === 0}>
        {summary.partsToOrder?.map((one) => part({ ...one, serial: '' }))}
      </Part>
      <Part title="Notes" isEmpty={summary.notes.length === 0}>
        {summary.notes.map((note) => (
          <li key={note.id}>{note.text}</li>
        ))}
      </Part>
      <Part title="Photos" isEmpty={summary.photos.length === 0}>
        {summary.photos.map((photo) => (
          <li key={photo.id}>
            {[heading(photo.phase), photo.caption].filter(Boolean).join(', ')}{' '}
            <span className={styles.hash}>{photo.sha256.slice(0, 12)}</span>
          </li>
        ))}
      </Part>
      {summary.outcome ? (
        <p>
          Result: <b>{heading(summary.outcome)}</b>
          {summary.returnReason ? `, ${word(summary.returnReason)}` : ''}
        </p>
      ) : null}
    </div>
  )
}

function Part({ title, isEmpty, children }: { title: string; isEmpty: boolean; children: ReactNode }) {
  if (isEmpty) return null
  return (
    <section>
      <h3 className={layout.detail}>{title}</h3>
      <ul className={layout.plain}>{children}</ul>
    </section>
  )
}

function answerOf({ kind, answer, unit, readings }: SummaryTask, locale: string): string {
  if (readings) return readings.map(({ value }) => [value, unit].filter(Boolean).join(' ')).join(', ')
  if (!answer) return ''
  switch (kind) {
    case 'check':
      return heading(answer)
    case 'photo':
      return 'Photo'
    case 'date':
      return formatLocalDate(answer, locale)
    default:
      return [answer, unit].filter(Boolean).join(' ')
  }
}
