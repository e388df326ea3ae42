import type { Visit } from '#core/work-orders/document.ts'
import { everybodyOn, shownFinish } from '#core/work-orders/visits.ts'
import { Panel } from '#ui/office/Page.tsx'
import { heading } from '#core/work-orders/labels.ts'
import layout from '../kit/layout.module.css'
import { ShortTime } from '../kit/ShortTime.tsx'
import { useOrder } from '../work-orders/order-context.ts'
import { Targets } from '../work-orders/record/Targets.tsx'
import { SignOffLine } from '../work-orders/record/SignOffLine.tsx'
import { VisitMark } from '../work-orders/record/VisitMark.tsx'
import styles from './Review.module.css'

/** What was asked for, and what each visit says was done, with who signed for it. */
export function DonePanel() {
  const { page, zone } = useOrder()
  const { details, visits, notes } = page.work
  const loose = notes.filter((note) => note.visit === null)
  return (
    <Panel title="What was done" flush id="done">
      {details.description ? (
        <div className={styles.visit}>
          <p className={layout.detail}>Asked for</p>
          <p className={layout.prose}>{details.description}</p>
        </div>
      ) : null}
      <div className={styles.visit}>
        <p className={layout.detail}>Response targets</p>
        <Targets />
      </div>
      {visits.map((visit) => (
        <VisitDone key={visit.id} visit={visit} />
      ))}
      {loose.length > 0 ? (
        <div className={styles.visit}>
          <p className={layout.detail}>Notes on the work order</p>
          {loose.map((note) => (
            <div key={note.id}>
              <p className={styles.said}>{note.text}</p>
              <p className={layout.detail}>
                {note.by.name}, <ShortTime at={note.at} zone={zone} />
              </p>
            </div>
          ))}
        </div>
      ) : null}
    </Panel>
  )
}

function VisitDone({ visit }: { visit: Visit }) {
  const { page, zone, nameOf } = useOrder()
  const finish = shownFinish(visit)
  const notes = page.work.notes.filter((note) => note.visit === visit.id)
  const questions = page.work.questions.filter((one) => one.visit === visit.id)
  const crew = everybodyOn(page.work, visit).map(nameOf).join(', ')
  return (
    <div className={styles.visit}>
      <div className={styles.visitHead}>
        <h3>Visit {visit.number}</h3>
        <VisitMark visit={visit} />
        <span className={layout.detail}>
          {crew}
          {finish ? (
            <>
              , <ShortTime at={finish.at} zone={zone} />
            </>
          ) : null}
        </span>
      </div>
      {finish?.note ? <p className={styles.said}>{finish.note}</p> : null}
      {notes.map((note) => (
        <div key={note.id}>
          <p className={styles.said}>{note.text}</p>
          <p className={layout.detail}>
            {note.by.name}, {heading(note.audience).toLowerCase()} note
          </p>
        </div>
      ))}
      {questions.map((one) => (
        <p key={`${one.at}${one.question}`} className={layout.warn}>
          {one.by} asked: {one.question}
        </p>
      ))}
      {visit.signOffs.map((signOff) => (
        <SignOffLine key={signOff.id} visit={visit} signOff={signOff} />
      ))}
      {finish && visit.signOffs.length === 0 ? <p className={layout.empty}>No sign-off.</p> : null}
    </div>
  )
}
