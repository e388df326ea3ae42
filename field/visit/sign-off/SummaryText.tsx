import { IconPhoto } from '@tabler/icons-react'
import { type ReactNode, type Ref, useState } from 'react'
import { formatDate, formatLocalDate, formatSpan, formatTime } from '#core/kit/time.ts'
import { heading, word } from '#core/work-orders/labels.ts'
import type { Summary } from '#core/work-orders/summary.ts'
import { useLocale } from '../../hooks.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { countOf, quantityText } from '../../words.ts'
import { usePicture } from '../photos/use-picture.ts'
import styles from './SignOff.module.css'

/** The plain summary: every line is something that was signed. */
export function SummaryText({ shown, view, paper }: { shown: Summary; view: WorkOrderView; paper: Ref<HTMLElement> }) {
  const locale = useLocale()
  const { zone } = shown
  const answered = shown.tasks.filter((task) => task.answer !== null)
  return (
    <article className={styles.paper} ref={paper}>
      <header>
        <h2>{shown.title}</h2>
        <p>{[view.customerName, view.siteName].filter(Boolean).join(' · ')}</p>
      </header>
      {shown.time.length > 0 ? (
        <Part title="Who was here">
          <ul>
            {shown.time.map((entry) => (
              <li key={`${entry.technician}/${entry.from}`}>
                <span className={styles.who}>
                  {`${view.nameOf(entry.technician) || 'Somebody'}, ${word(entry.activity)}`}
                </span>{' '}
                <span className={styles.figure}>{formatDate(entry.from, zone, locale)},</span>{' '}
                <span className={styles.figure}>
                  {entry.to
                    ? formatSpan(entry.from, entry.to, zone, locale)
                    : `since ${formatTime(entry.from, zone, locale)}`}
                </span>
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
      {[...Map.groupBy(answered, (task) => task.section ?? '')].map(([section, tasks]) => (
        <Part key={section} title={section || 'What was done'}>
          <dl>
            {tasks.flatMap((task) =>
              answersOf(task, view, locale).map(({ label, text }) => (
                <div key={`${task.id}/${label}`} className={task.kind === 'text' ? styles.below : undefined}>
                  <dt>{label}</dt>
                  <dd>{text}</dd>
                </div>
              )),
            )}
          </dl>
        </Part>
      ))}
      {shown.findings && shown.findings.length > 0 ? (
        <Part title="What was found">
          <dl>
            {shown.findings.map((finding) => (
              <div key={finding.id} className={styles.below}>
                <dt>{[heading(finding.severity), assetName(view, finding.asset)].filter(Boolean).join(', ')}</dt>
                <dd>
                  {[finding.text, finding.recommendation, finding.repaired ? 'Put right on this visit.' : '']
                    .filter(Boolean)
                    .join('\n')}
                </dd>
              </div>
            ))}
          </dl>
        </Part>
      ) : null}
      {shown.notes.length > 0 ? (
        <Part title="Notes">
          {shown.notes.map((note) => (
            <p key={note.id} className={styles.note}>
              {note.text}
            </p>
          ))}
        </Part>
      ) : null}
      {shown.parts.length > 0 ? (
        <Part title="Parts fitted">
          <dl>
            {shown.parts.map((part) => (
              <div key={part.id}>
                <dt>
                  {[
                    part.name,
                    part.serial ? `serial ${part.serial}${part.removedSerial ? ' in' : ''}` : '',
                    part.removedSerial ? `serial ${part.removedSerial} out` : '',
                  ]
                    .filter(Boolean)
                    .join(', ')}
                </dt>
                <dd>{quantityText(part.quantity, part.unit, locale)}</dd>
              </div>
            ))}
          </dl>
        </Part>
      ) : null}
      {shown.partsToOrder && shown.partsToOrder.length > 0 ? (
        <Part title="Parts to order">
          <dl>
            {shown.partsToOrder.map((part) => (
              <div key={part.id}>
                <dt>{part.name}</dt>
                <dd>{quantityText(part.quantity, part.unit, locale)}</dd>
              </div>
            ))}
          </dl>
        </Part>
      ) : null}
      {shown.photos.length > 0 ? (
        <Part title={countOf(shown.photos.length, 'photo')}>
          <div className={styles.photos}>
            {shown.photos.map((photo) => (
              <Picture key={photo.id} sha256={photo.sha256} words={photo.caption || heading(photo.phase)} />
            ))}
          </div>
        </Part>
      ) : null}
      {shown.outcome ? (
        <Part title="Result">
          <p>
            {[heading(shown.outcome), shown.returnReason ? word(shown.returnReason) : ''].filter(Boolean).join(': ')}
          </p>
        </Part>
      ) : null}
    </article>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

type Shown = Summary['tasks'][number]

/** A line for each answer: a reading has one an asset. */
function answersOf(task: Shown, view: WorkOrderView, locale: string): { label: string; text: string }[] {
  if (!task.readings) return [{ label: task.label, text: answerText(task, locale) }]
  return task.readings.map(({ asset, value }) => ({
    label: [task.label, assetName(view, asset)].filter(Boolean).join(', '),
    text: [value, task.unit].filter(Boolean).join(' '),
  }))
}

function answerText({ kind, answer, unit }: Shown, locale: string): string {
  if (!answer) return ''
  switch (kind) {
    case 'photo':
      return 'Photo'
    case 'check':
      return heading(answer)
    case 'date':
      return formatLocalDate(answer, locale)
    case 'number':
      return [answer, unit].filter(Boolean).join(' ')
    default:
      return answer
  }
}

function assetName(view: WorkOrderView, asset: string | null): string {
  return view.siteAssets.find((one) => one.id === asset)?.name ?? ''
}

/** What is on the record is listed by its words, also where the picture is on another phone. */
function Picture({ sha256, words }: { sha256: string; words: string }) {
  const src = usePicture(sha256, 'thumbnail')
  const [broken, setBroken] = useState<string | null>(null)
  return (
    <figure>
      {src && src !== broken ? (
        <img src={src} alt="" onError={() => setBroken(src)} />
      ) : (
        <span className={styles.blank}>
          <IconPhoto aria-hidden stroke={1.5} />
          Not on this phone
        </span>
      )}
      <figcaption>{words}</figcaption>
    </figure>
  )
}
