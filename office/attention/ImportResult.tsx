import { Link } from '@tanstack/react-router'
import { heading } from '#core/work-orders/labels.ts'
import { syncMarks } from '#ui/status.ts'
import { MarkBadge } from '#ui/StatusBadge.tsx'
import layout from '../kit/layout.module.css'
import styles from './Attention.module.css'
import type { Brought } from './bring-file.ts'
import { importedWord, importNews, importSum } from './import-words.ts'

/** What became of each entry of the file, and of the photos that could not be taken. */
export function ImportResult({ imported }: { imported: Brought }) {
  const { member, commands, files, isWhole } = imported
  const notTaken = files.flatMap((one, index) => (one.state === 'refused' ? [{ ...one, number: index + 1 }] : []))
  return (
    <div className={layout.form} aria-live="polite">
      <p>
        <b>{`From the phone of ${member}: ${importSum(imported)}.`}</b>
      </p>
      <p>{importNews(imported)}</p>
      {isWhole ? null : (
        <p role="alert" className={layout.warn}>
          The file ends too early. What was left of it is taken in; save it on the phone again if you can.
        </p>
      )}
      <section className={styles.results} aria-label="What became of each">
        {commands.map((one) => (
          <div key={one.id} className={styles.result}>
            <div className={layout.grow}>
              <p>
                {one.workOrder ? (
                  <Link to="/work-orders/$id" params={{ id: one.workOrder }}>
                    {heading(one.type)}
                  </Link>
                ) : (
                  heading(one.type)
                )}
              </p>
              {one.sentence ? <p className={layout.detail}>{one.sentence}</p> : null}
            </div>
            <Outcome {...importedWord(one)} />
          </div>
        ))}
        {notTaken.map((one) => (
          <div key={one.number} className={styles.result}>
            <div className={layout.grow}>
              <p>{`Photo or file ${one.number} of ${files.length}`}</p>
              <p className={layout.detail}>{one.sentence}</p>
            </div>
            <Outcome word="Not taken" isDone={false} />
          </div>
        ))}
      </section>
    </div>
  )
}

function Outcome({ word, isDone }: { word: string; isDone: boolean }) {
  return <MarkBadge mark={{ ...(isDone ? syncMarks.on_record : syncMarks.held), word }} look="plain" />
}
