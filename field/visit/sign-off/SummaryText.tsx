import { IconPhoto } from '@tabler/icons-react'
import { type ReactNode, type Ref, useState } from 'react'
import { formatDate, formatSpan, formatTime } from '#core/kit/time.ts'
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
      {answered.length > 0 ? (
        <Part title="What was done">
          <dl>
            {answered.map((task) => (
              <div key={task.id} className={task.kind === 'text' ? styles.below : undefined}>
                <dt>{task.label}</dt>
                <dd>{answerText(task)}</dd>
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
                <dt>{[part.name, part.serial ? `serial ${part.serial}` : ''].filter(Boolean).join(', ')}</dt>
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

function answerText(task: Summary['tasks'][number]): string {
  if (task.answer === null) return ''
  if (task.kind === 'photo') return 'Photo'
  return task.kind === 'check' ? heading(task.answer) : task.answer
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
